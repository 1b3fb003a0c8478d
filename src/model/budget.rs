//! What one document, and the archive or mail that brought it, may cost. Every limit is here, documented, and told to
//! the sender by its French name; `[limites]` in the configuration moves those of [`LIMITS`].

use std::cell::Cell;
use std::time::{Duration, Instant};

use super::inventory::ReadFailure;
use crate::french;

/// Limits on one document. What passes one is rejected with the budget's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// « taille du fichier », in bytes. An inventory weighs 10 to 60 KB; pictures can bring it to a few MB.
    pub file_bytes: u64,
    /// « nombre de parties de l’archive »: entries of the zip directory.
    pub zip_entries: usize,
    /// « taille d’une partie décompressée », in bytes: one sheet, or the shared strings.
    pub part_bytes: u64,
    /// « taille décompressée », in bytes: the parts that are read, all together. Pictures are never inflated.
    pub inflated_bytes: u64,
    /// « nombre de feuilles ».
    pub sheets: usize,
    /// « nombre de cellules » that hold something, all sheets together.
    pub cells: usize,
    /// « nombre de cellules vides »: cells written in a sheet that hold nothing but a border or a colour. A frame
    /// drawn to the last row makes a million of them.
    pub blank_cells: usize,
    /// « nombre de textes partagés »: those there are, whatever the part declares.
    pub shared_strings: usize,
    /// « nombre de mises en forme ». Excel's own limit is 65,490 for cells, and as many for styles.
    pub formats: usize,
    /// « longueur d’un texte », in bytes. Excel's own limit is 32,767 signs.
    pub text_bytes: usize,
    /// « longueur de tous les textes », in bytes: a shared text counts as often as it is used.
    pub all_texts_bytes: usize,
    /// « nombre de cellules fusionnées ».
    pub merges: usize,
    /// « tours de chiffrement du mot de passe »: how often the hash of a password is taken over. Excel asks for
    /// 100,000; this one is for workbooks that Excel opens without asking, the others are not tried further.
    pub hash_rounds: u32,
    /// « taille du courriel ou de l’archive jointe », in bytes: what is held whole in memory to take its parts out.
    /// A file of [`Self::file_bytes`] weighs a third more once it is written in a mail.
    pub holder_bytes: u64,
    /// « nombre de parties du courriel », the bodies, the pictures and the messages inside included.
    pub mail_parts: usize,
    /// « nombre de messages de la boîte ».
    pub mailbox_messages: usize,
    /// « nombre d’éléments de l’archive », those of the archives inside included.
    pub archive_entries: usize,
    /// « taille décompressée de l’archive », in bytes, all its elements together, those of the archives inside
    /// included. They are inflated one at a time: this bounds the time, not the memory.
    pub archive_bytes: u64,
    /// « niveaux d’imbrication »: archives and mails one inside the other.
    pub nesting: usize,
    /// « temps de lecture » of one document, looked at between its parts and its cells. What becomes of a document
    /// must not depend on how busy the machine is: this is many times what the worst file within the other budgets
    /// takes, and stops only what nobody foresaw.
    pub document_time: Duration,
    /// When the document that is being read is given up; set by [`Self::begun`].
    pub deadline: Option<Instant>,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            file_bytes: 30 << 20,
            zip_entries: 2_000,
            part_bytes: 64 << 20,
            inflated_bytes: 128 << 20,
            sheets: 100,
            cells: 200_000,
            blank_cells: 2_000_000,
            shared_strings: 500_000,
            formats: 200_000,
            text_bytes: 131_072,
            all_texts_bytes: 32 << 20,
            merges: 20_000,
            hash_rounds: 1_000_000,
            holder_bytes: 48 << 20,
            mail_parts: 2_000,
            mailbox_messages: 100_000,
            archive_entries: 20_000,
            archive_bytes: 4 << 30,
            nesting: 6,
            document_time: Duration::from_secs(20),
            deadline: None,
        }
    }
}

impl Budgets {
    /// The budgets of a document whose reading begins now, unless it has begun.
    #[must_use]
    pub fn begun(self) -> Self {
        let deadline = self.deadline.or_else(|| Instant::now().checked_add(self.document_time));
        Self { deadline, ..self }
    }

    /// Nothing while there is time, then that the reading takes too long.
    ///
    /// # Errors
    /// [`ReadFailure::OverBudget`] once the deadline is passed.
    pub fn on_time(&self) -> Result<(), ReadFailure> {
        if self.deadline.is_none_or(|deadline| Instant::now() < deadline) {
            return Ok(());
        }
        let limit = french::counted(self.document_time.as_secs(), "seconde", "secondes");
        Err(ReadFailure::OverBudget { budget: "temps de lecture", limit })
    }
}

/// What understanding one document may still cost.
///
/// Time is no measure of it: what becomes of a document must not depend on how busy the machine is. So what loops
/// over cells counts steps of about ten nanoseconds, as many as [`Budgets::cells`] allows. Once they are spent, views
/// of sheets go dark, loops end for want of anything to see, and [`Self::verdict`] gives the document up.
#[derive(Debug)]
pub struct Effort {
    budgets: Budgets,
    left: Cell<u64>,
    /// Steps before the clock is looked at again.
    unwatched: Cell<u64>,
}

/// Steps for each cell that a document may hold. A list of 60,000 lines and two columns is read.
const STEPS_PER_CELL: u64 = 750;
/// How many steps are taken between two looks at the clock.
const WATCH: u64 = 1 << 20;

impl Effort {
    /// All that a document is allowed.
    pub fn of(budgets: &Budgets) -> Self {
        let steps = STEPS_PER_CELL * budgets.cells as u64;
        Self { budgets: *budgets, left: Cell::new(steps), unwatched: Cell::new(WATCH) }
    }

    /// Takes steps; whether there were enough of them.
    pub fn spend(&self, steps: u64) -> bool {
        let left = self.left.get().saturating_sub(steps);
        self.left.set(left);
        match self.unwatched.get().checked_sub(steps) {
            Some(unwatched) => self.unwatched.set(unwatched),
            None if self.budgets.on_time().is_ok() => self.unwatched.set(WATCH),
            None => self.left.set(0),
        }
        self.left.get() > 0
    }

    /// The steps that are left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Nothing while something is left, then that the document asks for too much.
    ///
    /// # Errors
    /// [`ReadFailure::OverBudget`] once all is spent, or the time of the document is over.
    pub fn verdict(&self) -> Result<(), ReadFailure> {
        self.budgets.on_time()?;
        if !self.is_spent() {
            return Ok(());
        }
        let limit = french::count(STEPS_PER_CELL * self.budgets.cells as u64);
        Err(ReadFailure::OverBudget { budget: "nombre d’opérations d’analyse", limit })
    }
}

/// A limit that the configuration may move.
pub struct Limit {
    /// Its key in `[limites]`; the unit is in the name where there is one.
    pub key: &'static str,
    /// The most that it may be set to: beyond, the program could no longer promise to end.
    pub most: u32,
    /// Sets it.
    pub set: fn(&mut Budgets, u32),
}

const MEGABYTE: u64 = 1 << 20;

/// The limits that the configuration may move, in the order in which they are printed.
pub const LIMITS: [Limit; 14] = [
    Limit {
        key: "fichier_mo",
        most: 200,
        set: |budgets, limit| budgets.file_bytes = u64::from(limit) * MEGABYTE,
    },
    Limit {
        key: "decompresse_mo",
        most: 512,
        set: |budgets, limit| budgets.inflated_bytes = u64::from(limit) * MEGABYTE,
    },
    Limit {
        key: "partie_mo",
        most: 256,
        set: |budgets, limit| budgets.part_bytes = u64::from(limit) * MEGABYTE,
    },
    Limit { key: "feuilles", most: 1_000, set: |budgets, limit| budgets.sheets = limit as usize },
    Limit { key: "cellules", most: 2_000_000, set: |budgets, limit| budgets.cells = limit as usize },
    Limit {
        key: "cellules_vides",
        most: 20_000_000,
        set: |budgets, limit| budgets.blank_cells = limit as usize,
    },
    Limit {
        key: "textes_partages",
        most: 2_000_000,
        set: |budgets, limit| budgets.shared_strings = limit as usize,
    },
    Limit {
        key: "courriel_mo",
        most: 256,
        set: |budgets, limit| budgets.holder_bytes = u64::from(limit) * MEGABYTE,
    },
    Limit {
        key: "parties_courriel",
        most: 20_000,
        set: |budgets, limit| budgets.mail_parts = limit as usize,
    },
    Limit {
        key: "messages_boite",
        most: 1_000_000,
        set: |budgets, limit| budgets.mailbox_messages = limit as usize,
    },
    Limit {
        key: "elements_archive",
        most: 200_000,
        set: |budgets, limit| budgets.archive_entries = limit as usize,
    },
    Limit {
        key: "archive_mo",
        most: 65_536,
        set: |budgets, limit| budgets.archive_bytes = u64::from(limit) * MEGABYTE,
    },
    Limit { key: "niveaux", most: 20, set: |budgets, limit| budgets.nesting = limit as usize },
    Limit {
        key: "secondes",
        most: 3_600,
        set: |budgets, limit| budgets.document_time = Duration::from_secs(limit.into()),
    },
];
