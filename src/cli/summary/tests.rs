use super::*;
use crate::cli::look::{COLOURED, Look, columns};
use crate::model::document::Verdict;
use crate::model::dossier::State;
use crate::model::dossier::{DocumentLine, Dossier};
use crate::model::evolution::Nature;
use crate::model::school::Academie;
use crate::render::fixture::{Shape, after_two_months, dossier};

const MONTH: &str = "2026-11";

fn batch(shapes: &[(&str, Shape)]) -> Batch {
    let dossiers = shapes.iter().map(|(name, shape)| {
        let mut dossier = dossier(shape);
        dossier.academie = Academie { name: (*name).into(), ..dossier.academie };
        dossier
    });
    let dossiers: Vec<Dossier> = dossiers.collect();
    let referential = dossiers[0].referential.clone();
    Batch {
        dossiers,
        unattached: vec![],
        unattached_findings: vec![],
        unmet_groupings: vec![],
        derogations: Vec::new(),
        referential,
    }
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn text(batch: &Batch) -> String {
    let written = [
        "synthese.html",
        "journal.jsonl",
        "17-nantes/2026-11_nantes_consolidation.xlsx",
        "17-nantes/etat.json",
        "national.xlsx",
        "national.pdf",
    ]
    .map(PathBuf::from);
    let batch = batch.clone().into();
    plain(
        &Summary::new(&batch, MONTH.parse().unwrap(), Path::new("sorties/2026-11"), &written)
            .text(false, Look::default()),
    )
}

#[test]
fn one_academie_fits_a_screen_and_gives_numerators_and_denominators() {
    let mut batch = batch(&[("Nantes", Shape::default())]);
    let lost = batch.dossiers[0].documents.remove(0);
    batch.unattached.push(DocumentLine { verdict: Verdict::Rejected, uai: None, ..lost });
    let text = text(&batch);
    let tally = batch.dossiers[0].total.tally;
    for words in [
        "Novembre 2026 · académie de Nantes".to_owned(),
        "36 reçus : 35 retenus et 1 rejeté (1 sans école reconnue)".to_owned(),
        "36 écoles sur 40 attendues (90 %)".to_owned(),
        format!("({} sur {})", tally.of(State::Covered), tally.coverage().denominator),
        format!("({} sur {})", tally.of(State::Covered), tally.coverage_of_expected().denominator),
        format!("560 en comptant celles de chaque école : {} couvertes", tally.of(State::Covered)),
        format!("{} partagées", tally.of(State::Shared)),
        "56 non rendues".to_owned(),
        format!("{} bloquants, 0 alerte et 0 information", batch.dossiers[0].findings.len()),
        "Résultats dans sorties/2026-11\n  synthese.html : à ouvrir d’abord\n".to_owned(),
        "  17-nantes/2026-11_nantes_consolidation.xlsx".to_owned(),
    ] {
        assert!(text.replace("\n               ", " ").contains(&words), "{words}: {text}");
    }
    assert!(!text.contains("journal.jsonl"), "what a reader doesn't open is told with --verbose alone");
    assert!(text.contains("\nDocuments rejetés\n  - "), "{text}");
    assert!(text.lines().count() <= 30, "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn without_a_registry_no_rate_is_printed_and_the_summary_says_why() {
    let text = text(&batch(&[("Nantes", Shape { registry: false, ..Shape::default() })]));
    assert!(text.contains("36 écoles ; taux non calculé, faute de liste"), "{text}");
    assert!(!text.contains(" sur 40"), "{text}");
    assert!(!text.contains("en comptant les écoles sans réponse"), "{text}");
}

#[test]
fn the_competences_to_settle_first_are_those_of_the_most_schools() {
    // Competence 5 is orphan everywhere, 7 shared in a school of two, 2 to define in one of four.
    let state = |school: u32, competence: u32| match competence {
        5 => State::Orphan,
        7 if school.is_multiple_of(2) => State::Shared,
        2 if school.is_multiple_of(4) => State::ToDefine,
        9 if school == 0 => State::NotStudied,
        _ => State::Covered,
    };
    let text = text(&batch(&[("Nantes", Shape { state, ..Shape::default() })]));
    let first = text.split("À régler d’abord\n").nth(1).unwrap();
    let lines: Vec<&str> = first.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "  1. Assistance utilisateur : 40 écoles (40 orphelines)",
            "  2. Maîtrise d’œuvre (ou intégration) : 20 écoles (20 partagées)",
            "  3. Formation aux usages pédagogiques : 10 écoles (10 à définir)",
        ]
    );
}

#[test]
fn everything_covered_leaves_nothing_to_settle() {
    let text = text(&batch(&[("Nantes", Shape { state: |_, _| State::Covered, ..Shape::default() })]));
    assert!(!text.contains("À régler d’abord"), "{text}");
    assert!(text.contains("100 % des compétences"), "{text}");
}

#[test]
fn several_academies_have_a_line_each_and_a_total_that_adds_up() {
    let batch =
        batch(&[("Nantes", Shape::default()), ("Rennes", Shape { schools: 1_800, ..Shape::default() })]);
    let text = text(&batch);
    let line = |name: &str| -> Vec<String> {
        let line =
            text.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {text}"));
        line.split("  ").map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()
    };
    assert_eq!(line("Nantes")[1..5], ["36", "36", "36/40", "90 %"]);
    assert_eq!(line("Rennes")[1..5], ["1 600", "1 600", "1 600/1 800", "88,9 %"]);
    assert_eq!(line("Total")[1..4], ["1 636", "1 636", "1 636/1 840"]);
    let blocking: usize = batch.dossiers.iter().map(|dossier| dossier.findings.len()).sum();
    assert_eq!(line("Total").last().unwrap().replace(' ', ""), blocking.to_string());
    let opened: Vec<&str> = text.split("Résultats dans ").nth(1).unwrap().lines().skip(1).collect();
    assert_eq!(
        opened,
        ["  synthese.html : à ouvrir d’abord", "  national.xlsx", "  national.pdf"],
        "the page links to the rest"
    );
}

#[test]
fn a_batch_without_any_school_still_says_what_became_of_its_documents() {
    let Dossier { mut documents, referential, .. } = dossier(&Shape { schools: 1, ..Shape::default() });
    let lost = DocumentLine { verdict: Verdict::Rejected, ..documents.remove(0) };
    let batch = Batch {
        dossiers: vec![],
        unattached: vec![lost],
        unattached_findings: vec![],
        unmet_groupings: vec![],
        derogations: Vec::new(),
        referential,
    };
    let text = text(&batch);
    assert!(text.contains("Novembre 2026 · aucune académie reconnue"), "{text}");
    assert!(text.contains("1 reçu : 1 rejeté"), "{text}");
}

#[test]
fn the_json_says_the_same_as_the_text() {
    let batch =
        batch(&[("Nantes", Shape::default()), ("Rennes", Shape { registry: false, ..Shape::default() })]);
    let written = [PathBuf::from("journal.jsonl")];
    let batch = batch.into();
    let summary = Summary::new(&batch, MONTH.parse().unwrap(), Path::new("sorties/2026-11"), &written);
    let json: serde_json::Value = serde_json::from_str(&summary.json()).unwrap();
    assert_eq!(json["mois"], "2026-11");
    assert_eq!(json["fichiers"][0], "journal.jsonl");
    let nantes = &json["academies"][0];
    assert_eq!(nantes["nom"], "Nantes");
    assert_eq!(nantes["recus"], 36);
    assert_eq!(nantes["verdicts"]["retenu"], 36);
    assert_eq!(nantes["ecoles"]["taux_de_retour"]["numerateur"], 36);
    assert_eq!(nantes["ecoles"]["taux_de_retour"]["denominateur"], 40);
    let states: u64 = State::ALL.iter().map(|state| nantes["etats"][state.id()].as_u64().unwrap()).sum();
    assert_eq!(nantes["couples"], states);
    let rennes = &json["academies"][1];
    assert!(rennes["ecoles"]["taux_de_retour"].is_null() && rennes["annuaire"].is_null());
    assert!(rennes["couverture_ecoles_attendues"].is_null());
    assert_eq!(
        json["total"]["couverture"]["numerateur"].as_u64().unwrap(),
        ["academies"]
            .iter()
            .flat_map(|key| json[*key].as_array().unwrap())
            .map(|academie| academie["couverture"]["numerateur"].as_u64().unwrap())
            .sum::<u64>()
    );
    assert_eq!(json["a_regler"].as_array().unwrap().len(), crate::model::to_settle::FIRST);
}

#[test]
fn what_moved_is_one_line_at_constant_perimeter() {
    let mut batch = batch(&[("Nantes", Shape::default())]);
    batch.dossiers[0] = after_two_months(&Shape::default());
    let evolution = batch.dossiers[0].evolution.clone().unwrap();
    let told = text(&batch).replace("\n               ", " ");
    let gap = plain(&crate::french::points(evolution.total.gap(Tally::coverage).unwrap()));
    for words in [
        format!(
            "Évolution      couverture {gap} depuis octobre 2026, sur les 36 écoles présentes aux deux mois : "
        ),
        format!("{} reculs et ", evolution.number(Nature::Regression)),
        format!("{} progrès\n", evolution.number(Nature::Progress)),
    ] {
        assert!(told.contains(&words), "{words}: {told}");
    }
    assert!(text(&batch).lines().all(|line| line.chars().count() <= 80), "{told}");

    let few = after_two_months(&Shape { schools: 4, ..Shape::default() });
    let (before, after) = {
        let total = few.evolution.as_ref().unwrap().total;
        (total.before.coverage(), total.after.coverage())
    };
    batch.dossiers[0] = few;
    let words = format!(
        "Évolution      {} sur {} couples couverts, contre {} sur {} en octobre 2026, sur les 4 écoles présentes",
        after.numerator, after.denominator, before.numerator, before.denominator
    );
    let told = text(&batch).replace("\n               ", " ");
    assert!(told.contains(&words), "{words}: {told}");
    assert!(
        !text(&self::batch(&[("Nantes", Shape::default())])).contains("Évolution"),
        "nothing in a first month"
    );
}

#[test]
fn what_is_ready_to_be_sent_is_counted() {
    let batch = batch(&[("Nantes", Shape::default())]).into();
    let text = |names: &[&str]| {
        let written: Vec<PathBuf> =
            names.iter().map(|name| PathBuf::from(format!("17-nantes/retours/{name}"))).collect();
        let summary = Summary::new(&batch, MONTH.parse().unwrap(), Path::new("sorties/2026-11"), &written);
        plain(&summary.text(false, Look::default()))
    };
    let told = text(&[
        "0440001A_correction.xlsx",
        "0440001A_reponse.eml",
        "relance_0440002B.eml",
        "relances_44_bruz.xlsx",
    ]);
    assert!(told.contains("  retours : 1 classeur à corriger et 1 relance (brouillons"), "{told}");
    let told = text(&["0440001A_reponse.eml", "0440003C_reponse.eml", "sans-ecole_0a1b_reponse.eml"]);
    let told = told.replace("\n    ", " ");
    let words = "0 classeur à corriger, 0 relance, 1 réponse sans école reconnue et 2 remerciements";
    assert!(told.contains(words), "{told}");
    assert!(!text(&[]).contains("retours :"));
}

fn shown(batch: &Batch, verbose: bool, look: Look) -> String {
    let written = ["synthese.html", "national.xlsx"].map(PathBuf::from);
    let batch = batch.clone().into();
    let summary = Summary::new(&batch, MONTH.parse().unwrap(), Path::new("sorties/2026-11"), &written);
    plain(&summary.text(verbose, look))
}

#[test]
fn thirty_academies_fit_a_screen_those_to_look_at_first_named() {
    let names: Vec<String> = (10..40).map(|rank| format!("Académie {rank}")).collect();
    let small = || Shape { schools: 3, ..Shape::default() };
    let shapes: Vec<(&str, Shape)> = names.iter().map(|name| (name.as_str(), small())).collect();
    let mut batch = batch(&shapes);
    batch.dossiers[29].findings.extend(dossier(&Shape::default()).findings);
    let text = shown(&batch, false, Look::default());
    assert!(text.lines().count() <= 40, "{text}");
    assert!(
        text.contains("Académie 39") && !text.contains("Académie 38"),
        "the most blocking findings: {text}"
    );
    assert!(text.contains("… et 18 autres académies"), "{text}");
    let all = shown(&batch, true, Look::default());
    assert!(names.iter().all(|name| all.contains(name)) && !all.contains("autres académies"), "{all}");
}

#[test]
fn a_narrow_screen_keeps_the_rates_and_what_blocks() {
    let batch = batch(&[("Nantes", Shape::default()), ("Rennes", Shape::default())]);
    for width in [60, 79, 100] {
        let text = shown(&batch, false, Look::on(width));
        assert!(text.lines().all(|line| columns(line) <= width), "{width}: {text}");
        for title in ["Académie", "Taux", "Couverture", "Bloquants"] {
            assert!(text.lines().nth(2).unwrap().contains(title), "{width}: {text}");
        }
        assert_eq!(text.lines().nth(2).unwrap().contains("Retenus"), width >= 79, "{text}");
    }
}

#[test]
fn colours_change_no_word_of_the_summary() {
    for shapes in
        [&[("Nantes", Shape::default())][..], &[("Nantes", Shape::default()), ("Rennes", Shape::default())]]
    {
        let batch = batch(shapes);
        let coloured = shown(&batch, false, COLOURED);
        assert_eq!(console::strip_ansi_codes(&coloured), shown(&batch, false, Look::default()));
        assert!(coloured.contains("\u{1b}[1;31m"), "{coloured:?}");
    }
}
