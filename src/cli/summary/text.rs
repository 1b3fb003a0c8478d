//! The summary for people.

mod table;

use std::fmt::Write;

use super::{Figures, Moved, RejectedDocument, Summary};
use crate::cli::look::{Look, Role, columns, on_one_line};
use crate::french::{FEWEST_SCHOOLS, count, counted, listed, out_of, percent, points};
use crate::model::calendar::Month;
use crate::model::document::Verdict;
use crate::model::dossier::State;
use crate::model::finding::Severity;
use crate::model::indicator::Tally;
use crate::model::to_settle::UNSETTLED;

/// Left margin of what stands beside a title.
const MARGIN: &str = "               ";

impl Summary<'_> {
    /// The summary for people; `verbose` names every file written.
    pub fn text(&self, verbose: bool, look: Look) -> String {
        let mut text = match self.academies.as_slice() {
            [(overview, _)] => {
                let mut text = self.headed(&overview.academie.full_name(), look);
                text.push_str(&one(&self.total, &self.unattached, overview.registry.is_some(), look));
                text
            }
            [] => {
                let mut text = self.headed("aucune académie reconnue", look);
                text.push_str(&beside("Documents", &documents(&self.total, look), look));
                text
            }
            _ => self.several(verbose, look),
        };
        text.push_str(&self.first_to_settle(look));
        text.push_str(&self.rejected_named(look));
        let folder = look.paint(Role::Word, &self.folder.display().to_string());
        let _ = writeln!(text, "\n{} {folder}", look.paint(Role::Title, "Résultats dans"));
        for file in self.written.iter().filter(|file| verbose || self.is_to_open(file)) {
            let first =
                if is_page(file) { look.paint(Role::Good, " : à ouvrir d’abord") } else { String::new() };
            let path = file.display().to_string().replace('/', std::path::MAIN_SEPARATOR_STR);
            let _ = writeln!(text, "  {path}{first}");
        }
        text.push_str(&self.sent_back(look));
        text
    }

    /// How many corrections, reminders and thanks are ready to be sent.
    fn sent_back(&self, look: Look) -> String {
        let names: Vec<&str> = self
            .written
            .iter()
            .filter(|file| file.parent().is_some_and(|folder| folder.ends_with("retours")))
            .filter_map(|file| file.file_name()?.to_str())
            .collect();
        if names.is_empty() {
            return String::new();
        }
        let number = |is: fn(&str) -> bool| names.iter().filter(|name| is(name)).count() as u64;
        let corrections = number(|name| name.ends_with("_correction.xlsx"));
        let strangers = number(|name| name.starts_with("sans-ecole_"));
        let thanks = number(|name| name.ends_with("_reponse.eml")) - corrections - strangers;
        let mut told = vec![counted(corrections, "classeur à corriger", "classeurs à corriger")];
        let reminders = number(|name| name.starts_with("relance_"));
        told.push(counted(reminders, "relance", "relances"));
        if strangers > 0 {
            told.push(counted(strangers, "réponse sans école reconnue", "réponses sans école reconnue"));
        }
        if thanks > 0 {
            told.push(counted(thanks, "remerciement", "remerciements"));
        }
        let line = format!("retours : {} (brouillons à relire, rien n’est envoyé)", listed(&told));
        format!("  {}", look.wrapped(&line, "    ").trim_start())
    }

    fn headed(&self, what: &str, look: Look) -> String {
        let head = format!("{} · {what}", capitalised(&self.month.in_french()));
        format!("{}\n\n", look.paint(Role::Title, &head))
    }

    /// One line for each académie, then the total.
    fn several(&self, verbose: bool, look: Look) -> String {
        let academies = counted(self.academies.len() as u64, "académie", "académies");
        let mut text = self.headed(&academies, look);
        text.push_str(&self.table(verbose, look));
        text.push('\n');
        text.push_str(&beside("Documents", &documents(&self.total, look), look));
        if let Some(moved) = &self.total.moved {
            text.push_str(&beside("Évolution", &evolution(moved), look));
        }
        text.push_str(&beside("Compétences", &states(&self.total), look));
        if self.total.expected.is_none() {
            text.push_str(&beside("Retours", NO_REGISTRY, look));
        }
        text
    }

    fn first_to_settle(&self, look: Look) -> String {
        let mut text = String::new();
        if !self.to_settle.is_empty() {
            let _ = writeln!(text, "\n{}", look.paint(Role::Title, "À régler d’abord"));
        }
        for (rank, settle) in (1..).zip(&self.to_settle) {
            let why: Vec<String> = UNSETTLED
                .into_iter()
                .filter(|state| settle.tally.of(*state) > 0)
                .map(|state| state_counted(settle.tally.of(state), state))
                .collect();
            let schools = counted(settle.schools(), "école", "écoles");
            let line = format!("{} : {schools} ({})", settle.competence.label, why.join(", "));
            let lines = look.wrapped(&line, "     ");
            let _ = write!(text, "{rank:>3}. {}", lines.trim_start());
        }
        text
    }

    /// The documents that someone must send again or attach, and why.
    fn rejected_named(&self, look: Look) -> String {
        let mut text = String::new();
        if !self.rejected.is_empty() {
            let _ = writeln!(text, "\n{}", look.paint(Role::Title, "Documents rejetés"));
        }
        for RejectedDocument { path, why, .. } in &self.rejected {
            let why = if why.is_empty() { "motif dans le journal" } else { why };
            let line = format!("{} : {}", on_one_line(path), on_one_line(why));
            let _ = write!(text, "  - {}", look.wrapped(&line, "    ").trim_start());
        }
        let rest = self.total.counts.with(Verdict::Rejected) as usize - self.rejected.len();
        if rest > 0 {
            let others = counted(rest as u64, "autre", "autres");
            let _ = writeln!(text, "  - et {others}, avec leur motif, dans journal.jsonl");
        }
        text
    }

    /// What a reader opens: the month's page and the national workbook; the workbook and the report of the académie, where
    /// there is one alone. The page links to those of several.
    fn is_to_open(&self, file: &std::path::Path) -> bool {
        let document = file.extension().is_some_and(|ending| ending == "xlsx" || ending == "pdf");
        match file.components().count() {
            1 => document || is_page(file),
            2 => document && self.academies.len() <= 1,
            _ => false,
        }
    }
}

/// Whether a file is the page that opens the month, the only one there is.
fn is_page(file: &std::path::Path) -> bool {
    file.extension().is_some_and(|ending| ending == "html")
}

const NO_REGISTRY: &str = "taux non calculé, faute de liste des écoles attendues (--annuaire)";

fn one(figures: &Figures, unattached: &Figures, registry: bool, look: Look) -> String {
    let mut received = documents(figures, look);
    if unattached.received() > 0 {
        let _ = write!(received, " ({} sans école reconnue)", count(unattached.received()));
    }
    let mut text = beside("Documents", &received, look);
    text.push_str(&beside("Retours", &returns(figures), look));
    let coverage = figures.tally.coverage();
    text.push_str(&beside("Couverture", &crate::french::covered(coverage), look));
    let inherited = figures.inherited.of(State::Covered);
    if inherited > 0 {
        let told = counted(inherited, "réponse héritée", "réponses héritées");
        text.push_str(&beside("", &format!("dont {told} d’un niveau supérieur à l’école"), look));
    }
    if registry {
        let expected = figures.tally.coverage_of_expected();
        text.push_str(&beside(
            "",
            &format!("{} en comptant les écoles sans réponse ({})", percent(expected), out_of(expected)),
            look,
        ));
    }
    if let Some(moved) = &figures.moved {
        text.push_str(&beside("Évolution", &evolution(moved), look));
    }
    text.push_str(&beside("Compétences", &states(figures), look));
    let mut told = findings(figures, look);
    let apart: u32 = Severity::ALL.map(|severity| unattached.counts.findings(severity)).iter().sum();
    if apart > 0 {
        let _ = write!(told, " (dont {} sur des documents sans école reconnue)", count(apart));
    }
    text.push_str(&beside("Constats", &told, look));
    text
}

/// What moved since the month before, in the schools whose inventory counts in both.
fn evolution(moved: &Moved) -> String {
    let then = moved
        .since
        .map_or_else(|| "le mois précédent".to_owned(), |month| format!("en {}", month.in_french()));
    let since = moved.since.map_or_else(|| "le mois précédent".to_owned(), Month::in_french);
    let schools = match moved.shift.schools {
        0 => return format!("aucune école n’a d’inventaire retenu à la fois {then} et ce mois-ci"),
        1 => "la seule école présente".to_owned(),
        several => format!("les {} écoles présentes", count(several)),
    };
    let (before, after) = (moved.shift.before.coverage(), moved.shift.after.coverage());
    let gap = moved.shift.gap(Tally::coverage).filter(|_| moved.shift.schools >= FEWEST_SCHOOLS);
    let coverage = match gap {
        Some(gap) => format!("couverture {} depuis {since}", points(gap)),
        None => format!("{} couples couverts, contre {} {then}", out_of(after), out_of(before)),
    };
    let mut text = format!(
        "{coverage}, sur {schools} aux deux mois : {} et {}",
        counted(moved.regressions, "recul", "reculs"),
        counted(moved.progress, "progrès", "progrès")
    );
    if moved.entered + moved.left > 0 {
        let _ = write!(
            text,
            " ; {} et {} de l’annuaire",
            counted(moved.entered, "école entrée", "écoles entrées"),
            counted(moved.left, "sortie", "sorties")
        );
    }
    text
}

/// A title and what stands beside it, cut to the width of a screen.
fn beside(title: &str, content: &str, look: Look) -> String {
    let lines = look.wrapped(content, MARGIN);
    let gap = " ".repeat(MARGIN.len() - columns(title));
    format!("{}{gap}{}", look.paint(Role::Title, title), lines.strip_prefix(MARGIN).unwrap_or(&lines))
}

fn documents(figures: &Figures, look: Look) -> String {
    let received = counted(figures.received(), "reçu", "reçus");
    let verdicts: Vec<String> = Verdict::ALL
        .into_iter()
        .map(|verdict| (figures.counts.with(verdict), verdict))
        .filter(|(number, _)| *number > 0)
        .map(|(number, verdict)| {
            let one = verdict.label().to_lowercase();
            let told = counted(number, &one, &format!("{one}s"));
            if verdict == Verdict::Rejected { look.paint(Role::Blocking, &told) } else { told }
        })
        .collect();
    if verdicts.is_empty() { received } else { format!("{received} : {}", listed(&verdicts)) }
}

fn returns(figures: &Figures) -> String {
    let mut text = match figures.return_rate() {
        Some(rate) => crate::french::returned(rate),
        None => format!("{} ; {NO_REGISTRY}", counted(figures.unexpected, "école", "écoles")),
    };
    if figures.expected.is_some() && figures.unexpected > 0 {
        let _ = write!(text, ", et {} hors annuaire", count(figures.unexpected));
    }
    text
}

fn states(figures: &Figures) -> String {
    let states: Vec<String> = State::ALL
        .into_iter()
        .filter(|state| figures.tally.of(*state) > 0)
        .map(|state| state_counted(figures.tally.of(state), state))
        .collect();
    let number = count(figures.tally.total());
    if states.is_empty() {
        number
    } else {
        format!("{number} en comptant celles de chaque école : {}", listed(&states))
    }
}

fn state_counted(number: u32, state: State) -> String {
    let (one, many) = match state {
        State::Covered => ("couverte", "couvertes"),
        State::Shared => ("partagée", "partagées"),
        State::Orphan => ("orpheline", "orphelines"),
        State::ToDefine => ("à définir", "à définir"),
        State::NotStudied => ("non étudiée", "non étudiées"),
        State::NotApplicable => ("sans objet", "sans objet"),
        State::NotReturned => ("non rendue", "non rendues"),
    };
    counted(number, one, many)
}

fn findings(figures: &Figures, look: Look) -> String {
    let by_severity: Vec<String> = Severity::ALL
        .into_iter()
        .map(|severity| {
            let (one, many) = match severity {
                Severity::Blocking => ("bloquant", "bloquants"),
                Severity::Warning => ("alerte", "alertes"),
                Severity::Info => ("information", "informations"),
            };
            let number = figures.counts.findings(severity);
            let told = counted(number, one, many);
            if number > 0 { look.paint(Role::of(severity), &told) } else { told }
        })
        .collect();
    let mut told = listed(&by_severity);
    if figures.counts.accepted > 0 {
        let accepted = counted(figures.counts.accepted, "accepté", "acceptés");
        let _ = write!(told, " ; {accepted} par dérogation");
    }
    told
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
