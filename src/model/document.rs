//! What was received: one [`Document`] each, and exactly one [`Verdict`].

use super::calendar::DateTime;

/// Rank of a document in the sorted list of what was received. Every order that a reader sees comes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// Something received: a file of the sources, or a part of an archive or a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Rank in path order.
    pub id: DocumentId,
    /// Path relative to the source given, with `/`; `!` stands before a part of an archive or a mail.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes in lower-case hexadecimal; empty if they could not be read.
    pub sha256: String,
    /// When the file was last changed, as its folder says. Disks lose it: the last of the dates to be believed.
    pub modified: Option<DateTime>,
    /// The mail that brought it.
    pub mail: Option<Mail>,
}

impl Document {
    /// The file's own name, without the folders, archives and mails around it. « Urgent !.xlsx » is one name: `!`
    /// stands before a part only after an archive's or a mail's ending.
    pub fn file_name(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        let part = name.rmatch_indices('!').find(|(index, _)| {
            let before = name[..*index].to_ascii_lowercase();
            [".zip", ".eml", ".mbox", ".msg"].iter().any(|ending| before.ends_with(ending))
        });
        part.map_or(name, |(index, _)| &name[index + 1..])
    }
}

/// What a mail says of the documents attached to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Address of the sender. Personal data: never in a log.
    pub sender: String,
    /// Subject.
    pub subject: String,
    /// When it was sent, local time of the sender.
    pub sent: Option<DateTime>,
}

/// What became of a document: exactly one of these (design § 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It counts.
    Retained,
    /// An older submission of the same school and month.
    Superseded,
    /// The same bytes as another document.
    Duplicate,
    /// Unreadable, or not attachable to a school; a finding says why.
    Rejected,
    /// Not an inventory: a `~$` twin, a signature image, an empty workbook.
    Ignored,
}

impl Verdict {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] =
        [Self::Retained, Self::Superseded, Self::Duplicate, Self::Rejected, Self::Ignored];

    /// The word of the data files: `retenu`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Retained => "retenu",
            Self::Superseded => "remplace",
            Self::Duplicate => "doublon",
            Self::Rejected => "rejete",
            Self::Ignored => "ignore",
        }
    }

    /// The word that readers see: « Retenu ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Retained => "Retenu",
            Self::Superseded => "Remplacé",
            Self::Duplicate => "Doublon",
            Self::Rejected => "Rejeté",
            Self::Ignored => "Ignoré",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_own_name() {
        for (path, name) in [
            ("inventaire.xlsx", "inventaire.xlsx"),
            ("depot/lot 1/Urgent !!.xlsx", "Urgent !!.xlsx"),
            ("courriels/x.eml!inventaire.zip!lot/retour.ods", "retour.ods"),
            ("Boîte.mbox!message 07.eml!À lire ! inventaire.xlsx", "À lire ! inventaire.xlsx"),
            ("x.EML!inventaire.xlsx", "inventaire.xlsx"),
        ] {
            let document = Document {
                id: DocumentId(0),
                path: path.to_owned(),
                size: 0,
                sha256: String::new(),
                modified: None,
                mail: None,
            };
            assert_eq!(document.file_name(), name, "{path}");
        }
    }
}
