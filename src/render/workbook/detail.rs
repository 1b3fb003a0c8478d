//! *Détail*: one line per assignment read, with the cell it was read in. The only sheet with personal data.

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::dossier::{AssignmentLine, Dossier, EntityId, HigherLine};
use crate::model::inventory::{Answer, Mention};
use crate::model::referential::Mode;

use super::cells::{Cell, Column, Kind};
use super::page::Draft;
use super::places::Places;
use super::sheets::Sheet;
use super::table::{Layout, Spec};

/// The most lines listed: a sheet of Excel ends at row 1,048,576.
const MOST_LINES: usize = 1_000_000;

/// Columns that print: what was answered and where. The others would make the page unreadable, and name people.
const PRINTED: usize = 14;

/// The column of the level, which stands only where territories answer too.
const LEVEL: usize = 1;

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.styles, draft.places);
    let mut columns = columns();
    // Where schools alone answer, a column that says so of each line is nothing but weight.
    let levels = !dossier.higher.is_empty();
    if !levels {
        columns.remove(LEVEL);
    }
    let mut lines: Vec<Line<'_>> = dossier.assignments.iter().map(Line::School).collect();
    lines.extend(dossier.higher.iter().map(Line::Higher));
    let listed = &lines[..lines.len().min(MOST_LINES)];
    let names = if dossier.nameless {
        "Noms de personnes, courriels, téléphones, commentaires et colonnes inconnues ont été retirés (--sans-noms)."
    } else {
        "Cette feuille nomme des personnes : ne la diffusez pas hors du groupe de travail."
    };
    let mut hint = format!(
        "Chaque ligne lue dans un inventaire retenu. {names} L’impression s’arrête à la colonne Cellule."
    );
    let left_out = lines.len() - listed.len();
    if left_out > 0 {
        let lines = french::counted(left_out as u64, "ligne n’a", "lignes n’ont");
        hint = format!("{lines} pas pu être écrites : une feuille n’en contient pas plus. {hint}");
    }
    draft.begin(Sheet::Detail, "Détail de ce qui a été lu", &hint)?;
    let spec = Spec {
        name: Sheet::Detail.table(),
        alt: "Réponses lues dans les inventaires, avec le document, la feuille et la cellule",
        top: Sheet::Detail.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row =
        draft.table(styles, &spec, listed.iter().map(|line| cells(dossier, places, *line, levels)))?;
    draft.frame(Sheet::Detail, 2, columns.len(), last_row)?;
    draft.print_columns(if levels { PRINTED } else { PRINTED - 1 }, last_row)
}

/// Those that print hold their texts whole, on as many lines as they take, and so do comments, which have several; the
/// others, on one, keep rows from growing.
fn columns() -> Vec<Column> {
    vec![
        Column::new("UAI", Kind::Code),
        Column::new("Niveau", Kind::Text).at_most(16),
        Column::new("École", Kind::Wrapped).at_most(26),
        Column::new("Circonscription", Kind::Wrapped).at_most(16),
        Column::new("Compétence", Kind::Wrapped).at_most(26),
        Column::new("Libellé lu", Kind::Wrapped).at_most(22),
        Column::new("Réponse lue", Kind::Wrapped).at_most(22),
        Column::new("Compris comme", Kind::Wrapped).at_most(14),
        Column::new("Entités responsables", Kind::Wrapped).at_most(26),
        Column::new("Réalisateurs", Kind::Wrapped).at_most(16),
        Column::new("Mode", Kind::Wrapped).at_most(13),
        Column::new("Document", Kind::Wrapped).at_most(25),
        Column::new("Feuille", Kind::Wrapped).at_most(11),
        Column::new("Cellule", Kind::Code),
        Column::new("Types d’entité", Kind::Text).at_most(26),
        Column::new("Prestataire", Kind::Text).at_most(24),
        Column::new("Type de prestation", Kind::Text).at_most(24),
        Column::new("Niveau de service", Kind::Text).at_most(24),
        Column::new("Conservée après déploiement", Kind::Text),
        Column::new("Niveau d’intervention", Kind::Text).at_most(20),
        Column::new("Documentation", Kind::Text).at_most(24),
        Column::new("ETP", Kind::Decimal),
        Column::new("Coût annuel", Kind::Money),
        Column::new("Début", Kind::Date),
        Column::new("Fin", Kind::Date),
        Column::new("Personne", Kind::Text).at_most(26),
        Column::new("Fonction", Kind::Text).at_most(24),
        Column::new("Courriel", Kind::Text).at_most(30),
        Column::new("Téléphone", Kind::Code).at_most(20),
        Column::new("Personne ressource locale", Kind::Text).at_most(26),
        Column::new("Commentaire", Kind::Wrapped).at_most(60),
        Column::new("Autres colonnes", Kind::Text),
    ]
}

/// A line of the sheet: a school's, or a territory's, after them all.
#[derive(Clone, Copy)]
enum Line<'d> {
    School(&'d AssignmentLine),
    Higher(&'d HigherLine),
}

/// Who answers: UAI, level, school or territory, circonscription.
fn head<'d>(places: &Places<'d>, line: Line<'d>) -> [Cell<'d>; 4] {
    match line {
        Line::School(line) => {
            let school = places.school(line.uai).map(|file| &*file.school);
            [
                Cell::text(line.uai.to_string()),
                Cell::text("École"),
                school.map_or(Cell::Blank, |school| Cell::text(&*school.name)),
                school.map_or(Cell::Blank, |school| Cell::text(&*school.circonscription)),
            ]
        }
        Line::Higher(line) => {
            [Cell::Blank, Cell::text(line.scope.level.label()), Cell::text(&*line.scope.name), Cell::Blank]
        }
    }
}

/// Entities that a territory's answer became, unless each school has its own.
const ENTITIES_NAMED: usize = 3;

fn cells<'d>(dossier: &'d Dossier, places: &Places<'d>, line: Line<'d>, levels: bool) -> Vec<Cell<'d>> {
    let (read, document, responsible, performers) = match line {
        Line::School(line) => {
            (&line.assignment, line.document, line.responsible.as_slice(), line.performers.as_slice())
        }
        Line::Higher(line) => (&line.assignment, line.document, line.responsible.as_slice(), &[][..]),
    };
    let by_school = matches!(line, Line::Higher(_)) && responsible.len() > ENTITIES_NAMED;
    let details = &read.details;
    let competence = read.competence.map(|id| dossier.referential.competence(id));
    let performers = match performers {
        // Nobody reconciled them: as written.
        [] => read.performers.iter().map(|Mention { written, .. }| written.as_str()).collect(),
        reconciled => names(dossier, reconciled),
    };
    let text = |text: &'d str| Cell::text(text);
    let date = |date: Option<_>| date.map_or(Cell::Blank, Cell::Date);
    let mut cells = Vec::with_capacity(32);
    cells.extend(head(places, line));
    cells.extend([
        competence.map_or(text("Hors référentiel"), |competence| {
            Cell::text(format!("{} {}", competence.code, competence.label))
        }),
        text(&read.label.value),
        text(&read.written),
        Cell::text(understood(&read.answer)),
        if by_school {
            Cell::text(format!("selon l’école ({} entités)", responsible.len()))
        } else {
            Cell::text(names(dossier, responsible).join(" | "))
        },
        Cell::text(performers.join(" | ")),
        text(read.mode.map_or("", Mode::label)),
        dossier.document(document).map_or(Cell::Blank, |line| text(&line.document.path)),
        text(&read.at.sheet),
        Cell::text(read.at.cell.to_string()),
        if by_school { Cell::Blank } else { Cell::text(types(dossier, responsible).join(" | ")) },
        text(&details.provider),
        text(&details.service),
        text(&details.service_level),
        Cell::yes_or_no(details.kept),
        text(&details.level),
        text(&details.documentation),
        Cell::number(details.fte),
        Cell::number(details.cost),
        date(details.start),
        date(details.end),
        text(&details.person),
        text(&details.fonction),
        text(&details.email),
        text(&details.phone),
        text(&details.local_person),
        text(&details.comment),
        Cell::text(others(&details.others)),
    ]);
    if !levels {
        cells.remove(LEVEL);
    }
    cells
}

/// What the program made of an answer.
fn understood(answer: &Answer) -> String {
    match answer {
        Answer::Blank => "sans réponse".to_owned(),
        Answer::Entities(mentions) => french::counted(mentions.len() as u64, "entité", "entités"),
        Answer::Nobody => "personne n’est responsable".to_owned(),
        Answer::ToDefine => "à définir".to_owned(),
        Answer::NotApplicable(None) => "sans objet".to_owned(),
        Answer::NotApplicable(Some(reason)) => format!("sans objet : {reason}"),
        Answer::Unreadable => "illisible".to_owned(),
    }
}

fn names<'d>(dossier: &'d Dossier, entities: &[EntityId]) -> Vec<&'d str> {
    entities.iter().map(|id| dossier.entity(*id).name.as_str()).collect()
}

fn types<'d>(dossier: &'d Dossier, entities: &[EntityId]) -> Vec<&'d str> {
    let kinds = entities.iter().map(|id| dossier.entity(*id).kind);
    kinds
        .map(|kind| kind.map_or("type inconnu", |id| dossier.referential.entity_type(id).label.as_str()))
        .collect()
}

/// The columns that no header tells: « Titre : valeur », separated by ` | `.
fn others(others: &[(String, String)]) -> String {
    let filled = others.iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(title, value)| format!("{title} : {value}")).collect::<Vec<_>>().join(" | ")
}
