//! The report over several académies: what matters, a line each, then each competence and each figure of the fiche side
//! by side. The figures are those of the national workbook.

mod pages;
mod sentences;

use crate::french::{count, counted};
use crate::model::calendar::day_in_french;
use crate::model::document::Verdict;
use crate::model::dossier::Batch;
use crate::model::overview::Overview;
use crate::render::NATIONAL;
use crate::render::comparison::Comparison;

use super::display::{About, Book};
use super::page::Flow;
use super::sections::{self, cover};
use super::{ReportError, emit, typeset};

/// Title of the report, and name of what it is about.
const TITLE: &str = "Comparaison des académies";
/// Under its title.
const SUBTITLE: &str = "Qui répond de chaque compétence du projet, académie par académie";

/// Writes the report over the académies of a run: tagged (PDF/UA-1), made to be kept (PDF/A-2a), the same bytes for the
/// same run; `None` for a single académie.
///
/// # Errors
/// [`ReportError`], which nothing in a run can cause.
pub fn national(batch: &Batch<Overview>) -> Result<Option<Vec<u8>>, ReportError> {
    let Some(comparison) = Comparison::of(batch) else { return Ok(None) };
    let Some(first) = batch.dossiers.first() else { return Ok(None) };
    emit::pdf(&book(&comparison, first, batch.unattached.len())?).map(Some)
}

/// The whole document, set and not yet written. The referential and the stamp are the same for all: the first dossier's.
pub(super) fn book(
    comparison: &Comparison<'_>,
    first: &Overview,
    unattached: usize,
) -> Result<Book, ReportError> {
    let fonts = typeset::Fonts::load()?;
    let stamp = &first.stamp;
    let about = About {
        title: format!("{TITLE}, projet ENT du premier degré, {}", stamp.month.in_french()),
        subject: format!(
            "Rapport national, {}, produit le {}",
            stamp.status.label(),
            day_in_french(stamp.date)
        ),
        author: "Maillage".to_owned(),
        creator: format!("Maillage {}", stamp.version),
        date: stamp.date.to_string(),
    };
    let (mut flow, node) = Flow::new(about, fonts);
    pages::set(&mut flow, comparison, first);
    let front = cover::Front {
        stamp,
        name: TITLE.to_owned(),
        subtitle: SUBTITLE,
        rows: perimeter(comparison, first, unattached),
    };
    cover::lay(&mut flow, node, &front);
    sections::running(&mut flow, stamp, &TITLE.to_lowercase(), &first.referential);
    Ok(flow.book)
}

/// What the report is about.
fn perimeter(
    comparison: &Comparison<'_>,
    first: &Overview,
    unattached: usize,
) -> Vec<(&'static str, String)> {
    let names: Vec<String> =
        pages::by_name(comparison).iter().map(|line| typeset::typographic(&line.academie.name)).collect();
    let counts = &comparison.counts;
    let mut documents = format!(
        "{}, {}, {}",
        counted(counts.received(), "document rattaché à une académie", "documents rattachés à une académie"),
        counted(counts.with(Verdict::Retained), "retenu", "retenus"),
        counted(counts.with(Verdict::Rejected), "rejeté", "rejetés")
    );
    if unattached > 0 {
        let others = counted(unattached as u64, "autre ne se rattache", "autres ne se rattachent");
        documents = format!("{documents} ; {others} à aucune");
    }
    vec![
        ("Périmètre", schools(comparison)),
        ("Académies", format!("{} : {}", count(names.len() as u64), names.join(", "))),
        ("Documents lus", documents),
        ("Chiffres", format!("ceux du classeur {NATIONAL}, dans le même dossier")),
        ("Référentiel", cover::referential(&first.referential)),
        ("Produit le", cover::made(&first.stamp)),
    ]
}

/// How many schools are expected and answered; where an académie has no list of its schools, it is said.
fn schools(comparison: &Comparison<'_>) -> String {
    let without = comparison.academies.iter().filter(|line| line.total.expected.is_none()).count();
    if without == 0 {
        return cover::schools(&comparison.whole);
    }
    format!(
        "{} ; {} de liste des écoles attendues",
        counted(comparison.whole.answered(), "école ayant répondu", "écoles ayant répondu"),
        counted(without as u64, "académie n’a pas", "académies n’ont pas")
    )
}
