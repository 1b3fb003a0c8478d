//! `maillage verifier`: what was understood of some files, cell by cell, and nothing written.

mod objects;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::terminal::{json, wrapped};
use super::{ARGUMENTS, Format, OPTIONS, TEMPLATE};
use crate::french::{counted, listed, quoted};
use crate::model::document::{DocumentId, Verdict};
use crate::model::dossier::{Batch, Couple, DocumentLine, Dossier, HigherLine, Origin, SchoolFile};
use crate::model::finding::Finding;
use crate::model::gathered::{Gathered, gathered};
use crate::model::inventory::Answer;
use crate::model::place::Located;
use crate::model::record::TableFound;
use crate::plan::{FailLevel, Request, Returns};
use crate::text::fold;

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
}

/// What was understood of each document, in path order: the tables found in each, the notes on its cells.
pub fn shown(
    batch: &Batch,
    tables: &BTreeMap<DocumentId, Vec<TableFound>>,
    notes: &BTreeMap<DocumentId, Vec<Located<String>>>,
    format: Format,
) -> String {
    let documents = documents(batch, tables, notes);
    match format {
        Format::Text => documents.iter().map(text).collect::<Vec<_>>().join("\n"),
        Format::Json => json(&documents.iter().map(objects::object).collect::<Vec<_>>()),
    }
}

fn documents<'b>(
    batch: &'b Batch,
    tables: &'b BTreeMap<DocumentId, Vec<TableFound>>,
    notes: &'b BTreeMap<DocumentId, Vec<Located<String>>>,
) -> Vec<Shown<'b>> {
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
                tables: tables.get(&id).map_or(&[], Vec::as_slice),
                notes: notes.get(&id).map_or(&[], Vec::as_slice),
                findings: findings.iter().filter(|finding| finding.document == Some(id)).collect(),
            }
        })
        .collect();
    documents.sort_by_key(|shown| shown.line.document.id);
    documents
}

fn text(shown: &Shown<'_>) -> String {
    let mut text = format!("{}\n{}\n", shown.line.document.path, "─".repeat(60));
    let _ = writeln!(text, "Verdict : {}", verdict(shown.line));
    if let Some(school) = shown.school {
        let by = shown.line.identified_by.map(|by| format!(" — {}", by.label())).unwrap_or_default();
        let known = &school.school;
        let name = match (known.name.is_empty(), known.commune.is_empty()) {
            (false, false) => format!("{} ({}), ", known.name, known.commune),
            (false, true) => format!("{}, ", known.name),
            _ => String::new(),
        };
        let _ = writeln!(text, "École : {name}{}{by}", known.uai);
    }
    if let Some(scope) = &shown.line.scope {
        let _ = writeln!(text, "Niveau : {}", scope.level.label().to_lowercase());
        let _ = writeln!(text, "Périmètre : {}", scope.name);
    }
    for table in shown.tables {
        let _ = writeln!(
            text,
            "Tableau : {}, feuille {}, en {} ; {}",
            table.shape.label(),
            quoted(&table.sheet),
            table.header,
            counted(table.records as u64, "ligne lue", "lignes lues"),
        );
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|(title, meaning)| format!("{} → {meaning}", quoted(&title.replace('\n', " "))))
            .collect();
        if !columns.is_empty() {
            text.push_str(&wrapped(&columns.join(" ; "), "  "));
        }
    }
    if let (Some(dossier), Some(school), Verdict::Retained) =
        (shown.dossier, shown.school, shown.line.verdict)
    {
        couples(&mut text, dossier, school);
    }
    answers(&mut text, shown);
    if !shown.notes.is_empty() {
        text.push_str("Notes de cellule, gardées en commentaire et jamais lues comme des réponses :\n");
    }
    for note in shown.notes {
        let said = note.value.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&wrapped(&format!("{} · {}", quoted(&said), note.at), "  "));
    }
    if shown.findings.is_empty() {
        text.push_str("Aucun constat.\n");
    } else {
        let _ = writeln!(text, "{} :", counted(shown.findings.len() as u64, "constat", "constats"));
        let lines = gathered(shown.findings.iter().copied());
        for line in &lines {
            told(&mut text, line);
        }
    }
    text
}

fn verdict(line: &DocumentLine) -> String {
    match line.reason {
        Some(code) => format!("{} ({code})", line.verdict.label().to_lowercase()),
        None => line.verdict.label().to_lowercase(),
    }
}

/// What a higher level answers for the schools below.
fn answers(text: &mut String, shown: &Shown<'_>) {
    let lines: Vec<&HigherLine> = given(shown).map(|(_, line)| line).collect();
    if !lines.is_empty() {
        text.push_str("Réponses, pour chaque école de ce périmètre qui ne répond pas elle-même :\n");
    }
    let referential = shown.dossier.map(|dossier| &dossier.referential);
    for line in lines {
        let competence = line.assignment.competence.zip(referential);
        let code =
            competence.map_or("hors référentiel", |(id, referential)| &referential.competence(id).code);
        let written = line.assignment.written.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(text, "  {code}  {} · {}", quoted(&written), line.assignment.at);
    }
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

/// « hérité (Commune : Valbrune) » beside a couple that the school left blank.
fn origin(dossier: &Dossier, couple: &Couple) -> String {
    if couple.origin == Origin::School {
        return String::new();
    }
    let line = couple.document.and_then(|id| dossier.document(id));
    let scope = line.and_then(|line| line.scope.as_ref()).map(|scope| scope.title()).unwrap_or_default();
    format!(" · hérité ({scope})")
}

fn couples(text: &mut String, dossier: &Dossier, school: &SchoolFile) {
    text.push_str("Compétences :\n");
    for couple in &school.couples {
        let competence = dossier.referential.competence(couple.competence);
        let state = couple.state.label();
        let mode = couple.mode.map(|mode| format!(" · {}", mode.label().to_lowercase())).unwrap_or_default();
        let at = couple.at.as_ref().map(|at| format!(" · {at}")).unwrap_or_default();
        let head = format!("  {}  {state:<12} ", competence.code);
        let told = wrapped(
            &format!("{}{mode}{at}{}", holders(dossier, couple), origin(dossier, couple)),
            &" ".repeat(head.chars().count()),
        );
        let _ = write!(text, "{head}{}", told.trim_start());
    }
}

/// Who answers for a couple, then what is written where that reads otherwise.
fn holders(dossier: &Dossier, couple: &Couple) -> String {
    let names: Vec<&str> = couple.responsible.iter().map(|id| dossier.entity(*id).name.as_str()).collect();
    let written = couple.written.split_whitespace().collect::<Vec<_>>().join(" ");
    match names.as_slice() {
        [] if written.is_empty() => "rien d’écrit".to_owned(),
        [] => quoted(&written),
        [name] if written.is_empty() || fold(name) == fold(&written) => (*name).to_owned(),
        names => format!("{}, lu {}", listed(names), quoted(&written)),
    }
}

/// Findings as a person reads them: how grave, where, what, what was read and expected, how to mend it.
fn told(text: &mut String, line: &Gathered<'_>) {
    let finding = line.first();
    let place = match (&finding.sheet, line.place()) {
        (Some(sheet), Some(cell)) => format!("  {sheet}!{cell}"),
        (Some(_), None) => format!("  {}", line.sheets()),
        _ => String::new(),
    };
    let times = if line.count() > 1 { format!("  ({} fois)", line.count()) } else { String::new() };
    let _ = writeln!(text, "  {:<8}  {}{place}{times}", finding.severity.id(), finding.rule.code);
    if let Some(accepted) = &finding.accepted {
        text.push_str(&wrapped(&format!("Dérogation : {}.", accepted.told()), "    "));
    }
    text.push_str(&wrapped(&line.message(), "    "));
    let (read, expected) = (line.read(), line.expected());
    let mut more = Vec::new();
    if !read.is_empty() {
        more.push(format!("Lu : {}", quoted(&read.replace('\n', " "))));
    }
    if !expected.is_empty() {
        let label = if more.is_empty() { "Attendu" } else { "attendu" };
        more.push(format!("{label} : {expected}"));
    }
    if !more.is_empty() {
        text.push_str(&wrapped(&format!("{}.", more.join(" ; ").trim_end_matches('.')), "    "));
    }
    text.push_str(&wrapped(&format!("→ {}", finding.rule.fix), "    "));
}
