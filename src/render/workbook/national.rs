//! The workbook over all académies of a run: one line each, to compare, and what belongs to none.

use rust_xlsxwriter::{
    Color, ConditionalFormat2ColorScale, ConditionalFormatType, Url, Workbook, Worksheet, XlsxError,
};

use crate::french;
use crate::model::document::Verdict;
use crate::model::dossier::{Batch, State, Territory, Unattached};
use crate::model::fiche::Figure;
use crate::model::finding::Severity;
use crate::model::indicator::Rate;
use crate::model::overview::{Counts, Overview};
use crate::model::place::column_letters;
use crate::render::comparison::Comparison;
use crate::render::{Names, labels};

use super::cells::{Cell, Column, Kind};
use super::documents::Reasons;
use super::page::{self, Heading};
use super::safe;
use super::styles::Styles;
use super::summary::{NO_REGISTRY, percentage};
use super::table::{self, Layout, Spec};
use super::{COMPRESSION, WorkbookError};

/// What the sheets speak of.
const WHO: &str = "Ensemble des académies";
/// What is of no académie.
const WITHOUT: &str = "Sans académie";
/// Row of every table's headers, from zero.
const TOP: u32 = 2;

/// The national workbook of a run over several académies, as the bytes of an `.xlsx` file; `None` for a single one.
/// The same batch gives the same bytes.
///
/// # Errors
/// [`WorkbookError`] where the workbook can't be assembled; no content of a batch leads there.
pub fn national(batch: &Batch<Overview>) -> Result<Option<Vec<u8>>, WorkbookError> {
    let Some(comparison) = Comparison::of(batch) else { return Ok(None) };
    let Some(first) = batch.dossiers.first() else { return Ok(None) };
    let heading = Heading { who: WHO.to_owned(), stamp: &first.stamp };
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    workbook.set_properties(&page::properties(&heading)?);
    let styles = Styles::new();
    let mut book = Book { workbook: &mut workbook, heading, styles: &styles, dossiers: &batch.dossiers };
    academies(&mut book, &comparison, &batch.apart())?;
    competences(&mut book, &comparison.whole)?;
    fiche(&mut book, &comparison.whole)?;
    detail(&mut book)?;
    without_academie(&mut book, batch.unattached())?;
    Ok(Some(workbook.save_to_buffer()?))
}

/// The workbook and what each of its sheets is made of.
struct Book<'b> {
    workbook: &'b mut Workbook,
    heading: Heading<'b>,
    styles: &'b Styles,
    dossiers: &'b [Overview],
}

/// A sheet and its one table.
struct Plan<'a> {
    name: &'a str,
    table: &'a str,
    title: &'a str,
    hint: &'a str,
    alt: &'a str,
    frozen: u16,
}

impl Book<'_> {
    fn sheet<'a, R>(
        &mut self,
        plan: &Plan<'_>,
        columns: &[Column],
        rows: R,
    ) -> Result<&mut Worksheet, XlsxError>
    where
        R: ExactSizeIterator,
        R::Item: IntoIterator<Item = Cell<'a>>,
    {
        let (last, letters) = (TOP + 1 + rows.len().max(1) as u32, column_letters(columns.len() as u32 - 1));
        let range = format!("='{}'!$A${}:${letters}${last}", plan.name, TOP + 2);
        self.workbook.define_name(format!("Donnees_{}", plan.table), &range)?;
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(plan.name)?;
        page::head(sheet, self.styles, &self.heading, plan.title, (None, plan.hint))?;
        let (name, alt) = (plan.table, plan.alt);
        let spec = Spec { name, alt, top: TOP, left: 0, columns, layout: Layout::Alone };
        let last_row = table::write(sheet, self.styles, &spec, rows)?;
        sheet.set_freeze_panes(TOP + 1, plan.frozen)?;
        sheet.set_repeat_rows(TOP, TOP)?;
        sheet.set_print_area(0, 0, last_row, columns.len() as u16 - 1)?;
        Ok(sheet)
    }
}

/// Whether percentages of so few schools would mislead.
fn is_few(territory: &Territory) -> bool {
    territory.answered() < french::FEWEST_SCHOOLS
}

/// `apart`: the documents and findings of no académie, which the whole counts and a line of their own tells.
fn academies(book: &mut Book<'_>, comparison: &Comparison<'_>, apart: &Counts) -> Result<(), XlsxError> {
    let columns = [
        Column::new("Académie", Kind::Text),
        Column::new("Écoles attendues", Kind::Count),
        Column::new("Dont ayant répondu", Kind::Count),
        Column::new("Taux de retour", Kind::Rate),
        Column::new("Couvertes", Kind::Count),
        Column::new("À couvrir", Kind::Count),
        Column::new("Couverture", Kind::Rate),
        Column::new("À couvrir, toutes écoles attendues", Kind::Count),
        Column::new("Couverture, toutes écoles attendues", Kind::Rate),
        Column::new("Partagées", Kind::Count),
        Column::new("Orphelines", Kind::Count),
        Column::new("À définir", Kind::Count),
        Column::new("Non étudiées", Kind::Count),
        Column::new("Documents reçus", Kind::Count),
        Column::new("Retenus", Kind::Count),
        Column::new("Remplacés", Kind::Count),
        Column::new("Doublons", Kind::Count),
        Column::new("Rejetés", Kind::Count),
        Column::new("Ignorés", Kind::Count),
        Column::new("Anomalies bloquantes", Kind::Count),
    ];
    let dossiers = book.dossiers;
    let plan = Plan {
        name: "Académies",
        table: "Academies",
        title: "Comparaison des académies",
        hint: "Une ligne par académie ; son nom ouvre son classeur, tant que ce fichier reste dans le dossier du mois. \
               Définitions : feuille Lisez-moi de chaque classeur. L’ensemble compte aussi les documents de la feuille \
               « Sans académie ».",
        alt: "Retour, couverture, documents et anomalies de chaque académie",
        frozen: 1,
    };
    let mut counts = comparison.counts;
    counts.add(apart);
    let mut rows: Vec<Vec<Cell<'_>>> = std::iter::once(academie_row(WHO, &comparison.whole, &counts))
        .chain(
            comparison.academies.iter().map(|one| academie_row(&one.academie.name, &one.total, &one.counts)),
        )
        .collect();
    if *apart != Counts::default() {
        let mut cells = vec![Cell::text(WITHOUT)];
        cells.resize_with(columns.len() - OF_DOCUMENTS, || Cell::Blank);
        cells.extend(of_documents(apart));
        rows.push(cells);
    }
    let styles = book.styles;
    let sheet = book.sheet(&plan, &columns, rows.into_iter())?;
    for (dossier, row) in dossiers.iter().zip(TOP + 2..) {
        let url = Url::new(format!("file:///{}", Names::of(&dossier.academie, dossier.stamp.month).workbook))
            .set_text(safe::text(&dossier.academie.name));
        sheet.write_url_with_format(row, 0, &url, &styles.link)?;
    }
    Ok(())
}

fn academie_row<'a>(name: &'a str, territory: &Territory, counts: &Counts) -> Vec<Cell<'a>> {
    let (few, tally) = (is_few(territory), &territory.tally);
    let coverage = tally.coverage();
    let mut cells = vec![Cell::text(name)];
    let returned = territory.return_rate();
    cells.push(returned.map_or(Cell::Blank, |rate| Cell::count(rate.denominator)));
    cells.push(Cell::count(returned.map_or(territory.answered(), |rate| rate.numerator)));
    let rate_or_none = |rate: Option<Rate>| {
        rate.map_or(Cell::text(NO_REGISTRY), |rate| {
            percentage(rate, rate.denominator < french::FEWEST_SCHOOLS)
        })
    };
    cells.push(rate_or_none(returned));
    cells.extend([
        Cell::count(coverage.numerator),
        Cell::count(coverage.denominator),
        percentage(coverage, few),
    ]);
    if returned.is_some() {
        let of_all = tally.coverage_of_expected();
        cells.extend([Cell::count(of_all.denominator), percentage(of_all, few)]);
    } else {
        cells.extend([Cell::Blank, Cell::text(NO_REGISTRY)]);
    }
    cells.extend(
        [State::Shared, State::Orphan, State::ToDefine, State::NotStudied]
            .map(|state| Cell::count(tally.of(state))),
    );
    cells.extend(of_documents(counts));
    cells
}

/// Columns that tell documents and findings.
const OF_DOCUMENTS: usize = 7;

/// Documents received, then by verdict, and blocking findings.
fn of_documents(counts: &Counts) -> [Cell<'static>; OF_DOCUMENTS] {
    [
        Cell::count(counts.received()),
        Cell::count(counts.with(Verdict::Retained)),
        Cell::count(counts.with(Verdict::Superseded)),
        Cell::count(counts.with(Verdict::Duplicate)),
        Cell::count(counts.with(Verdict::Rejected)),
        Cell::count(counts.with(Verdict::Ignored)),
        Cell::count(counts.findings(Severity::Blocking)),
    ]
}

/// Coverage of each competence in each académie, darker where it is higher.
fn competences(book: &mut Book<'_>, whole: &Territory) -> Result<(), XlsxError> {
    let dossiers = book.dossiers;
    let referential = &dossiers[0].referential;
    let mut columns = vec![Column::new("Académie", Kind::Text)];
    columns.extend(referential.required().map(|id| {
        let competence = referential.competence(id);
        Column::new(&format!("{} {}", competence.code, competence.label), Kind::Rate).at_most(14)
    }));
    let row = |name, territory: &Territory| {
        let few = is_few(territory);
        let mut cells = vec![Cell::text(name)];
        cells.extend(territory.by_competence.iter().map(|tally| percentage(tally.coverage(), few)));
        cells
    };
    let rows: Vec<Vec<Cell<'_>>> = std::iter::once(row(WHO, whole))
        .chain(dossiers.iter().map(|dossier| row(dossier.academie.name.as_str(), &dossier.total)))
        .collect();
    let plan = Plan {
        name: "Compétences",
        table: "Competences",
        title: "Couverture de chaque compétence",
        hint: "Part des écoles ayant répondu où la compétence a une seule entité responsable ; plus la case est foncée, plus \
               la couverture est forte. Nombres : feuille Détail.",
        alt: "Couverture de chaque compétence requise dans chaque académie",
        frozen: 1,
    };
    let last_row = TOP + rows.len() as u32;
    let last_column = columns.len() as u16 - 1;
    let sheet = book.sheet(&plan, &columns, rows.into_iter())?;
    if last_column > 0 {
        let scale = ConditionalFormat2ColorScale::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_minimum_color(Color::White)
            .set_maximum_color(Color::RGB(0x8F_C1_A9));
        sheet.add_conditional_format(TOP + 1, 1, last_row, last_column, &scale)?;
    }
    Ok(())
}

/// The fiche's questions and factors, one figure a column.
fn fiche(book: &mut Book<'_>, whole: &Territory) -> Result<(), XlsxError> {
    let dossiers = book.dossiers;
    let mut columns = vec![Column::new("Académie", Kind::Text)];
    columns.extend(Figure::ALL.map(|figure| Column::new(figure.label(), Kind::Rate).at_most(20)));
    let row = |name, territory: &Territory| {
        let few = is_few(territory);
        let mut cells = vec![Cell::text(name)];
        cells.extend(Figure::ALL.map(|figure| percentage(territory.fiche.of(figure), few)));
        cells
    };
    let rows: Vec<Vec<Cell<'_>>> = std::iter::once(row(WHO, whole))
        .chain(dossiers.iter().map(|dossier| row(dossier.academie.name.as_str(), &dossier.total)))
        .collect();
    let plan = Plan {
        name: "Fiche",
        table: "Fiche",
        title: "Les quatre questions et les cinq facteurs de réussite de la fiche",
        hint: "Les nombres sont dans la Synthèse de chaque classeur, les définitions dans sa feuille Lisez-moi.",
        alt: "Chiffres qui répondent aux questions de la fiche, par académie",
        frozen: 1,
    };
    book.sheet(&plan, &columns, rows.into_iter())?;
    Ok(())
}

/// One line per académie and competence, with every count: what the rates come from.
fn detail(book: &mut Book<'_>) -> Result<(), XlsxError> {
    let dossiers = book.dossiers;
    let mut columns = vec![
        Column::new("Académie", Kind::Text),
        Column::new("Compétence", Kind::Text).at_most(54),
        Column::new("À couvrir", Kind::Count),
        Column::new("Couverture", Kind::Rate),
    ];
    columns.extend(State::ALL.map(|state| Column::new(&labels::capitalised(state.label()), Kind::Count)));
    let rows: Vec<Vec<Cell<'_>>> = dossiers
        .iter()
        .flat_map(|dossier| {
            let few = is_few(&dossier.total);
            dossier.referential.required().zip(&dossier.total.by_competence).map(move |(id, tally)| {
                let competence = dossier.referential.competence(id);
                let mut cells = vec![
                    Cell::text(dossier.academie.name.as_str()),
                    Cell::text(format!("{} {}", competence.code, competence.label)),
                    Cell::count(tally.coverage().denominator),
                    percentage(tally.coverage(), few),
                ];
                cells.extend(State::ALL.map(|state| Cell::count(tally.of(state))));
                cells
            })
        })
        .collect();
    let plan = Plan {
        name: "Détail",
        table: "Detail",
        title: "Nombre d’écoles dans chaque état",
        hint: "Une ligne par académie et par compétence requise : filtrez, ou insérez un tableau croisé dynamique.",
        alt: "Nombre d’écoles dans chaque état, par académie et par compétence",
        frozen: 2,
    };
    book.sheet(&plan, &columns, rows.into_iter())?;
    Ok(())
}

/// What no workbook of an académie lists.
fn without_academie(book: &mut Book<'_>, unattached: Unattached<'_>) -> Result<(), XlsxError> {
    let mut columns = Reasons::columns();
    columns.extend([
        Column::new("Taille (octets)", Kind::Count),
        Column::new("Reçu par courriel le", Kind::Instant),
        Column::new("Empreinte SHA-256", Kind::Code),
    ]);
    let plan = Plan {
        name: WITHOUT,
        table: "Sans_academie",
        title: "Documents qu’aucune académie ne compte",
        hint: "Aucun de ces documents n’a pu être rattaché à une école : ils ne comptent dans aucun classeur.",
        alt: "Documents reçus qui n’ont pu être rattachés à aucune école, avec leur motif",
        frozen: 1,
    };
    let rules = &book.dossiers[0].rules;
    let reasons = Reasons::new(unattached.findings.iter());
    let rows = unattached.documents.iter().map(|line| {
        let mut cells = reasons.told(line, rules).into_iter().collect::<Vec<_>>();
        let document = &line.document;
        cells.extend([
            Cell::Number(document.size as f64),
            document.mail.as_ref().and_then(|mail| mail.sent).map_or(Cell::Blank, Cell::Instant),
            Cell::text(&*document.sha256),
        ]);
        cells
    });
    book.sheet(&plan, &columns, rows)?;
    Ok(())
}
