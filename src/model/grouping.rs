//! Spellings of one entity: those met, how each was joined to the others, and what the configuration decides of them.

use super::referential::EntityTypeId;

/// The longest name or spelling that a configuration takes, in signs: longer ones name nothing.
pub const LONGEST: usize = 200;

/// What the configuration decides of some spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Line of the configuration where it begins, from 1.
    pub line: usize,
    /// What is decided.
    pub wish: Wish,
    /// Codes of the only académies it holds in; all if empty.
    pub academies: Vec<String>,
}

impl Grouping {
    /// The spellings it is about, as written in the configuration; the name where it only tells its type.
    pub fn spellings(&self) -> &[String] {
        match &self.wish {
            Wish::Join { name, spellings, .. } if spellings.is_empty() => std::slice::from_ref(name),
            Wish::Join { spellings, .. } | Wish::Split(spellings) => spellings,
        }
    }

    /// Whether it holds in the académie of a code.
    pub fn holds_in(&self, academie: &str) -> bool {
        self.academies.is_empty() || self.academies.iter().any(|code| code == academie)
    }
}

/// Joined or kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// One entity.
    Join {
        /// The name that documents print. A spelling too: what bears it already is joined.
        name: String,
        /// Its type, where the inventories aren't to tell it.
        kind: Option<EntityTypeId>,
        /// The spellings joined.
        spellings: Vec<String>,
    },
    /// Never two of them in one entity. The first keeps the spellings that nobody lists.
    Split(Vec<String>),
}

/// A spelling of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// As written.
    pub written: String,
    /// How often.
    pub count: u32,
    /// In how many schools.
    pub schools: u32,
    /// What made it this entity.
    pub join: Join,
}

/// What made a spelling an entity's, from the surest reason to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Join {
    /// The configuration says so.
    Forced,
    /// The same name: case, accents, legal form and words of its type apart.
    SameName,
    /// Only a type is written: the school's own territory tells the rest.
    OfSchool,
    /// Its département's number stands for the name.
    OfNumber,
    /// The same words in another order.
    OtherOrder,
    /// An abbreviation or a part of the name.
    Abbreviation,
    /// The same name without its type, which one entity alone bears.
    WithoutType,
    /// A slip of the pen.
    Misspelling,
}

impl Join {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Forced,
        Self::SameName,
        Self::OfSchool,
        Self::OfNumber,
        Self::OtherOrder,
        Self::Abbreviation,
        Self::WithoutType,
        Self::Misspelling,
    ];

    /// The words that readers see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Forced => "Configuration",
            Self::SameName => "Même nom",
            Self::OfSchool => "Territoire de l’école",
            Self::OfNumber => "Numéro du département",
            Self::OtherOrder => "Ordre des mots",
            Self::Abbreviation => "Abréviation",
            Self::WithoutType => "Type non écrit",
            Self::Misspelling => "Faute de frappe",
        }
    }

    /// What it means, for legends.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Forced => "la configuration (maillage.toml) réunit cette écriture à l’entité",
            Self::SameName => {
                "le même nom, à la casse, aux accents, à la forme juridique ou aux mots de son type près"
            }
            Self::OfSchool => {
                "seul le type est écrit (« la mairie ») : la commune ou le territoire de l’école le complète"
            }
            Self::OfNumber => "le numéro du département tient lieu de son nom",
            Self::OtherOrder => "les mêmes mots, dans un autre ordre",
            Self::Abbreviation => "une abréviation ou une partie du nom",
            Self::WithoutType => "le même nom sans son type, qu’une seule entité porte",
            Self::Misspelling => "une lettre ou un espace de différence avec un nom bien plus fréquent",
        }
    }

    /// Whether it may err, so that whoever reads must be told.
    pub fn is_uncertain(self) -> bool {
        self >= Self::OtherOrder
    }
}
