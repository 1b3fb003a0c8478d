//! The steering-committee report of an académie, as a tagged PDF.
//!
//! ```text
//! sections     what is said, in the order of the outline, from the dossier's own totals
//! fiche        what the answers to the fiche's questions name
//! facts        rankings drawn from those totals
//! sentences    what matters and what must be decided, in words
//! moved        what moved since the month before, in words
//! national     the report over several académies
//! page table chart months typeset palette watermark    how it is set
//! display      drawings and structure nodes, as values
//! emit         the only part that knows PDF
//! ```

mod chart;
mod display;
mod emit;
mod facts;
mod fiche;
mod months;
mod moved;
mod national;
mod page;
mod palette;
mod sections;
mod sentences;
mod table;
#[cfg(test)]
mod tests;
mod typeset;
mod watermark;

use crate::model::calendar::day_in_french;
use crate::model::dossier::Dossier;
use crate::model::outline::{Part, Section};

use display::{About, Book};
pub use national::national;
use page::Flow;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The font embedded in the program can't be read: the program was built wrong.
    #[error("la police embarquée du rapport est illisible : réinstallez le programme")]
    Font,
    /// The PDF library refuses the document it gave.
    #[error("la structure du rapport PDF n’a pas pu être écrite")]
    Tag(#[source] lopdf::Error),
    /// The PDF library can't write the document.
    #[error("le rapport PDF n’a pas pu être enregistré")]
    Save(#[source] std::io::Error),
}

/// Writes the report of an académie: tagged (PDF/UA-1), made to be kept (PDF/A-2a), the same bytes for the same
/// dossier.
///
/// # Errors
/// [`ReportError`], which nothing in the dossier can cause.
pub fn report(dossier: &Dossier) -> Result<Vec<u8>, ReportError> {
    emit::pdf(&book(dossier)?)
}

/// The whole document, set and not yet written.
fn book(dossier: &Dossier) -> Result<Book, ReportError> {
    let fonts = typeset::Fonts::load()?;
    let (mut flow, cover) = Flow::new(about(dossier), fonts);
    let mut before = false;
    for part in &dossier.stamp.outline.parts {
        let is_annex = part.section.is_annex();
        if is_annex && !before {
            // What a committee reads ends with its page.
            flow.fill();
        }
        before = is_annex;
        section(&mut flow, dossier, part);
    }
    sections::cover::set(&mut flow, dossier, cover);
    let whose = dossier.academie.full_name();
    sections::running(&mut flow, &dossier.stamp, &whose, &dossier.referential);
    Ok(flow.book)
}

/// Sets one section; one that has nothing to say of this dossier sets nothing.
fn section(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let set = match part.section {
        Section::Essentials => sections::essentials::set,
        Section::Questions => sections::questions::set,
        Section::Factors => sections::factors::set,
        Section::Coverage => sections::coverage::set,
        Section::Diagram => sections::diagram::set,
        Section::Territories => sections::territories::set,
        Section::Responsibility => sections::responsibility::set,
        Section::Holders => sections::holders::set,
        Section::Services => sections::services::set,
        Section::Lasting => sections::lasting::set,
        Section::Evolution => sections::evolution::set,
        Section::Plan => sections::plan::set,
        Section::Missing => sections::missing::set,
        Section::Rejected => sections::rejected::set,
        Section::Districts => sections::districts::set,
        Section::Moves => sections::moves::set,
        Section::Figures => sections::coverage::figures,
        Section::Matrix => sections::matrix::set,
        Section::People => sections::people::set,
        Section::Method => sections::method::set,
    };
    set(flow, dossier, part);
}

fn about(dossier: &Dossier) -> About {
    let stamp = &dossier.stamp;
    About {
        title: format!(
            "Compétences et responsabilités du projet ENT, {}, {}",
            dossier.academie.full_name(),
            stamp.month.in_french()
        ),
        subject: format!(
            "Rapport au comité de pilotage, {}, produit le {}",
            stamp.status.label(),
            day_in_french(stamp.date)
        ),
        author: typeset::typographic(&dossier.academie.full_name()),
        creator: format!("Maillage {}", stamp.version),
        date: stamp.date.to_string(),
    }
}
