//! The sheets: their order, their names, where their tables begin, and areas of their cells.

use crate::model::place::column_letters;

/// The sheets, in the order they are worked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sheet {
    /// What to settle first.
    Todo,
    /// Figures and charts.
    Summary,
    /// School × competence.
    Matrix,
    /// Territory × competence.
    Subtotals,
    /// Entity × competence.
    Entities,
    /// School × competence, with names.
    Holders,
    /// What third parties do.
    Services,
    /// Full-time equivalents and costs.
    Means,
    /// Findings.
    Anomalies,
    /// Received and missing.
    Returns,
    /// What moved since the month before.
    Evolution,
    /// Every assignment.
    Detail,
    /// Every document.
    Documents,
    /// Spellings of entities.
    Groupings,
    /// The rules.
    Rules,
    /// Legend and method.
    Readme,
}

impl Sheet {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 16] = [
        Self::Todo,
        Self::Summary,
        Self::Matrix,
        Self::Subtotals,
        Self::Entities,
        Self::Holders,
        Self::Services,
        Self::Means,
        Self::Anomalies,
        Self::Returns,
        Self::Evolution,
        Self::Detail,
        Self::Documents,
        Self::Groupings,
        Self::Rules,
        Self::Readme,
    ];

    /// What its tab says.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Todo => "À faire",
            Self::Summary => "Synthèse",
            Self::Matrix => "Matrice écoles",
            Self::Subtotals => "Matrice territoires",
            Self::Entities => "Matrice entités",
            Self::Holders => "Responsables",
            Self::Services => "Prestations",
            Self::Means => "Moyens",
            Self::Anomalies => "Anomalies",
            Self::Returns => "Retours",
            Self::Evolution => "Évolution",
            Self::Detail => "Détail",
            Self::Documents => "Documents",
            Self::Groupings => "Regroupements",
            Self::Rules => "Règles",
            Self::Readme => "Lisez-moi",
        }
    }

    /// The name of its table.
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Todo => "A_faire",
            Self::Summary => "Indicateurs",
            Self::Matrix => "Matrice",
            Self::Subtotals => "Territoires_competences",
            Self::Entities => "Entites",
            Self::Holders => "Responsables",
            Self::Services => "Prestations",
            Self::Means => "Moyens",
            Self::Anomalies => "Anomalies",
            Self::Returns => "Retours",
            Self::Evolution => "Evolution",
            Self::Detail => "Detail",
            Self::Documents => "Documents",
            Self::Groupings => "Regroupements",
            Self::Rules => "Regles",
            Self::Readme => "Lisez_moi",
        }
    }

    /// What one finds in it.
    pub(super) fn content(self) -> &'static str {
        match self {
            Self::Todo => "Ce qu’il faut trancher d’abord, et qui peut le faire",
            Self::Summary => "Indicateurs, graphiques et chiffres par territoire",
            Self::Matrix => "L’état de chaque compétence dans chaque école",
            Self::Subtotals => "La part couverte, par territoire et par compétence",
            Self::Entities => "Ce que chaque entité tient, et dans combien d’écoles",
            Self::Holders => "Qui tient chaque compétence dans chaque école",
            Self::Services => "Prestations de tiers, niveaux de service, échéances",
            Self::Means => "Temps de travail et coûts déclarés",
            Self::Anomalies => "Chaque constat : où, ce qui est lu, comment corriger",
            Self::Returns => "Écoles attendues : reçues, à renvoyer, manquantes",
            Self::Evolution => "Ce qui a bougé depuis le mois précédent, reculs d’abord",
            Self::Detail => "Chaque ligne lue et sa cellule (données personnelles)",
            Self::Documents => "Chaque document reçu, son verdict, son empreinte",
            Self::Groupings => "Les écritures réunies sous chaque entité",
            Self::Rules => "Les règles appliquées et comment corriger",
            Self::Readme => "Légende, méthode de calcul, sources",
        }
    }

    /// Row of its headers, from zero: below the title and the hint, and where there are some the lines of figures.
    pub(super) fn header_row(self) -> u32 {
        match self {
            Self::Todo => 4,
            Self::Matrix | Self::Means => 3,
            _ => 2,
        }
    }

    /// Whether its cells may name a person, unless names are taken out.
    pub(super) fn names_people(self) -> bool {
        matches!(self, Self::Anomalies | Self::Detail | Self::Groupings)
    }

    /// The link to a row of it, from zero.
    pub(super) fn address(self, row: u32) -> String {
        ["internal:", &self.place(row)].concat()
    }

    /// Where a row of it begins, from zero: « 'Matrice écoles'!A5 ».
    pub(super) fn place(self, row: u32) -> String {
        format!("'{}'!A{}", self.name(), row + 1)
    }

    /// The row of a line of its table, both from zero.
    pub(super) fn row_of(self, line: usize) -> u32 {
        self.header_row() + 1 + line as u32
    }
}

/// The cells of a table's columns, headers left out, from zero.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) first_row: u32,
    pub(super) first_column: u16,
    pub(super) last_row: u32,
    pub(super) last_column: u16,
}

impl Area {
    /// Its address, as a defined name takes it.
    pub(super) fn address(self, sheet: Sheet) -> String {
        let (first, last) =
            (column_letters(self.first_column.into()), column_letters(self.last_column.into()));
        format!("='{}'!${first}${}:${last}${}", sheet.name(), self.first_row + 1, self.last_row + 1)
    }
}
