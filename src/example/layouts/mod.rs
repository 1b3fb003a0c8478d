//! The shapes in which schools answer, one file each. A shape says where every line lands, which the truth repeats.

mod columns;
mod list;
mod table;

use super::Desordre;
use super::answers::{Line, Voice};
use super::book::Sheet;
use super::quirks::Pen;
use super::rng::Rng;
use super::territory::Site;

/// A shape of form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forme {
    /// One row a competence.
    List,
    /// The same, with families as vertically merged cells.
    MergedFamilies,
    /// The same, with families as rows of their own.
    FamilyBands,
}

impl Forme {
    /// Draws one, as often as schools use it.
    pub(super) fn draw(desordre: Desordre, rng: &mut Rng) -> Self {
        let shares: &[(u32, Self)] = match desordre {
            Desordre::Ordinaire => &[(62, Self::List), (15, Self::MergedFamilies), (8, Self::FamilyBands)],
            Desordre::Fort => &[(40, Self::List), (10, Self::MergedFamilies), (10, Self::FamilyBands)],
        };
        rng.weighted(shares)
    }

    /// Its name in the truth.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::List => "liste",
            Self::MergedFamilies => "liste_familles_fusionnees",
            Self::FamilyBands => "liste_familles_en_bandeaux",
        }
    }

    /// What it can say.
    pub(super) fn voice(self) -> Voice {
        Voice::Words
    }
}

/// What a shape is laid on: the sheets made so far, the last one being written, and where the table may begin.
pub(super) struct Stage<'a> {
    pub(super) sheets: Vec<Sheet>,
    pub(super) top: u32,
    pub(super) left: u16,
    pub(super) lines: &'a mut Vec<Line>,
    pub(super) site: Site<'a>,
    pub(super) pen: &'a mut Pen,
}

/// Where a line landed, one-based as a spreadsheet shows it, and what else stands there.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) sheet: String,
    pub(super) row: Option<u32>,
    pub(super) column: Option<String>,
    pub(super) kept: Option<bool>,
    pub(super) service_level: Option<&'static str>,
}

impl Place {
    fn row(sheet: &Sheet, row: u32) -> Self {
        Self { sheet: sheet.name.clone(), row: Some(row + 1), ..Self::default() }
    }
}

/// Lays the answers in a shape; returns where each line landed.
pub(super) fn lay(forme: Forme, stage: &mut Stage) -> Vec<Place> {
    match forme {
        Forme::List | Forme::MergedFamilies | Forme::FamilyBands => list::lay(forme, stage),
    }
}
