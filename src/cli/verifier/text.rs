//! What `verifier` shows, for people.

use std::fmt::Write;

use super::{Shown, findings, given};
use crate::cli::look::{Look, Role, columns, on_one_line};
use crate::french::{counted, listed, quoted};
use crate::model::document::Verdict;
use crate::model::dossier::{Couple, DocumentLine, Dossier, HigherLine, Origin, SchoolFile, State};
use crate::text::fold;

/// A document as a person reads it.
pub(super) fn text(shown: &Shown<'_>, look: Look) -> String {
    let path = on_one_line(&shown.line.document.path);
    let rule = "─".repeat(look.width().min(60));
    let mut text = format!("{}\n{}\n", look.paint(Role::Title, &path), look.paint(Role::Frame, &rule));
    let _ = writeln!(text, "Verdict : {}", verdict(shown.line, look));
    if let Some(school) = shown.school {
        let by = shown.line.identified_by.map(|by| format!(" — {}", by.label())).unwrap_or_default();
        let known = &school.school;
        let name = match (known.name.is_empty(), known.commune.is_empty()) {
            (false, false) => format!("{} ({}), ", on_one_line(&known.name), on_one_line(&known.commune)),
            (false, true) => format!("{}, ", on_one_line(&known.name)),
            _ => String::new(),
        };
        let _ = writeln!(text, "École : {name}{}{by}", known.uai);
    }
    if let Some(scope) = &shown.line.scope {
        let _ = writeln!(text, "Niveau : {}", scope.level.label().to_lowercase());
        let _ = writeln!(text, "Périmètre : {}", on_one_line(&scope.name));
    }
    for table in shown.tables {
        let _ = writeln!(
            text,
            "Tableau : {}, feuille {}, en {} ; {}",
            table.shape.label(),
            quoted(&on_one_line(&table.sheet)),
            table.header,
            counted(table.records as u64, "ligne lue", "lignes lues"),
        );
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|(title, meaning)| format!("{} → {meaning}", quoted(&on_one_line(title))))
            .collect();
        if !columns.is_empty() {
            text.push_str(&look.wrapped(&columns.join(" ; "), "  "));
        }
    }
    if let (Some(dossier), Some(school), Verdict::Retained) =
        (shown.dossier, shown.school, shown.line.verdict)
    {
        couples(&mut text, dossier, school, look);
    }
    answers(&mut text, shown, look);
    if !shown.notes.is_empty() {
        let title = "Notes de cellule et textes barrés, jamais lus comme des réponses :";
        let _ = writeln!(text, "{}", look.paint(Role::Title, title));
    }
    for note in shown.notes {
        let told = format!("{} · {}", quoted(&on_one_line(&note.value)), on_one_line(&note.at.to_string()));
        text.push_str(&look.wrapped(&told, "  "));
    }
    text.push_str(&findings::told(shown, look));
    text
}

fn verdict(line: &DocumentLine, look: Look) -> String {
    let role = match line.verdict {
        Verdict::Retained => Role::Good,
        Verdict::Rejected => Role::Blocking,
        Verdict::Superseded | Verdict::Duplicate | Verdict::Ignored => Role::Warning,
    };
    let verdict = look.paint(role, &line.verdict.label().to_lowercase());
    match line.reason {
        Some(code) => format!("{verdict} ({code})"),
        None => verdict,
    }
}

/// What a higher level answers for the schools below.
fn answers(text: &mut String, shown: &Shown<'_>, look: Look) {
    let lines: Vec<&HigherLine> = given(shown).map(|(_, line)| line).collect();
    if !lines.is_empty() {
        let title = "Réponses, pour chaque école de ce périmètre qui ne répond pas elle-même :";
        let _ = writeln!(text, "{}", look.paint(Role::Title, title));
    }
    let referential = shown.dossier.map(|dossier| &dossier.referential);
    for line in lines {
        let competence = line.assignment.competence.zip(referential);
        let code =
            competence.map_or("hors référentiel", |(id, referential)| &referential.competence(id).code);
        let written = quoted(&on_one_line(&line.assignment.written));
        let at = on_one_line(&line.assignment.at.to_string());
        let _ = writeln!(text, "  {code}  {written} · {at}");
    }
}

/// « hérité (Commune : Valbrune) » beside a couple that the school left blank.
fn origin(dossier: &Dossier, couple: &Couple) -> String {
    if couple.origin == Origin::School {
        return String::new();
    }
    let line = couple.document.and_then(|id| dossier.document(id));
    let scope = line.and_then(|line| line.scope.as_ref()).map(|scope| scope.title()).unwrap_or_default();
    format!(" · hérité ({})", on_one_line(&scope))
}

fn couples(text: &mut String, dossier: &Dossier, school: &SchoolFile, look: Look) {
    let _ = writeln!(text, "{}", look.paint(Role::Title, "Compétences :"));
    for couple in &school.couples {
        let competence = dossier.referential.competence(couple.competence);
        let state = look.paint(role(couple.state), &format!("{:<12}", couple.state.label()));
        let mode = couple.mode.map(|mode| format!(" · {}", mode.label().to_lowercase())).unwrap_or_default();
        let at =
            couple.at.as_ref().map(|at| format!(" · {}", on_one_line(&at.to_string()))).unwrap_or_default();
        let head = format!("  {}  {state} ", competence.code);
        let told = look.wrapped(
            &format!("{}{mode}{at}{}", holders(dossier, couple), origin(dossier, couple)),
            &" ".repeat(columns(&head)),
        );
        let _ = write!(text, "{head}{}", told.trim_start());
    }
}

/// Whether a state is settled.
fn role(state: State) -> Role {
    match state {
        State::Covered => Role::Good,
        State::Shared | State::Orphan | State::ToDefine | State::NotStudied => Role::Blocking,
        State::NotApplicable | State::NotReturned => Role::Frame,
    }
}

/// Who answers for a couple, then what is written where that reads otherwise.
fn holders(dossier: &Dossier, couple: &Couple) -> String {
    let names: Vec<String> =
        couple.responsible.iter().map(|id| on_one_line(&dossier.entity(*id).name)).collect();
    let written = on_one_line(&couple.written);
    match names.as_slice() {
        [] if written.is_empty() => "rien d’écrit".to_owned(),
        [] => quoted(&written),
        [name] if written.is_empty() || fold(name) == fold(&written) => name.clone(),
        names => format!("{}, lu {}", listed(names), quoted(&written)),
    }
}
