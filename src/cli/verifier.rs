//! `maillage verifier`: what was understood of some files, cell by cell, and nothing written.

mod findings;
mod objects;
mod rows;
mod text;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::look::Look;
use super::terminal::json;
use super::{ARGUMENTS, Format, OPTIONS, TEMPLATE};
use crate::model::document::DocumentId;
use crate::model::dossier::{Batch, DocumentLine, Dossier, HigherLine, SchoolFile};
use crate::model::excerpt::Row;
use crate::model::finding::Finding;
use crate::model::inventory::Answer;
use crate::model::place::Located;
use crate::model::record::TableFound;
use crate::plan::{FailLevel, Request, Returns};

/// Files to look at, and how to tell of them.
#[derive(Debug)]
pub struct Verifier {
    /// What to read.
    pub request: Request,
    /// How it is printed.
    pub format: Format,
}

/// Montre ce qui est compris d’un fichier, cellule par cellule, sans rien écrire.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  \
        maillage verifier reçus/inventaire.xlsx\n  \
        maillage verifier reçus/*.xlsx --annuaire annuaire.csv",
    help_template = TEMPLATE
)]
pub(super) struct Typed {
    /// Fichiers ou dossiers à examiner
    #[arg(value_name = "FICHIER", required = true, help_heading = ARGUMENTS)]
    sources: Vec<PathBuf>,
    /// Écoles attendues (CSV ou classeur à colonne UAI)
    #[arg(long = "annuaire", value_name = "FICHIER", help_heading = OPTIONS)]
    registry: Option<PathBuf>,
    /// Configuration ; par défaut « maillage.toml » trouvé à côté du dossier reçu
    #[arg(long = "config", value_name = "FICHIER", help_heading = OPTIONS)]
    configuration: Option<PathBuf>,
    /// Référentiel de compétences, à la place de celui du programme
    #[arg(long = "referentiel", value_name = "FICHIER", help_heading = OPTIONS)]
    referential: Option<PathBuf>,
    /// Forme de l’affichage : texte (défaut) ou json
    #[arg(long = "format", value_name = "FORME", hide_possible_values = true, help_heading = OPTIONS)]
    format: Option<Format>,
}

impl Typed {
    pub(super) fn into_request(self) -> Verifier {
        Verifier {
            request: Request {
                sources: self.sources,
                socles: Vec::new(),
                output: None,
                history: None,
                month: None,
                date: None,
                registry: self.registry,
                configuration: self.configuration,
                referential: self.referential,
                academies: Vec::new(),
                threads: None,
                fail_level: FailLevel::Blocking,
                nameless: false,
                returns: Returns::None,
            },
            format: self.format.unwrap_or_default(),
        }
    }
}

/// A document with all that is shown of it.
struct Shown<'b> {
    line: &'b DocumentLine,
    dossier: Option<&'b Dossier>,
    school: Option<&'b SchoolFile>,
    tables: &'b [TableFound],
    notes: &'b [Located<String>],
    findings: Vec<&'b Finding>,
    rows: &'b [Row],
}

impl<'b> Shown<'b> {
    /// The row of the sheet that a finding points into.
    fn row(&self, finding: &Finding) -> Option<&'b Row> {
        let (sheet, cell) = (finding.sheet.as_ref()?, finding.cell?);
        self.rows.iter().find(|row| row.row == cell.row && row.sheet == *sheet)
    }
}

/// What is known of documents besides what they count for.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'b> {
    /// The tables found in each.
    pub tables: &'b BTreeMap<DocumentId, Vec<TableFound>>,
    /// The notes on the cells of each.
    pub notes: &'b BTreeMap<DocumentId, Vec<Located<String>>>,
    /// The rows of each that findings point into.
    pub rows: &'b BTreeMap<DocumentId, Vec<Row>>,
}

/// What was understood of each document, in path order.
pub fn shown(batch: &Batch, seen: Seen<'_>, format: Format, look: Look) -> String {
    let documents = documents(batch, seen);
    match format {
        Format::Text => documents.iter().map(|shown| text::text(shown, look)).collect::<Vec<_>>().join("\n"),
        Format::Json => json(&documents.iter().map(objects::object).collect::<Vec<_>>()),
    }
}

fn documents<'b>(batch: &'b Batch, seen: Seen<'b>) -> Vec<Shown<'b>> {
    let of_dossiers = batch.dossiers.iter().flat_map(|dossier| {
        dossier.documents.iter().map(move |line| (line, Some(dossier), &dossier.findings))
    });
    let others = batch.unattached.iter().map(|line| (line, None, &batch.unattached_findings));
    let mut documents: Vec<Shown<'b>> = of_dossiers
        .chain(others)
        .map(|(line, dossier, findings)| {
            let id = line.document.id;
            Shown {
                line,
                dossier,
                school: dossier.and_then(|dossier| {
                    dossier.schools.iter().find(|school| Some(school.school.uai) == line.uai)
                }),
                tables: seen.tables.get(&id).map_or(&[], Vec::as_slice),
                notes: seen.notes.get(&id).map_or(&[], Vec::as_slice),
                findings: findings.iter().filter(|finding| finding.document == Some(id)).collect(),
                rows: seen.rows.get(&id).map_or(&[], Vec::as_slice),
            }
        })
        .collect();
    documents.sort_by_key(|shown| shown.line.document.id);
    documents
}

/// The lines that answer in an inventory of a higher level.
fn given<'b>(shown: &Shown<'b>) -> impl Iterator<Item = (&'b Dossier, &'b HigherLine)> {
    let id = shown.line.document.id;
    let lines = |dossier: &'b Dossier| dossier.higher.iter().map(move |line| (dossier, line));
    shown
        .dossier
        .into_iter()
        .flat_map(lines)
        .filter(move |(_, line)| line.document == id && line.assignment.answer != Answer::Blank)
}
