//! The shapes in which schools answer, one file each. A shape says where every line lands, which the truth repeats.

mod blocks;
mod columns;
mod free;
mod list;
mod marks;
mod pieces;
mod table;
mod transposed;

use super::Desordre;
use super::answers::{Line, Voice};
use super::book::Sheet;
use super::quirks::Pen;
use super::rng::Rng;

/// A shape of form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forme {
    /// One row a competence.
    List,
    /// The same, with families as vertically merged cells.
    MergedFamilies,
    /// The same, with families as rows of their own.
    FamilyBands,
    /// The same, with a column a mode, to be ticked.
    TickedModes,
    /// The same, with a header of two rows and merged titles.
    TwoRowHeader,
    /// Two lists, one above the other.
    Stacked,
    /// Two lists, side by side.
    SideBySide,
    /// A list a family, each on its sheet.
    SheetPerFamily,
    /// Competences across.
    Transposed,
    /// Entities across, crosses where they answer.
    Crosses,
    /// Entities across, RACI letters.
    Raci,
    /// One block a competence.
    Blocks,
    /// Two titles a competence over one row of answers.
    Form,
    /// Competences across, a few in each band.
    Bands,
    /// Blocks side by side.
    Cards,
    /// A sheet a competence.
    SheetPerSkill,
    /// A line of text a competence.
    Lines,
}

impl Forme {
    /// Each shape: its name in the truth, its share of an ordinary campaign, its share of a hard lot.
    const SHARES: [(Self, &str, u32, u32); 17] = [
        (Self::List, "liste", 62, 36),
        (Self::MergedFamilies, "liste_familles_fusionnees", 14, 10),
        (Self::FamilyBands, "liste_familles_en_bandeaux", 8, 9),
        (Self::TickedModes, "liste_modes_coches", 4, 6),
        (Self::TwoRowHeader, "liste_entete_double", 2, 5),
        (Self::Stacked, "listes_superposees", 1, 5),
        (Self::SideBySide, "listes_cote_a_cote", 1, 5),
        (Self::SheetPerFamily, "feuille_par_famille", 1, 4),
        (Self::Transposed, "transposee", 2, 5),
        (Self::Crosses, "croise_croix", 3, 6),
        (Self::Raci, "croise_raci", 1, 5),
        (Self::Blocks, "blocs", 1, 4),
        (Self::Form, "formulaire_exporte", 0, 4),
        (Self::Bands, "bandes_de_competences", 0, 3),
        (Self::Cards, "fiches_cote_a_cote", 0, 3),
        (Self::SheetPerSkill, "feuille_par_competence", 0, 3),
        (Self::Lines, "lignes_de_texte", 0, 4),
    ];

    /// Draws one, as often as schools use it.
    pub(super) fn draw(desordre: Desordre, rng: &mut Rng) -> Self {
        rng.weighted(&Self::SHARES.map(|(forme, _, ordinary, hard)| match desordre {
            Desordre::Ordinaire => (ordinary, forme),
            Desordre::Fort => (hard, forme),
        }))
    }

    /// Its name in the truth.
    pub(super) fn id(self) -> &'static str {
        Self::SHARES.iter().find(|(forme, ..)| *forme == self).map_or("", |(_, id, ..)| id)
    }

    /// What it can say.
    pub(super) fn voice(self) -> Voice {
        if matches!(self, Self::Crosses | Self::Raci) { Voice::Marks } else { Voice::Words }
    }
}

/// What a shape is laid on: the sheets made so far, the last one being written, and where the table may begin.
pub(super) struct Stage<'a> {
    pub(super) sheets: Vec<Sheet>,
    pub(super) top: u32,
    pub(super) left: u16,
    pub(super) lines: &'a mut Vec<Line>,
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
        Forme::List
        | Forme::MergedFamilies
        | Forme::FamilyBands
        | Forme::TickedModes
        | Forme::TwoRowHeader => list::lay(forme, stage),
        Forme::Stacked => pieces::stacked(stage),
        Forme::SideBySide => pieces::side_by_side(stage),
        Forme::SheetPerFamily => pieces::sheets(stage),
        Forme::Transposed => transposed::lay(stage),
        Forme::Crosses | Forme::Raci => marks::lay(forme, stage),
        Forme::Blocks => blocks::lay(stage),
        Forme::Form => free::form(stage),
        Forme::Bands => free::bands(stage),
        Forme::Cards => free::cards(stage),
        Forme::SheetPerSkill => free::sheets(stage),
        Forme::Lines => free::lines(stage),
    }
}
