//! The workbook read back: what each sheet says, that it says the dossier's totals, and that no text of a file is
//! ever anything but a text.

mod eyes;
mod reread;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::sheets::Sheet;
use super::*;
use crate::model::calendar::Date;
use crate::model::document::{Document, DocumentId, Verdict};
use crate::model::dossier::{Batch, DocumentLine, EntityId, HigherLine, Origin, SchoolFile, State};
use crate::model::evolution::Nature;
use crate::model::fiche::Figure;
use crate::model::finding::{Finding, Rule, Scope as Reach, Severity};
use crate::model::indicator::Tally;
use crate::model::scope::{Level, Scope};
use crate::render::fixture::{self, Shape};
use reread::Reread;

fn workbook(dossier: &Dossier) -> Result<Vec<u8>, WorkbookError> {
    super::workbook(dossier, Unattached::default(), &OneByOne)
}

/// The work done in order, on this thread.
struct OneByOne;

impl Spread for OneByOne {
    fn over<P: Send, R: Send>(
        &self,
        parts: Vec<P>,
        work: &(dyn Fn(P) -> Result<R, WorkbookError> + Sync),
    ) -> Result<Vec<R>, WorkbookError> {
        parts.into_iter().map(work).collect()
    }
}

fn reread(dossier: &Dossier) -> Reread {
    Reread::of(workbook(dossier).unwrap())
}

fn sum(values: &[String]) -> u32 {
    values.iter().map(|value| value.parse::<u32>().unwrap()).sum()
}

/// The second couple of the first school comes from its commune.
fn inherit(dossier: &mut Dossier) {
    let scope = Arc::new(Scope {
        academie: "17".into(),
        level: Level::Commune,
        places: [("44".to_owned(), "valbrune 0".to_owned())].into(),
        name: "Valbrune-0".into(),
    });
    let id = DocumentId(900);
    let mut line = dossier.documents[0].clone();
    line.document = Document { id, path: "depot/mairie.xlsx".into(), ..line.document };
    (line.uai, line.identified_by, line.scope) = (None, None, Some(Arc::clone(&scope)));
    dossier.documents.push(line);
    let couple = &mut dossier.schools[0].couples[1];
    (couple.origin, couple.document) = (Origin::Inherited, Some(id));
    dossier.total.inherited.add(couple.state);
    let assignment = dossier.assignments[1].assignment.clone();
    dossier.higher.push(HigherLine { scope, document: id, assignment, responsible: vec![EntityId(0)] });
}

/// Every cell of a small académie: `classeur.txt` is made by the program (`MAILLAGE_GOLDEN=1`) and read by eye.
#[test]
fn every_sheet_says_what_it_must() {
    let shape = Shape { schools: 5, per_circonscription: 3, ..Shape::default() };
    let mut dossier = fixture::after_two_months(&shape);
    dossier.stamp.mention = Some("Diffusion restreinte".into());
    let details = &mut dossier.assignments[0].assignment.details;
    details.start = Some(Date::constant(2025, 9, 1));
    details.end = Some(Date::constant(1850, 9, 1));
    details.fte = Some(0.25);
    details.phone = "0299000000".into();
    details.others = vec![("Classe".into(), "CM2".into()), ("Vide".into(), String::new())];
    inherit(&mut dossier);
    let text = reread(&dossier).text();
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/render/workbook/tests/classeur.txt");
    if std::env::var_os("MAILLAGE_GOLDEN").is_some() {
        std::fs::write(&golden, &text).unwrap();
    }
    let expected = std::fs::read_to_string(&golden).unwrap();
    for (line, (found, expected)) in text.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", line + 1);
    }
    assert_eq!(text.lines().count(), expected.lines().count());
}

#[test]
fn sheets_come_in_the_order_they_are_worked_in() {
    let sheets = reread(&fixture::dossier(&Shape::default())).sheets();
    assert_eq!(
        sheets,
        [
            "À faire",
            "Synthèse",
            "Matrice écoles",
            "Matrice territoires",
            "Matrice entités",
            "Responsables",
            "Prestations",
            "Moyens",
            "Anomalies",
            "Retours",
            "Évolution",
            "Détail",
            "Documents",
            "Regroupements",
            "Règles",
            "Lisez-moi"
        ]
    );
}

#[test]
fn every_total_is_the_dossier_s() {
    let dossier = fixture::dossier(&Shape { schools: 60, ..Shape::default() });
    let tally = dossier.total.tally;
    let mut book = reread(&dossier);

    let mut in_matrix: BTreeMap<String, u32> = BTreeMap::new();
    let matrix = book.table("Matrice écoles", "UAI");
    assert_eq!(matrix.len(), dossier.schools.len());
    for cell in matrix.iter().flat_map(|row| &row[5..19]) {
        *in_matrix.entry(cell.clone()).or_default() += 1;
    }
    for state in State::ALL {
        let mark = marks::state(state);
        assert_eq!(in_matrix.get(mark).copied().unwrap_or_default(), tally.of(state), "{mark}");
        assert_eq!(sum(&book.column("Synthèse", "Compétence", mark)), tally.of(state), "{mark}");
    }
    for (sheet, count) in [("Matrice écoles", "Couvertes"), ("Retours", "Couvertes")] {
        assert_eq!(sum(&book.column(sheet, "UAI", count)), tally.coverage_of_expected().numerator);
    }
    assert_eq!(
        sum(&book.column("Matrice écoles", "UAI", "Requises")),
        tally.coverage_of_expected().denominator
    );

    // The territories' rates are theirs, in the order of the columns.
    let territories = book.table("Matrice territoires", "Niveau");
    assert_eq!(territories.len(), 1 + dossier.departements.len() + dossier.circonscriptions.len());
    let told = std::iter::once(&dossier.total).chain(&dossier.departements).chain(&dossier.circonscriptions);
    for (row, territory) in territories.iter().zip(told) {
        let rates = territory.by_competence.iter().chain([&territory.tally]).map(Tally::coverage);
        for (cell, rate) in row[4..].iter().zip(rates) {
            let shown = cell.parse::<f64>().ok();
            let few = territory.answered() < crate::french::FEWEST_SCHOOLS;
            assert_eq!(shown.is_some(), !few && rate.denominator > 0, "{row:?}");
            let gap = shown.zip(rate.value()).map_or(0.0, |(shown, rate)| (shown - rate).abs());
            assert!(gap < 1e-5, "{row:?}");
        }
    }

    // Who holds, told three ways: couples of the matrix, lines by entity, types of entity.
    let held: u32 = dossier
        .schools
        .iter()
        .flat_map(|file| &file.couples)
        .map(|couple| couple.responsible.len() as u32)
        .sum();
    assert_eq!(sum(&book.column("Matrice entités", "Entité", "Couples")), held);
    assert_eq!(sum(&book.column("Synthèse", "Type d’entité", "Nombre compté")), held);
    let names = book.table("Responsables", "UAI");
    let unheld = names.iter().flat_map(|row| &row[4..18]).filter(|cell| *cell == marks::state(State::Orphan));
    assert_eq!(unheld.count() as u32, tally.of(State::Orphan));
    let fiche = book.table("Synthèse", "Chiffre");
    for (row, figure) in fiche.iter().zip(Figure::ALL) {
        let rate = dossier.total.fiche.of(figure);
        let [label, _, _, numerator, denominator, ..] = row.as_slice() else { panic!("{row:?}") };
        assert_eq!(
            (label.as_str(), numerator, denominator),
            (figure.label(), &rate.numerator.to_string(), &rate.denominator.to_string())
        );
    }

    let indicators = book.table("Synthèse", "Indicateur");
    let rate = |label: &str| {
        let row = indicators.iter().find(|row| row[0] == label).expect("the indicator is listed");
        let (rate, numerator, denominator) = (&row[1], &row[2], &row[3]);
        let (numerator, denominator): (u32, u32) = (numerator.parse().unwrap(), denominator.parse().unwrap());
        let shown: f64 = rate.parse().unwrap();
        assert!((shown - f64::from(numerator) / f64::from(denominator)).abs() < 1e-6, "{label}");
        crate::model::indicator::Rate::new(numerator, denominator)
    };
    assert_eq!(rate("Taux de retour"), dossier.total.return_rate().unwrap());
    assert_eq!(rate("Couverture, écoles ayant répondu"), tally.coverage());
    assert_eq!(rate("Couverture, toutes écoles attendues"), tally.coverage_of_expected());
    assert_eq!(rate("Taux d’étude"), tally.studied());
    assert_eq!(rate("Part partagée (plusieurs responsables)"), tally.share(State::Shared));

    let couverture: Vec<String> = book.column("Synthèse", "Territoire", "Couvertes");
    assert_eq!(couverture[0], tally.of(State::Covered).to_string());
    assert_eq!(couverture.len(), 1 + dossier.departements.len() + dossier.circonscriptions.len());
    // Findings that repeat down a column are one line, which says how many.
    let times: usize = book
        .column("Anomalies", "Code", "Nombre de fois")
        .iter()
        .map(|times| times.parse::<usize>().unwrap())
        .sum();
    assert_eq!(times, dossier.findings.len());
    assert_eq!(book.table("Retours", "UAI").len(), dossier.schools.len());
    assert_eq!(book.table("Détail", "UAI").len(), dossier.assignments.len());
    assert_eq!(book.table("Documents", "Document").len(), dossier.documents.len());
    let spellings: usize = dossier.entities.iter().map(|entity| entity.spellings.len()).sum();
    assert_eq!(book.table("Regroupements", "Entité retenue").len(), spellings);
    let received = book.column("Retours", "UAI", "Retour").iter().filter(|mark| *mark == "● Reçu").count();
    assert_eq!(received as u32, dossier.total.returned);
}

#[test]
fn what_most_schools_are_told_is_one_line_that_counts_them() {
    static COMMON: Rule = Rule {
        code: "MOY-001",
        severity: Severity::Info,
        scope: Reach::School,
        what: "Aucun moyen n’est écrit.",
        ..RARE
    };
    static RARE: Rule = Rule {
        code: "COL-010",
        name: "colonne",
        severity: Severity::Info,
        scope: Reach::Document,
        what: "Une colonne est inconnue.",
        why: "",
        fix: "Voyez la colonne.",
        example: "",
    };

    let mut dossier = fixture::dossier(&Shape::default());
    let model = dossier.findings[0].clone();
    dossier.findings.truncate(1);
    let told = |rule: &'static Rule, file: &SchoolFile| Finding {
        rule,
        severity: Severity::Info,
        uai: Some(file.school.uai),
        document: file.retained,
        competence: None,
        cell: None,
        read: String::new(),
        ..model.clone()
    };
    let answered: Vec<&SchoolFile> = dossier.schools.iter().filter(|file| file.retained.is_some()).collect();
    let most = answered.iter().take(30).map(|file| told(&COMMON, file));
    let few: Vec<Finding> = most.chain(answered.iter().take(3).map(|file| told(&RARE, file))).collect();
    dossier.findings.extend(few);
    let mut book = reread(&dossier);
    assert_eq!(
        book.column("Anomalies", "Code", "Code"),
        ["RES-002", "COL-010", "COL-010", "COL-010", "MOY-001"]
    );
    assert_eq!(book.column("Anomalies", "Code", "École")[4], "30\u{a0}écoles");
    assert_eq!(book.column("Anomalies", "Code", "Nombre de fois")[4], "30");
    let constat = &book.column("Anomalies", "Code", "Constat")[4];
    assert!(
        constat.starts_with("Aucun moyen n’est écrit. Plus de la moitié des écoles sont dans ce cas"),
        "{constat}"
    );

    // What names something of a document, a sheet left out or a cell, is told in each, however many they are.
    let mut named = dossier.clone();
    for finding in named.findings.iter_mut().filter(|finding| finding.rule.code == "MOY-001") {
        finding.cell = model.cell;
    }
    assert_eq!(reread(&named).column("Anomalies", "Code", "Code").len(), 34);
    named = dossier.clone();
    for finding in named.findings.iter_mut().filter(|finding| finding.rule.code == "MOY-001") {
        finding.rule = &RARE;
    }
    assert_eq!(reread(&named).column("Anomalies", "Code", "Code").len(), 1 + 30, "one for each document");

    // The gravest are told to each school, however many they are.
    dossier.findings.iter_mut().for_each(|finding| finding.severity = Severity::Warning);
    assert_eq!(reread(&dossier).column("Anomalies", "Code", "Code").len(), 34);
}

#[test]
fn what_matters_most_is_on_top() {
    let mut dossier = fixture::dossier(&Shape { schools: 20, ..Shape::default() });
    let last = dossier.findings.len() - 1;
    for (rank, finding) in dossier.findings.iter_mut().enumerate() {
        finding.severity = if rank == last { Severity::Blocking } else { Severity::Info };
    }
    // A document of a missing school that could not be kept: to ask again, before what is in order.
    let file = dossier.schools.iter_mut().rfind(|file| file.retained.is_none()).unwrap();
    file.received = vec![DocumentId(9_999)];
    let mut book = reread(&dossier);
    let severities = book.column("Anomalies", "Code", "Gravité");
    assert_eq!(severities[0], "▲ Bloquant");
    assert!(severities[1..].iter().all(|mark| mark == "○ Info"));
    let returns = book.column("Retours", "UAI", "Retour");
    assert_eq!(returns[..3], ["× Manquant", "▲ À renvoyer", "● Reçu"]);
}

#[test]
fn what_moved_is_listed_regressions_first_and_the_oldest_open_points_last() {
    let dossier = fixture::after_two_months(&Shape { schools: 60, ..Shape::default() });
    let evolution = dossier.evolution.as_ref().unwrap();
    let mut book = reread(&dossier);
    let natures = book.column("Évolution", "Nature du changement", "Nature du changement");
    assert_eq!(natures.len(), evolution.changes.len() + evolution.schools.len());
    for nature in Nature::ALL {
        let listed = natures.iter().filter(|told| *told == nature.label()).count() as u32;
        assert_eq!(listed, evolution.number(nature), "{nature:?}");
    }
    let regressions = evolution.number(Nature::Regression) as usize;
    assert!(regressions > 0 && natures[..regressions].iter().all(|told| told == "Recul"));
    let rows = book.table("Évolution", "Nature du changement");
    let (recul, settled) = (&rows[0], &rows[regressions]);
    assert_eq!((recul[6].as_str(), recul[7].as_str()), ("● Couverte", "○ Orpheline"));
    assert_eq!(
        (settled[0].as_str(), settled[7].as_str(), settled[8].as_str()),
        ("Progrès", "● Couverte", "")
    );
    assert!(!settled[9].is_empty(), "{settled:?}");
    let months: Vec<u32> =
        rows.iter().filter(|row| row[0] == "Toujours ouvert").map(|row| row[8].parse().unwrap()).collect();
    assert!(months.len() > 1 && months.is_sorted_by(|left, right| left >= right), "{months:?}");

    // Terms of the summary: what the same schools were, what they are, and the gap between both.
    let indicators = book.table("Synthèse", "Indicateur");
    let row = indicators.iter().find(|row| row[0] == "Couverture, écoles ayant répondu").unwrap();
    let [before, after, gap] = [4, 5, 6].map(|column: usize| row[column].parse::<f64>().unwrap());
    assert!((before - evolution.total.before.coverage().value().unwrap()).abs() < 1e-6);
    assert!((after - evolution.total.after.coverage().value().unwrap()).abs() < 1e-6);
    assert!((gap - evolution.total.gap(Tally::coverage).unwrap()).abs() < 1e-4);
    let of_school: Vec<String> = book.column("Retours", "UAI", "Depuis le mois précédent");
    let fallen = evolution.changes.iter().filter(|change| change.nature == Nature::Regression);
    let schools: std::collections::BTreeSet<usize> = fallen.map(|change| change.school).collect();
    let told = of_school.iter().filter(|told| told.contains("recul")).count();
    assert_eq!(told, schools.len(), "{of_school:?}");
    let oldest: Vec<String> = book.column("À faire", "Rang", "Depuis (mois, au plus)");
    assert!(oldest.iter().any(|months| months == "3"), "{oldest:?}");
}

#[test]
fn a_first_month_has_its_sheet_and_says_so() {
    let mut book = reread(&fixture::dossier(&Shape::default()));
    assert!(book.rows("Évolution")[1][1].starts_with("Premier mois connu"));
    assert!(book.table("Évolution", "Nature du changement").is_empty());
    for (sheet, compared) in
        [("Synthèse", "Mois précédent, mêmes écoles"), ("À faire", "Depuis (mois, au plus)")]
    {
        assert!(book.rows(sheet).iter().flatten().all(|cell| cell != compared), "{sheet}");
    }
}

#[test]
fn a_gap_on_few_schools_is_not_told_as_a_percentage() {
    let dossier = fixture::after_two_months(&Shape { schools: 4, ..Shape::default() });
    let row = reread(&dossier).table("Synthèse", "Indicateur")[1].clone();
    assert_eq!((row[4].as_str(), row[5].as_str(), row[6].as_str()), ("< 5 écoles", "< 5 écoles", ""));
}

const HOSTILE: [&str; 10] = [
    "=1+1",
    "@SUM(A1)",
    "+33 6 00 00 00 00",
    "-2",
    "http://exemple.invalid/piege",
    "{=1+1}",
    "<r><t>pris pour du balisage</t></r>",
    "fin\0de\u{1b}ligne\u{ffff}",
    "_x0041_ & <a href=\"#\">'",
    "mailto:personne@example.org",
];

/// A dossier whose every text is one that a spreadsheet could take for something else.
fn hostile_dossier() -> Dossier {
    let mut dossier = fixture::dossier(&Shape { schools: 10, ..Shape::default() });
    let mut next = HOSTILE.iter().cycle();
    let mut hostile = || (*next.next().unwrap()).to_owned();
    for file in &mut dossier.schools {
        let school = Arc::make_mut(&mut file.school);
        school.name = hostile().into();
        school.commune = hostile().into();
        school.circonscription = hostile().into();
        school.email = hostile().into();
    }
    for line in &mut dossier.assignments {
        let read = &mut line.assignment;
        read.written = hostile();
        read.label.value = hostile();
        read.at.sheet = hostile().into();
        let details = &mut read.details;
        for text in [
            &mut details.person,
            &mut details.fonction,
            &mut details.email,
            &mut details.phone,
            &mut details.provider,
            &mut details.service,
            &mut details.service_level,
            &mut details.level,
            &mut details.local_person,
            &mut details.documentation,
            &mut details.comment,
        ] {
            *text = hostile();
        }
        details.others = vec![(hostile(), hostile())];
    }
    for entity in &mut dossier.entities {
        entity.name = hostile();
        for spelling in &mut entity.spellings {
            spelling.written = hostile();
        }
    }
    for line in &mut dossier.documents {
        line.document.path = hostile();
    }
    for finding in &mut dossier.findings {
        finding.message = hostile();
        finding.read = hostile();
        finding.expected = hostile();
        finding.sheet = Some(hostile().into());
    }
    for territory in dossier.circonscriptions.iter_mut().chain(&mut dossier.departements) {
        territory.name = hostile();
    }
    dossier.academie.name = "=Nantes & <b>".into();
    dossier.registry = Some("=annuaire & http://exemple.invalid".into());
    dossier.stamp.mention = Some("&\"Arial\"=mention".into());
    dossier
}

#[test]
fn texts_of_files_stay_texts() {
    let dossier = hostile_dossier();
    let mut book = reread(&dossier);
    let shown = |text: &str| safe::text(text).into_owned();
    let written: Vec<String> =
        dossier.assignments.iter().map(|line| shown(&line.assignment.written)).collect();
    assert_eq!(book.column("Détail", "UAI", "Réponse lue"), written);
    let phones: Vec<String> =
        dossier.assignments.iter().map(|line| shown(&line.assignment.details.phone)).collect();
    assert_eq!(book.column("Détail", "UAI", "Téléphone"), phones);
    let mut found = book.column("Anomalies", "Code", "Texte lu");
    let mut read: Vec<String> = dossier.findings.iter().map(|finding| shown(&finding.read)).collect();
    found.sort();
    read.sort();
    assert_eq!(found, read);
    let names: Vec<String> = dossier.schools.iter().map(|file| shown(&file.school.name)).collect();
    assert_eq!(book.column("Matrice écoles", "UAI", "École"), names);

    for sheet in book.parts("xl/worksheets/sheet") {
        let xml = book.part(&sheet);
        for formula in xml.split("<f>").skip(1) {
            let ours = [
                "COUNTIF(",
                "14-COUNTIF(",
                "COUNTIFS('Matrice écoles'!",
                "IF(COUNTIF(V5:V",
                "IF($D",
                "SUBTOTAL(109,",
            ];
            assert!(
                ours.iter().any(|begin| formula.starts_with(begin)) && !formula.contains("Circonscription"),
                "{sheet}: {formula:.60}"
            );
        }
        for link in xml.split("<hyperlink ").skip(1) {
            let link = link.split('>').next().unwrap();
            assert!(link.contains("location=") && !link.contains("r:id"), "{sheet}: {link}");
        }
    }
    for relations in book.parts("xl/worksheets/_rels") {
        assert!(!book.part(&relations).contains("External"), "{relations}");
    }
    // Markup of a text is escaped, signs that XML forbids are shown as missing.
    let strings = book.part("xl/sharedStrings.xml");
    assert!(strings.contains("&lt;r&gt;&lt;t&gt;pris pour du balisage"));
    assert!(strings.contains("fin\u{fffd}de\u{fffd}ligne\u{fffd}"));
    assert!(strings.contains("_x005F_x0041_ &amp; &lt;a"));
}

#[test]
fn texts_longer_than_a_cell_are_cut_visibly() {
    let mut dossier = fixture::dossier(&Shape { schools: 2, ..Shape::default() });
    dossier.assignments[0].assignment.details.comment = "très long ".repeat(10_000);
    let comments = reread(&dossier).column("Détail", "UAI", "Commentaire");
    assert_eq!(comments[0].encode_utf16().count(), 32_767);
    assert!(comments[0].ends_with(" …"));
}

/// A document that no school could be found for, and why.
fn lost(path: &str) -> (DocumentLine, Finding) {
    let dossier = fixture::dossier(&Shape::default());
    let finding = Finding { document: Some(DocumentId(901)), uai: None, ..dossier.findings[0].clone() };
    let mut line = dossier.documents[0].clone();
    line.document = Document { id: DocumentId(901), path: path.into(), ..line.document };
    (line.uai, line.identified_by, line.verdict) = (None, None, Verdict::Rejected);
    line.reason = Some(finding.rule.code);
    (line, Finding { message: "Aucune école n’est nommée.".into(), ..finding })
}

#[test]
fn a_document_of_no_school_is_listed_first_with_what_to_do() {
    let dossier = fixture::dossier(&Shape::default());
    let (line, finding) = lost("sans nom.xlsx");
    let fix = finding.rule.fix;
    let (documents, findings) = (&[line][..], &[finding][..]);
    let unattached = Unattached { documents, findings };
    let bytes = super::workbook(&dossier, unattached, &OneByOne);
    let mut workbook = Reread::of(bytes.unwrap());
    let listed = workbook.table("Documents", "Document");
    assert_eq!(listed.len(), dossier.documents.len() + 1);
    assert_eq!(listed[0][0], "sans nom.xlsx");
    assert_eq!(listed[0][3..5], ["Aucune école n’est nommée.", fix]);
    let hint = &workbook.rows("À faire")[1][1];
    let told = "Un document est sans école reconnue, donc rejeté";
    assert!(hint.starts_with(told), "{hint}");
    let hint = &workbook.rows("Documents")[1][1];
    assert!(hint.contains(told), "{hint}");
    let rows = workbook.rows("Synthèse");
    let (top, left) = (0..rows.len())
        .find_map(|row| Some((row, rows[row].iter().position(|cell| cell == "Verdict")?)))
        .unwrap();
    let below = rows[top + 1..].iter().map(|row| (row[left].as_str(), row[left + 1].clone()));
    let verdicts: BTreeMap<&str, String> = below.take_while(|(label, _)| !label.is_empty()).collect();
    let of_all = Verdict::ALL.map(|verdict| verdicts[verdict.label()].clone());
    assert_eq!((sum(&of_all) as usize, &*verdicts["dont sans école reconnue"]), (listed.len(), "1"));
    let lines = workbook.column("Anomalies", "Code", "Document");
    assert_eq!(lines.iter().filter(|path| *path == "sans nom.xlsx").count(), 1);
    let sources = workbook.column("Lisez-moi", "Rubrique", "Explication");
    let received = format!("{} documents reçus, dont 1 sans école reconnue", listed.len());
    assert!(sources.iter().any(|told| told.replace('\u{a0}', " ") == received), "{received}");
}

fn batch(dossiers: Vec<Dossier>) -> Batch {
    let (line, finding) = lost("sans académie.xlsx");
    Batch {
        referential: Arc::clone(&dossiers[0].referential),
        dossiers,
        unattached: vec![line],
        unattached_findings: vec![finding],
        unmet_groupings: Vec::new(),
        derogations: Vec::new(),
    }
}

#[test]
fn a_single_academie_has_no_national_workbook() {
    assert!(national(&batch(vec![fixture::dossier(&Shape::default())]).into()).unwrap().is_none());
}

#[test]
fn several_academies_are_compared_and_their_sums_are_theirs() {
    let one = fixture::dossier(&Shape::default());
    let mut other = fixture::dossier(&Shape { schools: 12, ..Shape::default() });
    other.academie.name = "=HYPERLINK(\"x\")".into();
    let tallies = [&one, &other].map(|dossier| dossier.total.tally);
    let expected = [&one, &other].map(|dossier| dossier.total.expected.unwrap());
    let batch = batch(vec![one, other]);
    let overviews = batch.clone().into();
    let bytes = national(&overviews).unwrap().unwrap();
    assert_eq!(bytes, national(&overviews).unwrap().unwrap());
    let mut workbook = Reread::of(bytes);
    assert_eq!(workbook.sheets(), ["Académies", "Compétences", "Fiche", "Détail", "Sans académie"]);
    let ranges = workbook.part("xl/workbook.xml");
    assert!(ranges.contains("<definedName name=\"Donnees_Academies\">'Académies'!$A$4:$T$7<"), "{ranges}");
    let column = |workbook: &mut Reread, title: &str| workbook.column("Académies", "Académie", title);
    let names = column(&mut workbook, "Académie");
    let name = &batch.dossiers[0].academie.name;
    assert_eq!(names, ["Ensemble des académies", name, "=HYPERLINK(\"x\")", "Sans académie"]);
    let [schools, orphans, covered] = ["Écoles attendues", "Orphelines", "Couvertes"].map(|title| {
        let values = column(&mut workbook, title);
        assert_eq!(sum(&values[..1]), sum(&values[1..3]), "{title}");
        sum(&values[1..3])
    });
    // What no académie counts, the whole does, as the terminal; and each document has one verdict.
    let counts = batch.counts();
    for (title, told) in [
        ("Documents reçus", counts.received()),
        ("Rejetés", counts.with(Verdict::Rejected)),
        ("Anomalies bloquantes", counts.findings(Severity::Blocking)),
    ] {
        let values = column(&mut workbook, title);
        assert_eq!((sum(&values[..1]), sum(&values[1..])), (told, told), "{title}");
    }
    let verdicts = ["Retenus", "Remplacés", "Doublons", "Rejetés", "Ignorés"];
    let by_verdict: u32 = verdicts.map(|title| sum(&column(&mut workbook, title)[..1])).iter().sum();
    assert_eq!(by_verdict, counts.received());
    assert_eq!(schools, expected.iter().sum::<u32>());
    assert_eq!(orphans, tallies.iter().map(|tally| tally.of(State::Orphan)).sum::<u32>());
    assert_eq!(covered, tallies.iter().map(|tally| tally.of(State::Covered)).sum::<u32>());
    let detail = workbook.column("Détail", "Académie", "Orpheline");
    assert_eq!(sum(&detail), orphans);
    assert_eq!(workbook.table("Compétences", "Académie").len(), 3);
    assert_eq!(workbook.table("Sans académie", "Document")[0][0], "sans académie.xlsx");
}

#[test]
fn people_are_named_in_the_detail_alone() {
    let mut dossier = fixture::dossier(&Shape { schools: 12, ..Shape::default() });
    let secrets =
        ["Zélie Personne", "zelie.personne@example.org", "06 00 11 22 33", "Référente Zoé", "Fonction Z"];
    for line in &mut dossier.assignments {
        let details = &mut line.assignment.details;
        details.person = secrets[0].into();
        details.email = secrets[1].into();
        details.phone = secrets[2].into();
        details.local_person = secrets[3].into();
        details.fonction = secrets[4].into();
    }
    let text = reread(&dossier).text();
    for sheet in text.split("== ").filter(|sheet| !sheet.is_empty()) {
        let name = sheet.lines().next().unwrap();
        for secret in secrets {
            assert_eq!(sheet.contains(secret), name == "Détail", "{secret} in {name}");
        }
    }
}

#[test]
fn every_table_is_real_framed_and_ready_to_print() {
    for schools in [0, 1, 40] {
        let mut book = reread(&fixture::dossier(&Shape { schools, ..Shape::default() }));
        let sheets = book.parts("xl/worksheets/sheet");
        assert_eq!(sheets.len(), Sheet::ALL.len());
        for name in &sheets {
            let xml = book.part(name);
            for part in [
                "<pane ",
                "state=\"frozen\"",
                "orientation=\"landscape\"",
                "paperSize=\"9\"",
                "fitToPage=\"1\"",
                "fitToHeight=\"0\"",
                "Page &amp;P/&amp;N",
                "24/11/2026 · Maillage 0.1.0 · projet",
                "<tablePart ",
            ] {
                assert!(xml.contains(part), "{name}: {part}");
            }
            assert!(!xml.contains("<mergeCell"), "{name}");
        }
        let tables = book.parts("xl/tables/table");
        assert_eq!(tables.len(), 15 + 9, "one a sheet, nine in the summary");
        for name in tables {
            let xml = book.part(&name);
            // A filter of the summary would hide rows of the tables beside its own.
            let alone =
                Sheet::ALL.iter().any(|sheet| *sheet != Sheet::Summary && table(&xml).0 == sheet.table());
            assert_eq!(xml.contains("<autoFilter "), alone, "{name}");
        }
        let xml = book.part("xl/workbook.xml");
        for defined in ["Donnees_Matrice", "Donnees_Anomalies", "Donnees_Detail", "_xlnm.Print_Titles"] {
            assert!(xml.contains(&format!("name=\"{defined}\"")), "{defined}");
        }
        for chart in book.parts("xl/drawings/drawing") {
            let xml = book.part(&chart);
            // Territories are compared where there are several; nothing is drawn of nothing.
            let bars = [0, 2, 3][usize::from(schools > 0) + usize::from(schools > 1)];
            assert_eq!(xml.matches("descr=\"Barres").count(), bars, "{chart}");
        }
    }
}

/// The name of a table, the rows of its headers and of its last line, from one.
fn table(xml: &str) -> (&str, [u32; 2]) {
    let told = |text, attribute: &str| -> &str {
        let (_, value) = str::split_once(text, attribute).unwrap();
        value.split('"').next().unwrap()
    };
    let (first, last) = told(xml, " ref=\"").split_once(':').unwrap();
    let row = |cell: &str| cell.trim_start_matches(|sign: char| sign.is_ascii_uppercase()).parse().unwrap();
    (told(xml, " displayName=\""), [row(first), row(last)])
}

#[test]
fn every_table_ends_where_its_lines_do() {
    let shape = Shape { schools: 60, ..Shape::default() };
    let mut book = reread(&fixture::after_two_months(&shape));
    let parts: Vec<String> = book.parts("xl/tables/table").iter().map(|name| book.part(name)).collect();
    let tables: Vec<_> = parts.iter().map(|xml| table(xml)).collect();
    for sheet in Sheet::ALL.into_iter().filter(|sheet| *sheet != Sheet::Summary) {
        let (_, [header, last]) = tables.iter().find(|(name, ..)| *name == sheet.table()).unwrap();
        let rows = book.rows(sheet.name());
        assert_eq!(*header, sheet.header_row() + 1, "{}", sheet.name());
        assert!(!rows[*last as usize - 1].iter().all(String::is_empty), "{}", sheet.name());
        assert_eq!(rows.len(), *last as usize, "{}", sheet.name());
    }
    let (_, [header, last]) = tables.iter().find(|(name, ..)| *name == "Gravites").unwrap();
    assert_eq!(last - header, Severity::ALL.len() as u32);
}

#[test]
fn the_summary_begins_a_page_where_a_block_would_be_cut() {
    let mut book = reread(&fixture::dossier(&Shape::default()));
    let rows = book.rows("Synthèse");
    let xml = book.part("xl/worksheets/sheet2.xml");
    let (_, breaks) = xml.split_once("<rowBreaks").expect("the summary has pages of its own");
    let above: Vec<usize> =
        breaks.split("<brk id=\"").skip(1).filter_map(|id| id.split('"').next()?.parse().ok()).collect();
    let titles: Vec<&str> = above.iter().map(|row| rows[*row][0].as_str()).collect();
    // A table and its titles after its chart, a chart and the titles above it: never a few rows of either.
    assert_eq!(titles[0], "Compétence");
    assert!(titles[1].starts_with("Qui est responsable"), "{titles:?}");
    assert!(above.windows(2).all(|pair| pair[1] - pair[0] <= 50), "{above:?}");
}

#[test]
fn a_corrected_cell_keeps_its_colour_and_its_count() {
    let mut book = reread(&fixture::dossier(&Shape::default()));
    let matrix = book.part("xl/worksheets/sheet3.xml");
    for state in State::ALL {
        let label = state.label();
        assert!(matrix.contains(&format!("operator=\"containsText\" text=\"{label}\"")), "{label}");
        assert!(matrix.contains(marks::state(state)), "the drop-down offers {label}");
    }
    assert!(matrix.contains("<f>COUNTIF(F5:S5,\"*Couverte*\")</f>"));
    assert!(matrix.contains("<f>14-COUNTIF(F5:S5,\"*Sans objet*\")</f>"));
    assert!(matrix.contains("<f>14-COUNTIF(F5:S5,\"*Non rendue*\")</f>"));
    // Nothing to divide by is blank, and few schools are few, before and after a correction.
    let rate = "IF(COUNTIF(V5:V44,\"&gt;0\")&lt;5,\"&lt; 5 écoles\",IFERROR(COUNTIF(F5:F44,\"*Couverte*\")/";
    assert!(matrix.contains(rate), "{rate}");
    let territories = book.part("xl/worksheets/sheet4.xml");
    assert!(territories.contains("<f>COUNTIFS('Matrice écoles'!$V$5:$V$44,\"&gt;0\")</f>"));
    assert!(territories.contains("<f>IF($D4&lt;5,"));
}

/// A sheet's columns that print, each with its width in pixels.
fn printed(book: &mut Reread, rank: usize, sheet: Sheet) -> Vec<u32> {
    let ranges = book.part("xl/workbook.xml");
    let area = format!("name=\"_xlnm.Print_Area\" localSheetId=\"{rank}\">");
    let (_, area) = ranges.split_once(&area).unwrap_or_else(|| panic!("{}", sheet.name()));
    let last = area.split('<').next().unwrap().rsplit('$').nth(1).unwrap();
    let last = xml::column_number(last.as_bytes());
    let sheet = book.part(&format!("xl/worksheets/sheet{}.xml", rank + 1));
    let attribute = |text: &str, name: &str| -> f64 {
        let (_, value) = text.split_once(&format!(" {name}=\"")).unwrap();
        value.split('"').next().unwrap().parse().unwrap()
    };
    let mut widths = vec![64; last as usize];
    for told in sheet.split("<col ").skip(1) {
        let told = format!(" {told}");
        for column in attribute(&told, "min") as usize..=attribute(&told, "max") as usize {
            if let Some(width) = widths.get_mut(column - 1) {
                *width = (attribute(&told, "width") * 7.0).round() as u32;
            }
        }
    }
    widths
}

#[test]
fn what_prints_is_large_enough_to_be_read() {
    let mut dossier = fixture::after_two_months(&Shape::default());
    inherit(&mut dossier);
    dossier.stamp.deadline = Some(Date::constant(2026, 11, 20));
    dossier.entities[0].name = "Communauté de communes du Pays de Valbrune et de la Vallée".into();
    for line in &mut dossier.assignments {
        line.assignment.details.provider = "Société des réseaux scolaires de l’Ouest".into();
        line.assignment.details.service = "Contrat de maintenance et de conseil".into();
        line.assignment.details.service_level = "Intervention sous 48 heures ouvrées".into();
    }
    let mut book = reread(&dossier);
    // A4 in landscape, less its margins.
    let page = (297.0 / 25.4 - 0.5) * 72.0;
    let sizes = Sheet::ALL.into_iter().enumerate().map(|(rank, sheet)| {
        let points = f64::from(printed(&mut book, rank, sheet).iter().sum::<u32>()) * 0.75;
        let compact = [Sheet::Matrix, Sheet::Subtotals, Sheet::Entities, Sheet::Holders].contains(&sheet);
        (sheet.name(), (page / points).min(1.0) * if compact { 9.0 } else { 11.0 })
    });
    let small: Vec<(&str, f64)> = sizes.filter(|(_, size)| *size < 6.45).collect();
    assert!(small.is_empty(), "{small:.2?}");
}

#[test]
fn without_a_registry_no_rate_of_return_is_given_and_the_sheets_say_why() {
    let dossier = fixture::dossier(&Shape { registry: false, ..Shape::default() });
    let mut book = reread(&dossier);
    let indicators = book.table("Synthèse", "Indicateur");
    for label in ["Taux de retour", "Couverture, toutes écoles attendues"] {
        let row = indicators.iter().find(|row| row[0] == label).unwrap();
        assert_eq!(row[1..4], ["sans annuaire", "", ""]);
    }
    assert!(book.rows("Synthèse")[1][0].contains("aucun annuaire des écoles attendues n’a été donné"));
    assert!(book.rows("Retours")[1][1].contains("Relancez avec --annuaire"));
    assert!(book.column("Retours", "UAI", "Attendue").iter().all(String::is_empty));
    assert!(book.text().contains("aucun annuaire donné"));
}

#[test]
fn too_few_schools_get_counts_and_no_percentage() {
    let mut book = reread(&fixture::dossier(&Shape { schools: 1, ..Shape::default() }));
    for row in book.table("Synthèse", "Indicateur") {
        assert!(row[1].is_empty() || row[1] == "< 5 écoles", "{row:?}");
    }
    assert_eq!(book.table("Matrice écoles", "UAI").len(), 1);
    assert!(book.column("À faire", "Rang", "Part des écoles").iter().all(String::is_empty));
}

#[test]
fn nothing_received_is_a_workbook_that_says_so() {
    let mut book = reread(&fixture::dossier(&Shape { schools: 0, ..Shape::default() }));
    assert!(book.rows("Anomalies")[1][1].starts_with("Aucune anomalie"));
    assert!(book.rows("À faire")[1][1].starts_with("Rien à trancher"));
    assert!(book.table("Matrice écoles", "UAI").is_empty());
    let row = &book.table("Synthèse", "Indicateur")[0];
    assert_eq!(row[..4], ["Taux de retour", "", "0", "0"]);
}

#[test]
fn an_hour_is_shown_whole() {
    let mut dossier = fixture::dossier(&Shape::default());
    for line in &mut dossier.documents {
        line.document.modified = Some(Date::constant(2026, 11, 3).at(14, 5, 0, 0));
    }
    let mut book = reread(&dossier);
    let xml = book.part("xl/worksheets/sheet13.xml");
    let rank = book.rows("Documents")[2].iter().position(|title| title == "Fichier modifié le").unwrap() + 1;
    let (_, column) = xml.split_once(&format!("<col min=\"{rank}\" max=\"{rank}\" width=\"")).unwrap();
    let width: f64 = column.split('"').next().unwrap().parse().unwrap();
    assert!(width >= 17.0, "{width}");
}

/// A finding that stops a document of a school, and the document.
fn rejected(dossier: &Dossier) -> (DocumentLine, Finding) {
    let (mut line, mut finding) = lost("depot/abîmé.xlsx");
    line.document.id = DocumentId(800);
    (line.uai, finding.uai) = (dossier.documents[3].uai, dossier.documents[3].uai);
    finding.document = Some(DocumentId(800));
    (line, finding)
}

#[test]
fn what_rejects_a_document_comes_before_what_loses_one_couple() {
    static CELL: Rule = Rule {
        code: "VAL-001",
        name: "valeur-en-erreur",
        severity: Severity::Blocking,
        scope: Reach::Document,
        what: "Une cellule est en erreur.",
        why: "",
        fix: "",
        example: "",
    };
    let mut dossier = fixture::dossier(&Shape::default());
    let cell = Finding { rule: &CELL, ..dossier.findings[0].clone() };
    dossier.findings.insert(0, cell);
    let (line, finding) = rejected(&dossier);
    dossier.documents.push(line);
    dossier.findings.push(finding);
    let copy = DocumentLine { verdict: Verdict::Ignored, reason: None, ..lost("zz copie.xlsx").0 };
    let (line, finding) = lost("zz sans nom.xlsx");
    let (documents, findings) = (&[copy, line][..], &[finding][..]);
    let bytes = super::workbook(&dossier, Unattached { documents, findings }, &OneByOne);
    let mut book = Reread::of(bytes.unwrap());
    let listed = book.column("Anomalies", "Code", "Document");
    assert_eq!(listed[..2], ["zz sans nom.xlsx", "depot/abîmé.xlsx"]);
    assert_eq!(book.column("Anomalies", "Code", "Code")[2], "VAL-001");
    // The same documents first, and one sentence on both sheets.
    let documents = book.column("Documents", "Document", "Document");
    assert_eq!(documents[..3], ["zz sans nom.xlsx", "depot/abîmé.xlsx", "zz copie.xlsx"]);
    let told = "2 documents sont sans école reconnue, dont 1\u{a0}rejeté";
    for sheet in ["À faire", "Documents"] {
        let hint = &book.rows(sheet)[1][1];
        assert!(hint.contains(told), "{hint}");
    }
}

#[test]
fn a_service_says_whose_it_is_and_its_provider_has_one_name() {
    let mut dossier = fixture::dossier(&Shape { state: |_, _| State::Covered, ..Shape::default() });
    let spelling = dossier.entities[1].spellings[0].written.clone();
    let others = ["Scolavia", &*spelling, "scolavia", "Réseau Ardoise", "RÉSEAU ARDOISE"];
    dossier.assignments.truncate(14 * others.len());
    let mut lines: Vec<_> = dossier.assignments.iter().step_by(14).cloned().collect();
    for (line, provider) in lines.iter_mut().zip(others) {
        let details = &mut line.assignment.details;
        (details.provider, details.end) = (provider.into(), None);
        line.responsible = vec![EntityId(0)];
    }
    dossier.assignments = lines;
    let mut book = reread(&dossier);
    assert_eq!(book.column("Prestations", "Échéance", "Prestataire"), ["Réseau Ardoise", "Scolavia"]);
    assert_eq!(book.column("Prestations", "Échéance", "École"), ["2\u{a0}écoles", "3\u{a0}écoles"]);
    assert_eq!(book.column("Prestations", "Échéance", "Circonscription"), ["Circonscription 01"; 2]);
    dossier.assignments.truncate(1);
    let mut book = reread(&dossier);
    let file = &dossier.schools[0].school;
    let uai = file.uai.to_string();
    assert_eq!(book.table("Prestations", "Échéance")[0][2..4], [uai, file.name.to_string()]);
    let xml = book.part("xl/worksheets/sheet7.xml");
    assert!(xml.contains("<hyperlink ref=\"C4\" location=\"'Matrice écoles'!A5\"/>"));
}

#[test]
fn a_territory_alone_names_its_holders_as_it_wrote_them() {
    let mut dossier = fixture::dossier(&Shape::default());
    inherit(&mut dossier);
    dossier.assignments.clear();
    dossier.higher[0].responsible.clear();
    let mut book = reread(&dossier);
    let service = &book.table("Prestations", "Échéance")[0];
    assert_eq!(service[3], "Commune\u{a0}: Valbrune-0");
    assert_eq!(book.column("Prestations", "Échéance", "Entité responsable"), ["Mairie"]);
    assert_eq!(book.column("Moyens", "Compétence", "Entité responsable"), ["Mairie"]);
}

#[test]
fn a_contract_that_ends_soon_is_not_coloured_as_over() {
    let mut book = reread(&fixture::dossier(&Shape::default()));
    let xml = book.part("xl/worksheets/sheet7.xml");
    let rank = |word: &str| xml.find(&format!("text=\"{word}\"")).expect("a colour for each term");
    assert!(rank("Bientôt échue") < rank("Échue"));
}

#[test]
fn only_the_words_of_states_have_their_colours_in_the_legend() {
    let mut book = reread(&fixture::dossier(&Shape::default()));
    let rows = book.rows("Lisez-moi");
    let of_states = |row: &Vec<String>| row[0] == "États";
    let first = rows.iter().position(of_states).unwrap() + 1;
    let area = format!("<conditionalFormatting sqref=\"B{first}:B{}\">", first + State::ALL.len() - 1);
    let xml = book.part("xl/worksheets/sheet16.xml");
    assert_eq!((xml.contains(&area), xml.matches("<conditionalFormatting ").count()), (true, 1), "{area}");
    // A text that somebody edits stays one.
    assert!(book.part("xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn a_state_that_no_couple_is_in_has_no_bar() {
    let shape = Shape {
        registry: false,
        state: |_, rank| if rank == 0 { State::Orphan } else { State::Covered },
        ..Shape::default()
    };
    let mut book = reread(&fixture::dossier(&shape));
    let series: Vec<usize> =
        book.parts("xl/charts/chart").iter().map(|name| book.part(name).matches("<c:ser>").count()).collect();
    assert_eq!(series, [2, 1, 1], "orphan and covered; modes; answered schools alone");
}

#[test]
fn older_submissions_are_named_beside_the_one_that_counts() {
    let mut dossier = fixture::dossier(&Shape { schools: 3, ..Shape::default() });
    let mut older = dossier.documents[0].clone();
    older.document.id = DocumentId(1_000);
    older.document.path = "depot/ancien.xlsx".into();
    older.verdict = Verdict::Superseded;
    older.reason = Some("RES-002");
    dossier.documents.push(older);
    dossier.schools[0].received.push(DocumentId(1_000));
    let mut book = reread(&dossier);
    assert_eq!(book.column("Retours", "UAI", "Autres documents")[0], "depot/ancien.xlsx (remplacé)");
    assert_eq!(book.column("Retours", "UAI", "Documents reçus")[0], "2");
    let documents = book.table("Documents", "Document");
    let line = documents.iter().find(|row| row[0] == "depot/ancien.xlsx").unwrap();
    assert_eq!(
        line[1..4],
        ["Remplacé", "RES-002", "Plusieurs entités sont responsables de la même compétence."]
    );
}

#[test]
fn links_lead_to_the_school_s_line() {
    let dossier = fixture::dossier(&Shape::default());
    let mut book = reread(&dossier);
    let anomalies = book.table("Anomalies", "Code");
    let rank = Sheet::ALL.iter().position(|sheet| *sheet == Sheet::Anomalies).unwrap() + 1;
    let xml = book.part(&format!("xl/worksheets/sheet{rank}.xml"));
    let link = xml.split("<hyperlink ref=\"C4\"").nth(1).expect("the first anomaly has a link");
    let target = link.split("location=\"'Matrice écoles'!A").nth(1).unwrap();
    let row: usize = target.split('"').next().unwrap().parse().unwrap();
    assert_eq!(book.rows("Matrice écoles")[row - 1][0], anomalies[0][2]);
}

#[test]
fn the_same_dossier_gives_the_same_bytes() {
    let shape = Shape { schools: 300, ..Shape::default() };
    let first = workbook(&fixture::dossier(&shape)).unwrap();
    assert!(first == workbook(&fixture::dossier(&shape)).unwrap());
    let mut validated = fixture::dossier(&shape);
    validated.stamp.status = crate::model::dossier::Status::Validated;
    assert!(first != workbook(&validated).unwrap());
}
