//! `synthese.html`: the page that opens a month. Figures, links to each académie's files, what to do next.
//!
//! One file without a script, a picture nor an address outside the month's folder: it reads offline, on any browser, by a
//! screen reader too. Everything that came from a file is escaped.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::french::{FEWEST_SCHOOLS, count, counted, out_of, percent, quoted};
use crate::model::calendar::day_in_french;
use crate::model::document::Verdict;
use crate::model::dossier::{Batch, Stamp, Status};
use crate::model::finding::Severity;
use crate::model::indicator::Rate;
use crate::model::overview::{Counts, Overview, REJECTED_TOLD, RejectedDocument};

use super::labels::capitalised;
use super::{NATIONAL, NATIONAL_REPORT, Names};

/// Its name in the month's folder.
pub const NAME: &str = "synthese.html";

/// Contrast of 7 : 1 at least for every text; readable on a phone, and on paper.
const STYLE: &str = "
:root { color-scheme: light; }
body { font: 1rem/1.5 'Segoe UI', Arial, sans-serif; color: #1b2a41; background: #fff; margin: 0 auto; max-width: 64rem; padding: 1.5rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 2px solid #1f3a68; padding-bottom: .2rem; }
p { margin: .4rem 0; max-width: 48rem; }
.grey { color: #46536b; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; margin: 1.2rem 0; }
.figures div { flex: 1 1 10rem; border: 1px solid #b8c2d3; border-left: 6px solid #1f3a68; padding: .6rem .9rem; }
.figures dt { color: #46536b; font-size: .9rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-weight: 600; }
.figures dd small { display: block; font-size: .85rem; font-weight: 400; color: #46536b; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: #46536b; padding: .2rem 0; }
th, td { text-align: left; padding: .4rem .7rem; border: 1px solid #b8c2d3; vertical-align: top; }
thead th { background: #1f3a68; color: #fff; }
td.number { text-align: right; white-space: nowrap; }
td.path { overflow-wrap: anywhere; }
a { color: #0b4aa2; }
li { margin: .3rem 0; }
@media print { a { color: inherit; } .wide { overflow: visible; } }
";

/// The page of a run whose other files, relative to the month's folder, are these; the stamp is the run's.
pub fn page(batch: &Batch<Overview>, stamp: &Stamp, written: &[PathBuf]) -> Vec<u8> {
    let title = escaped(&format!("Inventaires ENT, {}", stamp.title()));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n"
    );
    let _ = writeln!(
        page,
        "<p class=\"grey\">Document au statut « {} », édité le {} par Maillage {}.{}</p>\n</header>\n<main>",
        stamp.status.label(),
        day_in_french(stamp.date),
        escaped(stamp.version),
        stamp.mention.as_ref().map_or_else(String::new, |mention| format!(" {}", escaped(mention))),
    );
    let counts = batch.counts();
    figures(&mut page, batch, &counts);
    academies(&mut page, batch);
    next_steps(&mut page, (batch, stamp), &counts, written);
    rejected(&mut page, batch);
    page.push_str("</main>\n</body>\n</html>\n");
    page.into_bytes()
}

/// A text as HTML shows it, whatever it holds.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Controls that HTML forbids; others would turn a name round.
            sign if sign.is_control()
                || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                escaped.push('\u{fffd}');
            }
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// « retenus », « doublon ».
fn told_of(verdict: Verdict, number: u64) -> String {
    format!("{}{}", verdict.label().to_lowercase(), if number < 2 { "" } else { "s" })
}

fn figure(page: &mut String, term: &str, value: &str, note: &str) {
    let _ = writeln!(page, "<div><dt>{term}</dt><dd>{value}<small>{note}</small></dd></div>");
}

fn figures(page: &mut String, batch: &Batch<Overview>, counts: &Counts) {
    page.push_str("<dl class=\"figures\">\n");
    let received = u64::from(counts.received());
    let verdicts = Verdict::ALL.map(|verdict| (verdict, u64::from(counts.with(verdict))));
    let told: Vec<String> = verdicts
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(verdict, number)| format!("{} {}", count(number), told_of(verdict, number)))
        .collect();
    figure(page, "Documents reçus", &count(received), &told.join(", "));
    if let [dossier] = batch.dossiers.as_slice() {
        let total = &dossier.total;
        match total.return_rate() {
            Some(rate) => figure(page, "Retour des écoles", &rate_of(rate.denominator, rate), &out_of(rate)),
            None => figure(
                page,
                "Écoles ayant répondu",
                &count(total.answered()),
                "sans annuaire, donc sans taux",
            ),
        }
        let coverage = total.tally.coverage();
        let shown = rate_of(total.answered(), coverage);
        figure(page, "Couverture", &shown, &format!("{} compétences", out_of(coverage)));
    }
    let note = match batch.apart().findings(Severity::Blocking) {
        0 => "à lever d’abord".to_owned(),
        apart => format!("à lever d’abord, dont {} sur des documents sans école reconnue", count(apart)),
    };
    figure(page, "Constats bloquants", &count(counts.findings(Severity::Blocking)), &note);
    page.push_str("</dl>\n");
}

/// A percentage; of too few schools, that they are too few.
fn rate_of(schools: u32, rate: Rate) -> String {
    if schools < FEWEST_SCHOOLS { format!("moins de {FEWEST_SCHOOLS} écoles") } else { percent(rate) }
}

fn academies(page: &mut String, batch: &Batch<Overview>) {
    page.push_str(
        "<h2>Les résultats</h2>\n<div class=\"wide\"><table>\n<caption>Une ligne par académie ; les liens ouvrent les \
         fichiers de ce dossier.</caption>\n<thead><tr><th scope=\"col\">Académie</th><th scope=\"col\">Écoles \
         rendues</th><th scope=\"col\">Couverture</th><th scope=\"col\">Bloquants</th><th scope=\"col\">Fichiers</th>\
         </tr></thead>\n<tbody>\n",
    );
    for dossier in &batch.dossiers {
        let names = Names::of(&dossier.academie, dossier.stamp.month);
        let academie = escaped(&dossier.academie.name);
        let link = |path: &str, what: &str| {
            format!(
                "<a href=\"{path}\">{what}<span class=\"grey\"> ({academie})</span></a>",
                path = escaped(path)
            )
        };
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{academie}</th><td class=\"number\">{}</td><td class=\"number\">{}</td>\
             <td class=\"number\">{}</td><td>{}<br>{}<br>{}</td></tr>",
            returned(dossier),
            rate_of(dossier.total.answered(), dossier.total.tally.coverage()),
            count(dossier.counts.findings(Severity::Blocking)),
            link(&names.workbook, "Classeur Excel"),
            link(&names.report, "Rapport pour le COPIL"),
            link(&names.coverage, "Données CSV"),
        );
    }
    page.push_str("</tbody></table></div>\n");
    if batch.dossiers.len() > 1 {
        let _ = writeln!(
            page,
            "<p>Les académies comparées, une ligne chacune : <a href=\"{NATIONAL_REPORT}\">rapport national (PDF)</a> et \
             <a href=\"{NATIONAL}\">classeur national (Excel)</a>, mêmes chiffres.</p>"
        );
    }
}

fn returned(dossier: &Overview) -> String {
    match dossier.total.return_rate() {
        Some(rate) if rate.denominator >= FEWEST_SCHOOLS => format!("{} ({})", out_of(rate), percent(rate)),
        Some(rate) => out_of(rate),
        None => count(dossier.total.answered()),
    }
}

/// How many of the files written end so.
fn ending(written: &[PathBuf], ending: &str) -> u64 {
    let ends = |path: &&PathBuf| path.to_string_lossy().ends_with(ending);
    written.iter().filter(ends).count() as u64
}

fn next_steps(
    page: &mut String,
    (batch, stamp): (&Batch<Overview>, &Stamp),
    counts: &Counts,
    written: &[PathBuf],
) {
    let mut steps = vec![
        "Ouvrez le classeur à la feuille « À faire » : une ligne par point à trancher, le plus lourd d’abord.".to_owned(),
    ];
    let rejected = u64::from(counts.with(Verdict::Rejected));
    if rejected > 0 {
        let them = if rejected == 1 { "le" } else { "les" };
        steps.push(format!(
            "{} : voyez plus bas ce qui {them} arrête, corrigez ou redemandez, puis relancez.",
            capitalised(&counted(rejected, "document est rejeté", "documents sont rejetés"))
        ));
    }
    let (answers, reminders) = (ending(written, "_reponse.eml"), drafts_of_reminders(written));
    if answers + reminders > 0 {
        steps.push(format!(
            "Envoyez depuis votre messagerie les brouillons du dossier « retours » : {} et {}. Rien n’est parti.",
            counted(answers, "réponse", "réponses"),
            counted(reminders, "relance", "relances")
        ));
    } else {
        let missing: u64 = batch
            .dossiers
            .iter()
            .filter_map(|dossier| dossier.total.return_rate())
            .map(|rate| u64::from(rate.denominator.saturating_sub(rate.numerator)))
            .sum();
        if missing > 0 {
            steps.push(format!(
                "Relancez {} sans réponse (feuille « Retours ») ; l’option --retours prépare les courriels.",
                counted(missing, "école", "écoles")
            ));
        }
    }
    if stamp.status == Status::Draft {
        steps.push(
            "Relisez le rapport avant le comité ; il reste au statut « projet » tant que la configuration ne dit pas \
             « validé »."
                .to_owned(),
        );
    }
    page.push_str("<h2>Que faire maintenant</h2>\n<ol>\n");
    for step in steps {
        let _ = writeln!(page, "<li>{}</li>", escaped(&step));
    }
    page.push_str("</ol>\n");
}

fn drafts_of_reminders(written: &[PathBuf]) -> u64 {
    let is_reminder = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with("relance_") && path.extension().is_some_and(|ending| ending == "eml")
    };
    written.iter().filter(|path| is_reminder(path)).count() as u64
}

/// The documents that count for nothing, those of no school first: nothing else of a month names them all.
fn rejected(page: &mut String, batch: &Batch<Overview>) {
    let number = batch.counts().with(Verdict::Rejected) as usize;
    if number == 0 {
        return;
    }
    page.push_str(
        "<h2>Documents à reprendre</h2>\n<div class=\"wide\"><table>\n<caption>Ils ne comptent dans aucun chiffre.</caption>\n\
         <thead><tr><th scope=\"col\">Document</th><th scope=\"col\">Ce qui l’arrête</th><th scope=\"col\">Que faire</th>\
         </tr></thead>\n<tbody>\n",
    );
    for RejectedDocument { path, why, fix } in batch.rejected().take(REJECTED_TOLD) {
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\" class=\"path\">{}</th><td>{}</td><td>{}</td></tr>",
            escaped(&path),
            escaped(&why),
            escaped(fix)
        );
    }
    page.push_str("</tbody></table></div>\n");
    if number > REJECTED_TOLD {
        let more = counted((number - REJECTED_TOLD) as u64, "autre document", "autres documents");
        let journal = quoted("journal.jsonl");
        let _ = writeln!(page, "<p>Et {more}, avec leur motif, dans les classeurs et dans {journal}.</p>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::{Document, DocumentId};
    use crate::model::dossier::DocumentLine;
    use crate::render::fixture::{self, Shape};
    use std::sync::Arc;

    fn batch(schools: u32) -> Batch {
        let dossier = fixture::dossier(&Shape { schools, ..Shape::default() });
        Batch {
            referential: Arc::clone(&dossier.referential),
            dossiers: vec![dossier],
            unattached: Vec::new(),
            unattached_findings: Vec::new(),
            unmet_groupings: Vec::new(),
            derogations: Vec::new(),
        }
    }

    fn shown(batch: &Batch, written: &[&str]) -> String {
        let written: Vec<PathBuf> = written.iter().map(PathBuf::from).collect();
        String::from_utf8(page(&batch.clone().into(), &batch.dossiers[0].stamp, &written)).unwrap()
    }

    #[test]
    fn the_figures_are_the_dossier_s_and_the_links_lead_to_its_files() {
        let batch = batch(40);
        let page = shown(&batch, &[]);
        let total = &batch.dossiers[0].total;
        for figure in [percent(total.return_rate().unwrap()), percent(total.tally.coverage())] {
            assert!(page.contains(&format!("<dd>{figure}<small>")), "{figure}");
        }
        assert!(page.contains("<html lang=\"fr\">"));
        let names = Names::of(&batch.dossiers[0].academie, batch.dossiers[0].stamp.month);
        for path in [names.workbook, names.report, names.coverage] {
            assert!(page.contains(&format!("<a href=\"{path}\">")), "{path}");
        }
    }

    #[test]
    fn several_academies_have_links_to_what_compares_them() {
        let mut batch = batch(40);
        assert!(!shown(&batch, &[]).contains("national."));
        let mut other = fixture::dossier(&Shape { schools: 12, ..Shape::default() });
        other.academie.code = "18".into();
        batch.dossiers.push(other);
        let page = shown(&batch, &[]);
        for link in ["<a href=\"national.pdf\">", "<a href=\"national.xlsx\">"] {
            assert!(page.contains(link), "{link}");
        }
    }

    #[test]
    fn the_next_step_is_to_send_drafts_where_there_are_some_and_to_prepare_them_elsewhere() {
        let batch = batch(40);
        let missing = "l’option --retours prépare les courriels";
        assert!(shown(&batch, &[]).contains(missing));
        let drafts = ["17-nantes/retours/0440001A_reponse.eml", "17-nantes/retours/relance_0440002B.eml"];
        let page = shown(&batch, &drafts);
        assert!(page.contains("1\u{a0}réponse et 1\u{a0}relance. Rien n’est parti."), "{page}");
        assert!(!page.contains(missing));
    }

    #[test]
    fn a_name_from_outside_stays_a_text() {
        let mut batch = batch(3);
        let mut line = batch.dossiers[0].documents[0].clone();
        let path = "<script>alert(1)</script>\" onclick='x'\u{202e}xslx.exe";
        line.document = Document { id: DocumentId(900), path: path.into(), ..line.document };
        line.verdict = Verdict::Rejected;
        batch.unattached = vec![line];
        let page = shown(&batch, &[]);
        assert!(!page.contains("<script>") && !page.contains('\u{202e}'));
        assert!(
            page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onclick=&#39;x&#39;\u{fffd}xslx.exe")
        );
        assert!(
            page.contains("Un document est rejeté") || page.contains("1\u{a0}document est rejeté"),
            "{page}"
        );
        assert!(page.contains("moins de 5 écoles"));
    }

    #[test]
    fn many_rejected_documents_are_counted() {
        let mut batch = batch(3);
        let line = batch.dossiers[0].documents[0].clone();
        batch.unattached = (0..REJECTED_TOLD as u32 + 2)
            .map(|rank| {
                let mut line = DocumentLine { verdict: Verdict::Rejected, ..line.clone() };
                line.document.id = DocumentId(900 + rank);
                line
            })
            .collect();
        assert!(shown(&batch, &[]).contains("Et 2\u{a0}autres documents, avec leur motif"));
    }
}
