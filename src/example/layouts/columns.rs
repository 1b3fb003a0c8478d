//! The columns of a form: which ones, in which order, under which titles, and what a line puts in them.

use super::super::answers::Line;
use super::super::book::Value;
use super::super::labels::FAMILIES;
use super::super::quirks::{OTHER_HEADERS, Pen, SHUFFLED_COLUMNS, UNKNOWN_COLUMN};

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Number,
    Family,
    Skill,
    Responsible,
    Performers,
    Person,
    Fonction,
    Email,
    Phone,
    Mode,
    /// A column a mode, to be ticked.
    Tick(usize),
    Provider,
    Service,
    ServiceLevel,
    Kept,
    Level,
    Local,
    Documentation,
    Fte,
    Cost,
    Start,
    End,
    Comment,
    Unknown,
}

impl Field {
    /// Its titles: the one of the form first, then what people make of it.
    pub(super) fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Number => &["N°", "Num.", "n°"],
            Self::Family => &["Famille", "Domaine", "Bloc", "Thème", "Volet"],
            Self::Skill => &[
                "Compétence",
                "Compétences",
                "Compétences requises",
                "Compétence / fonction",
                "Fonction",
                "Mission",
                "Compétance",
                "Competence",
                "Intitulé de la compétence",
                "Compétence à couvrir",
            ],
            Self::Responsible => &[
                "Entité responsable",
                "Responsable",
                "Entité\nresponsable",
                "Entite resp",
                "Resp.",
                "Qui ?",
                "Qui s'en occupe ?",
                "Structure responsable",
                "Organisme responsable",
                "Acteur responsable",
                "Confiée à",
            ],
            Self::Performers => &["Réalisé par", "Intervenants", "Réalisateur(s)", "Qui réalise ?"],
            Self::Person => {
                &["Nom du contact", "Contact", "Interlocuteur", "Nom Prénom", "Personne à contacter"]
            }
            Self::Fonction => &["Fonction du contact", "Qualité", "Fonction de la personne", "Poste"],
            Self::Email => &["Courriel", "Mél", "E-mail", "Adresse mail", "Mail"],
            Self::Phone => &["Téléphone", "Tél.", "Tel", "N° de téléphone"],
            Self::Mode => &[
                "Interne / Externe",
                "Mode",
                "Mode de réalisation",
                "Int./Ext.",
                "Internalisé / externalisé",
                "Interne-Externe",
                "Internalisé ou externalisé",
            ],
            Self::Tick(0) => &["Internalisé", "Interne", "Int."],
            Self::Tick(1) => &["Externalisé", "Externe", "Ext."],
            Self::Tick(_) => &["Externalisé partiellement", "Partiel", "Ext. partiel"],
            Self::Provider => &["Prestataire", "Nom du prestataire", "Société", "Prestataire éventuel"],
            Self::Service => &["Type de prestation", "Nature de la prestation", "Prestation"],
            Self::ServiceLevel => &[
                "Niveau de service",
                "Niveau de service attendu",
                "Engagement de service",
                "Délais (GTI/GTR)",
            ],
            Self::Kept => &["Maintenu après déploiement", "À pérenniser", "Pérenne ?", "Après déploiement"],
            Self::Level => &["Niveau d'intervention", "Échelon", "Niveau (école, commune…)"],
            Self::Local => {
                &["Personne ressource locale", "Personne ressource", "Référent local", "Relais local"]
            }
            Self::Documentation => {
                &["Documentation disponible", "Doc. disponible", "Documents", "Support documentaire"]
            }
            Self::Fte => &["ETP", "Quotité", "Temps dédié", "Quotité (ETP)"],
            Self::Cost => &["Coût annuel", "Coût", "Coût / an (€)", "Montant annuel TTC"],
            Self::Start => &["Date de début", "Début", "Depuis le"],
            Self::End => &["Date de fin", "Fin", "Échéance", "Jusqu'au"],
            Self::Comment => &["Observations", "Commentaire", "Remarques", "Commentaires", "Précisions"],
            Self::Unknown => &["Visa", "Réservé DSDEN", "Suivi", "Bâtiment", "Vu le", "Code interne"],
        }
    }

    /// How wide it stands, in signs.
    pub(super) fn width(self) -> f64 {
        match self {
            Self::Skill => 38.0,
            Self::Responsible | Self::Comment | Self::Provider | Self::Performers => 28.0,
            Self::Number | Self::Tick(_) | Self::Fte => 9.0,
            _ => 17.0,
        }
    }

    /// What a line puts in it, the answer and its mode set apart.
    pub(super) fn value(self, line: &Line, rank: usize) -> Value {
        let details = &line.details;
        let text = |text: &str| Value::text(text);
        let or_blank = |value: &Option<Value>| value.clone().unwrap_or(Value::Blank);
        match self {
            Self::Number => Value::Number(rank as f64 + 1.0),
            Self::Family => text(FAMILIES[line.family][0]),
            Self::Skill => text(&line.label),
            Self::Performers => text(&details.performers),
            Self::Person => text(&details.person),
            Self::Fonction => text(&details.fonction),
            Self::Email => text(&details.email),
            Self::Phone => or_blank(&details.phone),
            Self::Provider => text(&details.provider),
            Self::Service => text(details.service),
            Self::ServiceLevel => text(details.service_level),
            Self::Kept => text(details.kept),
            Self::Level => text(details.level),
            Self::Local => text(&details.local),
            Self::Documentation => text(details.documentation),
            Self::Fte => or_blank(&details.fte),
            Self::Cost => or_blank(&details.cost),
            Self::Start => or_blank(&details.start),
            Self::End => or_blank(&details.end),
            Self::Comment => text(&details.comment),
            Self::Responsible | Self::Mode | Self::Tick(_) | Self::Unknown => Value::Blank,
        }
    }
}

/// A column and its title; `group` spans it with its neighbours in a header of two rows.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) field: Field,
    pub(super) title: String,
    pub(super) group: Option<&'static str>,
}

impl Column {
    /// A column under a title of this hand.
    pub(super) fn of(field: Field, pen: &mut Pen) -> Self {
        let title = pen.spelling(&OTHER_HEADERS, field.titles());
        Self { field, title: pen.scribble(title), group: None }
    }
}

/// The mode, in one column or in three to be ticked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ModeColumns {
    One,
    Ticked,
}

/// Columns that forms may ask for, in the form's order.
const OTHERS: [Field; 17] = [
    Field::Performers,
    Field::Person,
    Field::Fonction,
    Field::Email,
    Field::Phone,
    Field::Provider,
    Field::Service,
    Field::ServiceLevel,
    Field::Kept,
    Field::Level,
    Field::Local,
    Field::Documentation,
    Field::Fte,
    Field::Cost,
    Field::Start,
    Field::End,
    Field::Comment,
];

/// Draws the columns of a list: the ones that no list lacks, some of the others, in the form's order or in the
/// school's own.
pub(super) fn draw(modes: ModeColumns, family: bool, pen: &mut Pen) -> Vec<Column> {
    let mut fields = vec![Field::Skill, Field::Responsible];
    match modes {
        ModeColumns::One => fields.push(Field::Mode),
        ModeColumns::Ticked => fields.extend([Field::Tick(0), Field::Tick(1), Field::Tick(2)]),
    }
    // How much the form asks: a short one, an ordinary one, the whole of the fiche.
    let richness = pen.rng.weighted(&[(25, 15), (45, 45), (30, 85)]);
    for field in OTHERS {
        if pen.rng.chance(if field == Field::Comment { 70 } else { richness }) {
            fields.push(field);
        }
    }
    if pen.strikes(&UNKNOWN_COLUMN) {
        fields.push(Field::Unknown);
    }
    if pen.strikes(&SHUFFLED_COLUMNS) {
        pen.rng.shuffle(&mut fields);
        // Ticked modes are read as one column of three: nobody scatters them.
        if modes == ModeColumns::Ticked {
            fields.retain(|field| !matches!(field, Field::Tick(_)));
            fields.extend([Field::Tick(0), Field::Tick(1), Field::Tick(2)]);
        }
    }
    if family {
        fields.insert(0, Field::Family);
    }
    if pen.rng.chance(15) {
        fields.insert(0, Field::Number);
    }
    fields.into_iter().map(|field| Column::of(field, pen)).collect()
}
