//! The annex of the circonscriptions: what the body shows of départements alone, where there are too many for a page.

use crate::french::count;
use crate::model::dossier::Dossier;
use crate::model::outline::Part;

use super::super::page::Flow;
use super::super::palette;
use super::territories::{self, Depth};
use super::{factors, multiples};

/// Sets the annex; nothing where the body says it all.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let shortened = (
        territories::is_shortened(flow, dossier),
        multiples::is_shortened(dossier),
        factors::is_shortened(dossier),
    );
    if shortened == (false, false, false) {
        return;
    }
    flow.section(&part.title, 300.0);
    flow.introduction(part);
    flow.paragraph(
        palette::LEAD,
        &format!(
            "L’académie compte {} circonscriptions : voici, pour chacune, ce que le corps du rapport donne par \
             département.",
            count(dossier.circonscriptions.len() as u64)
        ),
    );
    if shortened.0 {
        territories::maps(flow, dossier, Depth::Circonscriptions);
    }
    if shortened.1 {
        multiples::set(flow, dossier, Depth::Circonscriptions);
    }
    if shortened.2 {
        flow.part("Les facteurs de réussite", 200.0);
        factors::map(flow, dossier, Depth::Circonscriptions);
    }
}
