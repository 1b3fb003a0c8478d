//! *Matrice territoires*: the subtotals of *Matrice écoles*, one line for each territory, which follow its cells when
//! someone corrects them.

use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, ConditionalFormatType, XlsxError};

use crate::french;
use crate::model::dossier::{State, Territory};
use crate::model::place::column_letters;

use super::cells::{Cell, Column, Kind};
use super::matrix;
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};

/// Columns that tell the territory, before the competences.
const TERRITORY_COLUMNS: u16 = 4;
/// The column of a territory's département.
const DEPARTEMENT: u16 = 1;
/// The column of its name.
const NAME: u16 = 2;

/// How far a territory reaches.
#[derive(Clone, Copy)]
enum Level {
    Academie,
    Departement,
    Circonscription,
}

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.compact);
    let required = dossier.required();
    let mut columns = vec![
        Column::new("Niveau", Kind::Wrapped).at_most(12),
        Column::new("Département", Kind::Code),
        Column::new("Territoire", Kind::Wrapped).at_most(14),
        Column::new("Écoles ayant répondu", Kind::Count),
    ];
    columns.extend(required.iter().map(|id| {
        let competence = dossier.referential.competence(*id);
        Column::new(&format!("{} {}", competence.code, competence.label), Kind::Rate).at_most(9)
    }));
    columns.push(Column::new("Toutes", Kind::Rate));

    let hint = "Part des écoles ayant répondu où la compétence a une seule entité responsable, comptée dans « Matrice écoles » : \
                une cellule corrigée là-bas change les nombres et les taux ici. Sous 5 écoles ayant répondu, pas de taux.";
    draft.begin(Sheet::Subtotals, "Couverture par territoire et par compétence", hint)?;
    let schools = matrix::area(dossier);
    let territories: Vec<(Level, &Territory)> = std::iter::once((Level::Academie, &dossier.total))
        .chain(dossier.departements.iter().map(|one| (Level::Departement, one)))
        .chain(dossier.circonscriptions.iter().map(|one| (Level::Circonscription, one)))
        .collect();
    let rows = territories.iter().enumerate().map(|(line, (level, territory))| {
        let row = Sheet::Subtotals.row_of(line);
        let few = territory.answered() < french::FEWEST_SCHOOLS;
        let counting = Counting::new(*level, row, schools);
        let answered = format!("${}{}", column_letters(u32::from(TERRITORY_COLUMNS) - 1), row + 1);
        let counted = |formula: String, rate| matrix::rate_cell(&answered, &formula, rate, few);
        let mut cells = head(*level, territory);
        cells.push(Cell::Formula(counting.answered(), territory.answered().into()));
        let competences = territory.by_competence.iter().zip(schools.first_column..);
        cells.extend(
            competences.map(|(tally, column)| counted(counting.of_competence(column), tally.coverage())),
        );
        cells.push(counted(counting.of_all(), territory.tally.coverage()));
        cells
    });
    let spec = Spec {
        name: Sheet::Subtotals.table(),
        alt: "Couverture de chaque compétence requise dans chaque territoire",
        top: Sheet::Subtotals.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    let scale = ConditionalFormat2ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 1)
        .set_minimum_color(Color::White)
        .set_maximum_color(Color::RGB(0x8F_C1_A9));
    draft.worksheet().add_conditional_format(
        spec.top + 1,
        TERRITORY_COLUMNS,
        last_row,
        TERRITORY_COLUMNS + required.len() as u16,
        &scale,
    )?;
    draft.frame(Sheet::Subtotals, 3, columns.len(), last_row)
}

fn head(level: Level, territory: &Territory) -> Vec<Cell<'_>> {
    let (told, departement, name) = match level {
        Level::Academie => ("Académie", "", "Ensemble de l’académie"),
        Level::Departement => ("Département", territory.code.as_str(), territory.name.as_str()),
        Level::Circonscription => {
            ("Circonscription", territory.departement.as_str(), territory.name.as_str())
        }
    };
    vec![Cell::text(told), Cell::text(departement), Cell::text(name)]
}

/// What to count in *Matrice écoles*: its schools that lie in the territory of a row. Names are only ever looked up in
/// their cells: a name of a file is no part of a formula.
struct Counting {
    schools: Area,
    /// The criteria that tell the territory, each with the comma before it; none for the whole académie.
    of_territory: String,
}

impl Counting {
    fn new(level: Level, row: u32, schools: Area) -> Self {
        let mut counting = Self { schools, of_territory: String::new() };
        let here = |column: u16| format!("${}{}", column_letters(column.into()), row + 1);
        if !matches!(level, Level::Academie) {
            let code = format!(",{},{}", counting.column(matrix::DEPARTEMENT), here(DEPARTEMENT));
            counting.of_territory.push_str(&code);
        }
        if matches!(level, Level::Circonscription) {
            // A blank criterion looks for zero; an empty text, for blanks.
            let name = format!(",{},{}&\"\"", counting.column(matrix::CIRCONSCRIPTION), here(NAME));
            counting.of_territory.push_str(&name);
        }
        counting
    }

    fn column(&self, column: u16) -> String {
        let (letters, area) = (column_letters(column.into()), self.schools);
        let (first, last) = (area.first_row + 1, area.last_row + 1);
        format!("'{}'!${letters}${first}:${letters}${last}", Sheet::Matrix.name())
    }

    /// Schools whose cell of a column holds such a text.
    fn schools_with(&self, column: u16, text: &str) -> String {
        format!("COUNTIFS({},\"{text}\"{})", self.column(column), self.of_territory)
    }

    /// Schools of the territory that answered, as their returned couples tell.
    fn answered(&self) -> String {
        format!("={}", self.schools_with(self.schools.last_column + matrix::RETURNED, ">0"))
    }

    /// Covered ÷ to cover, for a competence.
    fn of_competence(&self, column: u16) -> String {
        let with = |state: State| self.schools_with(column, &format!("*{}*", state.label()));
        format!(
            "{}/({}-{}-{})",
            with(State::Covered),
            self.schools_with(column, "*"),
            with(State::NotApplicable),
            with(State::NotReturned)
        )
    }

    /// The same for all of them, from the counts of each school that answered.
    fn of_all(&self) -> String {
        let last = self.schools.last_column;
        let sum = |column| {
            let returned = self.column(last + matrix::RETURNED);
            format!("SUMIFS({},{returned},\">0\"{})", self.column(column), self.of_territory)
        };
        format!("{}/{}", sum(last + 1), sum(last + 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::indicator::Rate;

    #[test]
    fn a_rate_counts_the_schools_of_its_territory_in_the_matrix() {
        let schools = Area { first_row: 4, first_column: 5, last_row: 6, last_column: 18 };
        let circonscription = Counting::new(Level::Circonscription, 9, schools);
        let of = |state: &str| {
            format!(
                "COUNTIFS('Matrice écoles'!$G$5:$G$7,\"*{state}*\",'Matrice écoles'!$D$5:$D$7,$B10,\
                 'Matrice écoles'!$E$5:$E$7,$C10&\"\")"
            )
        };
        let all = of("").replace("**", "*");
        assert_eq!(
            circonscription.of_competence(6),
            format!("{}/({all}-{}-{})", of("Couverte"), of("Sans objet"), of("Non rendue"))
        );
        let academie = Counting::new(Level::Academie, 3, schools);
        assert_eq!(
            academie.of_all(),
            "SUMIFS('Matrice écoles'!$T$5:$T$7,'Matrice écoles'!$V$5:$V$7,\">0\")/\
             SUMIFS('Matrice écoles'!$U$5:$U$7,'Matrice écoles'!$V$5:$V$7,\">0\")"
        );
        assert_eq!(academie.answered(), "=COUNTIFS('Matrice écoles'!$V$5:$V$7,\">0\")");
        let rate = matrix::rate_cell("$D10", "A1/B1", Rate::new(0, 0), false);
        let Cell::Worded(formula, shown) = rate else { panic!("nothing to divide by") };
        assert_eq!((&*formula, shown), ("=IF($D10<5,\"< 5 écoles\",IFERROR(A1/B1,\"\"))", ""));
    }
}
