//! What moved since the latest earlier month: schools whose inventory counts in both are compared, the others are told
//! apart.
//!
//! A rate whose schools change moves without anything having changed: nothing here compares two different sets of
//! schools.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::calendar::Month;
use super::dossier::State;
use super::indicator::{Rate, Tally};
use super::referential::Mode;
use super::school::Uai;

/// What is known of an académie's earlier months.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The latest earlier month, whole.
    pub previous: Option<PastMonth>,
    /// Those before it, latest first.
    pub older: Vec<OlderMonth>,
}

impl History {
    /// Which schools returned an inventory, month by month.
    pub fn attendance(&self) -> Attendance {
        let previous = self.previous.iter().map(|month| {
            let schools = month.schools.iter().map(|(uai, school)| (*uai, school.returned));
            (month.point.month, schools.collect())
        });
        let older = self.older.iter().map(|month| {
            let returned =
                |states: &[Option<State>]| states.iter().flatten().any(|state| *state != State::NotReturned);
            let schools = month.states.iter().map(|(uai, states)| (*uai, returned(states)));
            (month.point.month, schools.collect())
        });
        Attendance { months: previous.chain(older).collect() }
    }
}

/// Which schools returned an inventory in the earlier months.
#[derive(Clone, Debug, Default)]
pub struct Attendance {
    /// The months, latest first; in each, the schools known then and whether they returned one.
    pub months: Vec<(Month, BTreeMap<Uai, bool>)>,
}

/// An earlier month, as its state file tells it.
#[derive(Clone, Debug)]
pub struct PastMonth {
    /// Its figures.
    pub point: Point,
    /// Whether the schools to expect were known.
    pub registry: bool,
    /// Its schools.
    pub schools: BTreeMap<Uai, PastSchool>,
}

/// A month before the previous one: what tells how long a point has been open.
#[derive(Clone, Debug)]
pub struct OlderMonth {
    /// Its figures.
    pub point: Point,
    /// State of each required competence of this month's referential; `None` where that month didn't ask for it.
    pub states: BTreeMap<Uai, Box<[Option<State>]>>,
}

/// A school of the previous month.
#[derive(Clone, Debug)]
pub struct PastSchool {
    /// Its name then; empty if unknown.
    pub name: Arc<str>,
    /// Its commune then; empty if unknown.
    pub commune: Arc<str>,
    /// Code of its département.
    pub departement: Arc<str>,
    /// Its circonscription then; empty if unknown.
    pub circonscription: Arc<str>,
    /// Whether the registry listed it.
    pub expected: bool,
    /// Whether an inventory of it counted.
    pub returned: bool,
    /// One per required competence of this month's referential; `None` where that month didn't ask for it.
    pub couples: Vec<Option<PastCouple>>,
}

/// A couple of the previous month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastCouple {
    /// Its state.
    pub state: State,
    /// Names of its responsible entities, as that month's documents printed them.
    pub responsible: Vec<Arc<str>>,
    /// Its mode.
    pub mode: Option<Mode>,
}

/// Figures of one month, whatever its schools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The month.
    pub month: Month,
    /// Return rate; `None` without a registry.
    pub returns: Option<Rate>,
    /// Coverage of the schools that answered.
    pub coverage: Rate,
    /// Schools whose inventory counted.
    pub answered: u32,
}

/// What moved since the latest earlier month.
#[derive(Clone, Debug)]
pub struct Evolution {
    /// The latest earlier month.
    pub previous: Month,
    /// The académie.
    pub total: Shift,
    /// Over the schools known in both months, with or without an inventory.
    pub known: Shift,
    /// Expected schools of both months: how many returned, before and now. `None` unless both months had a registry.
    pub returns: Option<[Rate; 2]>,
    /// Each required competence, in the referential's order.
    pub by_competence: Vec<Shift>,
    /// In the order of the dossier's départements.
    pub departements: Vec<Shift>,
    /// In the order of the dossier's circonscriptions.
    pub circonscriptions: Vec<Shift>,
    /// Couples that changed or are still open in the schools compared, by nature, then in the dossier's order; those
    /// still open, oldest first.
    pub changes: Vec<Change>,
    /// Schools that came, went or changed their name, by kind then by UAI.
    pub schools: Vec<SchoolChange>,
    /// How many months in a row each couple of each school has been open, this one included; 0 where it isn't. In the
    /// order of the dossier's schools and of their couples. Only months consolidated count.
    pub open_for: Vec<Vec<u8>>,
    /// Up to twelve months, this one the last; a month that wasn't consolidated is absent.
    pub series: Vec<Point>,
}

impl Evolution {
    /// Schools whose inventory counts in both months.
    pub fn compared(&self) -> u32 {
        self.total.schools
    }

    /// How many couples changed this way.
    pub fn number(&self, nature: Nature) -> u32 {
        self.changes.iter().filter(|change| change.nature == nature).count() as u32
    }

    /// How many schools changed this way.
    pub fn schools_of(&self, wanted: impl Fn(&SchoolEvent) -> bool) -> u32 {
        self.schools.iter().filter(|change| wanted(&change.event)).count() as u32
    }
}

/// The same couples, before and now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// Schools they belong to.
    pub schools: u32,
    /// Their states in the earlier month.
    pub before: Tally,
    /// Their states now.
    pub after: Tally,
}

impl Shift {
    /// By how many points a rate moved; `None` where one of the two has nothing to divide by.
    pub fn gap(&self, rate: impl Fn(&Tally) -> Rate) -> Option<f64> {
        points(rate(&self.before), rate(&self.after))
    }
}

/// From one rate to another, in points of percentage.
pub fn points(before: Rate, after: Rate) -> Option<f64> {
    Some((after.value()? - before.value()?) * 100.0)
}

/// How a couple changed, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// It was settled, and is open.
    Regression,
    /// It was open, and is settled.
    Progress,
    /// Open before and now, in another state.
    OtherState,
    /// Somebody else is responsible.
    Responsible,
    /// Somebody else is responsible, in another mode.
    ResponsibleAndMode,
    /// Another mode, where both months give one.
    Mode,
    /// From covered to not applicable, or back.
    Scope,
    /// Open before and now, and nothing changed.
    StillOpen,
}

impl Nature {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Regression,
        Self::Progress,
        Self::OtherState,
        Self::Responsible,
        Self::ResponsibleAndMode,
        Self::Mode,
        Self::Scope,
        Self::StillOpen,
    ];

    /// The word of the data files: `recul`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Regression => "recul",
            Self::Progress => "progres",
            Self::OtherState => "autre_etat",
            Self::Responsible => "responsable",
            Self::ResponsibleAndMode => "responsable_et_mode",
            Self::Mode => "mode",
            Self::Scope => "perimetre",
            Self::StillOpen => "toujours_ouvert",
        }
    }

    /// The words that readers see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Regression => "Recul",
            Self::Progress => "Progrès",
            Self::OtherState => "Toujours ouvert, autre état",
            Self::Responsible => "Responsable changé",
            Self::ResponsibleAndMode => "Responsable et mode changés",
            Self::Mode => "Mode changé",
            Self::Scope => "Objet changé",
            Self::StillOpen => "Toujours ouvert",
        }
    }

    /// What it means, for legends.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Regression => "le point était réglé (couvert ou sans objet) et ne l’est plus",
            Self::Progress => "le point était ouvert et il est réglé",
            Self::OtherState => "le point reste ouvert, mais son état a changé",
            Self::Responsible => "l’état est le même, l’entité responsable est une autre",
            Self::ResponsibleAndMode => "l’entité responsable et le mode sont autres",
            Self::Mode => "la même entité, mais le mode (internalisé, externalisé) est autre",
            Self::Scope => "couvert, puis déclaré sans objet, ou l’inverse",
            Self::StillOpen => "rien n’a bougé : le point attend toujours d’être réglé",
        }
    }
}

/// A couple compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How it changed.
    pub nature: Nature,
    /// Rank of the school among the dossier's.
    pub school: usize,
    /// Rank of the competence among the required ones.
    pub competence: usize,
    /// What it was.
    pub before: PastCouple,
    /// Consolidated months in a row: how long it has been open, this month included; for a [`Nature::Progress`], how
    /// long it had been. 0 where it was settled before and now.
    pub months: u8,
}

/// A school that came, went or changed its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolChange {
    /// Its UAI.
    pub uai: Uai,
    /// Its name now, or then if it is gone.
    pub name: Arc<str>,
    /// Its commune.
    pub commune: Arc<str>,
    /// Code of its département.
    pub departement: Arc<str>,
    /// Its circonscription.
    pub circonscription: Arc<str>,
    /// What happened.
    pub event: SchoolEvent,
}

/// What happened to a school.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchoolEvent {
    /// Its inventory counted, and none does now.
    NoLongerReturned,
    /// Its inventory counts, and none did.
    NewlyReturned,
    /// The registry lists it, and didn't.
    Entered {
        /// Whether its inventory counts.
        returned: bool,
    },
    /// The registry listed it, and doesn't any more.
    Left {
        /// Whether its inventory counted.
        returned: bool,
        /// Whether the registry tells it closed.
        closed: bool,
    },
    /// It bears another name.
    Renamed {
        /// The name it had.
        from: Arc<str>,
    },
}

impl SchoolEvent {
    /// The word of the data files: `entree`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NoLongerReturned => "ne_rend_plus",
            Self::NewlyReturned => "rend_de_nouveau",
            Self::Entered { .. } => "entree",
            Self::Left { closed: false, .. } => "sortie",
            Self::Left { closed: true, .. } => "fermee",
            Self::Renamed { .. } => "renommee",
        }
    }

    /// The words that readers see.
    pub fn label(&self) -> &'static str {
        match self {
            Self::NoLongerReturned => "École qui ne rend plus",
            Self::NewlyReturned => "École qui rend à présent",
            Self::Entered { .. } => "École entrée dans l’annuaire",
            Self::Left { closed: false, .. } => "École sortie de l’annuaire",
            Self::Left { closed: true, .. } => "École fermée",
            Self::Renamed { .. } => "École renommée",
        }
    }

    /// What one would see of it in the earlier month, and now: « rendue », « non rendue », « hors annuaire ».
    pub fn sides(&self) -> [&'static str; 2] {
        const RETURNED: &str = "Inventaire retenu";
        const MISSING: &str = "Sans inventaire";
        const OUTSIDE: &str = "Hors annuaire";
        let told = |returned: bool| if returned { RETURNED } else { MISSING };
        match self {
            Self::NoLongerReturned => [RETURNED, MISSING],
            Self::NewlyReturned => [MISSING, RETURNED],
            Self::Entered { returned } => [OUTSIDE, told(*returned)],
            Self::Left { returned, closed } => [told(*returned), if *closed { "Fermée" } else { OUTSIDE }],
            Self::Renamed { .. } => ["", ""],
        }
    }
}
