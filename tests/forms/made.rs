//! Forms as they are made, and as they come back once schools have had their way with them.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::filled::{Book, cells};
use super::{COLUMNS, Campaign, FIRST_ROW, GOOD, SHEET, files, fill, uai};

/// The couples of the only school of a month, without the cells that they were read in.
fn couples(campaign: &Campaign, month: &str) -> Vec<Value> {
    let mut couples = campaign.state(month)["ecoles"][0]["couples"].as_array().unwrap().clone();
    for couple in &mut couples {
        let couple = couple.as_object_mut().unwrap();
        for place in ["feuille", "cellule", "mois_ouvert"] {
            couple.remove(place);
        }
    }
    couples
}

/// What is read of the form of a school, filled without a fault, then changed.
fn read_back(change: impl Fn(&mut Book)) -> (Vec<Value>, Vec<String>) {
    let campaign = Campaign::of(1);
    campaign.make_forms("2026-11", &[]);
    let mut book = campaign.form("2026-11", 0);
    fill(&mut book);
    change(&mut book);
    campaign.receive("2026-11", "retour.xlsx", &book);
    campaign.consolidate("2026-11", &[]);
    (couples(&campaign, "2026-11"), campaign.findings("2026-11"))
}

#[test]
fn a_form_filled_well_is_read_without_a_finding_and_whole() {
    let (couples, findings) = read_back(|_| {});
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(couples.len(), 14);
    assert!(couples.iter().all(|couple| couple["etat"] == "couverte" && couple["origine"] == "ecole"));
    let park = couples.iter().find(|couple| couple["competence"] == "MAT-PRC").unwrap();
    assert_eq!(park["mode"], "partiel");
    assert_eq!(park["niveau_service"], "Sous 2 jours");
    assert_eq!(park["precisions"]["realisateurs"], "Société Ludexia");
    assert_eq!(park["precisions"]["fin"], "2029-08-31");
    assert_eq!(park["precisions"]["cout"], 450.0);
}

#[test]
fn rows_moved_columns_renamed_and_pastes_leave_the_answers_as_they_are() {
    let (expected, _) = read_back(|_| {});
    let all: Vec<&str> = ["B", "C"].into_iter().chain(COLUMNS).collect();
    let (moved, findings) = read_back(|book| {
        // Sorted the other way round, numbers left where they were.
        let bytes = book.bytes();
        let read = cells(&bytes, SHEET);
        let last = FIRST_ROW + GOOD.len() - 1;
        for row in FIRST_ROW..=last {
            for (rank, column) in (1u32..).zip(&all) {
                let from = (FIRST_ROW + last - row) as u32 - 1;
                let value = read.get(&(from, rank)).map_or("", String::as_str).to_owned();
                book.put(SHEET, &format!("{column}{row}"), &value);
            }
        }
    });
    assert_eq!(moved, expected);
    assert_eq!(findings, Vec::<String>::new());

    let (renamed, findings) = read_back(|book| {
        for (cell, title) in
            [("C8", "Fonctions"), ("D8", "Qui s’en occupe ?"), ("E8", "Interne / externe"), ("H8", "SLA")]
        {
            book.put(SHEET, cell, title);
        }
    });
    assert_eq!(renamed, expected);
    assert_eq!(findings, Vec::<String>::new());

    // A paste takes validations, protection and formats away.
    let (pasted, findings) = read_back(|book| {
        book.strip(SHEET, "<dataValidations", "</dataValidations>");
        book.strip(SHEET, "<sheetProtection", "/>");
        book.put(SHEET, "D10", " Rectorat de Nantes  ");
    });
    assert_eq!(pasted, expected);
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn a_school_that_answers_on_a_help_sheet_is_told_so() {
    let (couples, findings) = read_back(|book| book.put("Exemple", "B5", "Mairie de Valbrune"));
    assert!(couples.iter().all(|couple| couple["etat"] == "couverte"));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].contains("LEC-012") && findings[0].contains("Exemple"), "{findings:?}");
}

#[test]
fn labels_are_locked_answers_are_free_and_lists_only_suggest() {
    let campaign = Campaign::of(1);
    campaign.make_forms("2026-11", &[]);
    let mut book = campaign.form("2026-11", 0);
    let part = book.sheet(SHEET);
    let xml = book.text(&part);
    assert!(xml.contains("<sheetProtection") && !xml.contains("password"));
    assert!(xml.contains("orientation=\"landscape\"") && xml.contains("fitToHeight=\"0\""));
    let lists: Vec<&str> =
        xml.split("<dataValidation ").filter(|one| one.contains("type=\"list\"")).collect();
    assert!(lists.len() >= 7, "{}", lists.len());
    assert!(lists.iter().all(|list| !list.contains("showErrorMessage=\"1\"")), "nothing is refused");
    assert!(xml.matches("prompt=").count() >= 40, "each column and each competence explains itself");
    assert!(book.text("xl/workbook.xml").contains("name=\"Listes\" sheetId=\"3\" state=\"hidden\""));
    let styles = book.text("xl/styles.xml");
    let formats: Vec<&str> = styles.split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1).collect();
    let unlocked = |cell: &str| {
        let style = xml.split(&format!("<c r=\"{cell}\" s=\"")).nth(1).unwrap().split('"').next().unwrap();
        formats[style.parse::<usize>().unwrap()].contains("locked=\"0\"")
    };
    assert!(unlocked("D9") && unlocked("P22") && unlocked("D4") && unlocked("C23"));
    assert!(!unlocked("C9") && !unlocked("B9") && !unlocked("D8"));
}

#[test]
fn forms_of_territories_are_read_for_their_territory_whatever_its_name() {
    let campaign = Campaign::of(1);
    let registry = format!(
        "UAI;Nom;Commune;Circonscription\n{};École A;Le Val;Nantes Nord\n{};École B;L’Île-d’Ouvre;Écully\n",
        uai(0),
        uai(1)
    );
    fs::write(campaign.path("annuaire.csv"), registry).unwrap();
    for (level, names) in [
        ("commune", &["commune_44_le-val", "commune_44_l-ile-d-ouvre"][..]),
        ("circonscription", &["circonscription_44_nantes-nord", "circonscription_44_ecully"]),
        ("departement", &["departement_44"]),
        ("academie", &["academie"]),
    ] {
        let output = format!("modeles-{level}");
        let said = campaign.make_forms("2026-11", &["--niveau", level, "-o", &output]);
        assert!(said.contains(&format!("{} formulaire", names.len())), "{said}");
        for name in names {
            let path = format!("{output}/2026-11/17-nantes/{name}_inventaire.xlsx");
            let mut book = Book::open(&fs::read(campaign.path(&path)).unwrap());
            book.put(SHEET, "D20", "Fournisseur d’accès Fibralys");
            campaign.receive("2026-11", &format!("{name}.xlsx"), &book);
        }
    }
    campaign.consolidate("2026-11", &[]);
    let journal = fs::read_to_string(campaign.path("sorties/2026-11/journal.jsonl")).unwrap();
    for line in journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        assert_eq!(line["verdict"], "retenu", "{line}");
        assert!(line["document"].as_str().unwrap().starts_with(line["niveau"].as_str().unwrap()), "{line}");
        assert!(!line.to_string().contains("ETB-"), "{line}");
    }
    assert_eq!(journal.lines().count(), 6);
}

#[test]
fn a_blank_form_is_for_any_school() {
    let campaign = Campaign::of(1);
    campaign.run(&["modele", "--mois", "2026-11", "--date", "2026-11-01"]);
    let mut book = Book::open(&fs::read(campaign.path("modeles/2026-11/inventaire_vierge.xlsx")).unwrap());
    fill(&mut book);
    book.put(SHEET, "D4", &uai(0));
    campaign.receive("2026-11", "x.xlsx", &book);
    campaign.consolidate("2026-11", &[]);
    assert_eq!(campaign.findings("2026-11"), Vec::<String>::new());
}

#[test]
fn the_same_forms_are_made_whatever_the_threads_and_never_in_the_place_of_results() {
    let campaign = Campaign::of(12);
    campaign.make_forms("2026-11", &["--taches", "1"]);
    let first = files(&campaign.path("modeles/2026-11"));
    assert_eq!(first.len(), 13);
    campaign.make_forms("2026-11", &["--taches", "4"]);
    assert!(files(&campaign.path("modeles/2026-11")) == first);
    let listed = first.iter().find(|(name, _)| name == "modeles.jsonl").unwrap();
    assert_eq!(String::from_utf8(listed.1.clone()).unwrap().lines().count(), 12);

    let book = campaign.form("2026-11", 0);
    campaign.receive("2026-11", "x.xlsx", &book);
    campaign.consolidate("2026-11", &[]);
    let results = files(&campaign.path("sorties"));
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(campaign.path("."))
        .args(["modele", "--annuaire", "annuaire.csv", "--mois", "2026-11", "-o", "sorties"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(files(&campaign.path("sorties")) == results);
}

#[test]
fn the_configuration_beside_the_registry_dates_the_forms() {
    let campaign = Campaign::of(1);
    let configuration =
        "[campagne]\nmois = \"2027-01\"\nlibelle = \"Bilan d’hiver\"\necheance = \"31/01/2027\"\n";
    fs::write(campaign.path("maillage.toml"), configuration).unwrap();
    campaign.run(&["modele", "--annuaire", "annuaire.csv", "--date", "2026-12-15"]);
    let mut book = campaign.form("2027-01", 0);
    let read = cells(&book.bytes(), SHEET);
    assert_eq!(read[&(0, 15)], "Formulaire Maillage 1 · Bilan d’hiver, janvier 2027");
    assert_eq!(read[&(2, 0)], "Réponse attendue au plus tard le 31/01/2027.");
    fill(&mut book);
    campaign.receive("2027-01", "x.xlsx", &book);
    campaign.consolidate("2027-01", &[]);
    assert_eq!(campaign.findings("2027-01"), Vec::<String>::new());
}

#[test]
fn what_was_masked_in_a_month_without_names_is_not_repeated() {
    let campaign = Campaign::of(1);
    campaign.make_forms("2026-10", &[]);
    let mut book = campaign.form("2026-10", 0);
    fill(&mut book);
    book.put(SHEET, "H17", "GTR 4 h, appeler Mme Durand");
    campaign.receive("2026-10", "x.xlsx", &book);
    campaign.consolidate("2026-10", &["--sans-noms"]);
    assert!(campaign.state("2026-10").to_string().contains("(nom masqué)"));
    campaign.make_forms("2026-11", &[]);
    let form = cells(&campaign.form("2026-11", 0).bytes(), SHEET);
    assert!(form.values().all(|text| !text.contains("masqué")), "{form:?}");
    assert_eq!(form[&(16, 3)], "Éditeur Scolavia");
}

#[test]
fn what_is_known_of_a_competence_that_nobody_holds_is_repeated_and_persons_are_not() {
    let campaign = Campaign::of(1);
    campaign.make_forms("2026-11", &[]);
    let mut book = campaign.form("2026-11", 0);
    fill(&mut book);
    book.put(SHEET, "D12", "néant");
    book.put(SHEET, "D19", "Mme Zyxwinska");
    book.put(SHEET, "F20", "M. Abcdowski, société Fibralys Télécom");
    book.put(SHEET, "L21", "classeur de Mme Abcdowska");
    campaign.receive("2026-11", "retour.xlsx", &book);
    campaign.consolidate("2026-11", &[]);
    let state = campaign.state("2026-11").to_string();
    assert!(!state.contains("Abcdowsk") && !state.contains("Zyxwinska"), "{state}");
    campaign.make_forms("2026-12", &[]);
    let form = cells(&campaign.form("2026-12", 0).bytes(), SHEET);
    let answers = |row: u32| (3..15).map(move |column| (row - 1, column)).map(|at| form.get(&at).cloned());
    for row in [12, 19] {
        let kept: Vec<String> = answers(row).map(Option::unwrap_or_default).collect();
        let given = GOOD[row as usize - FIRST_ROW].map(str::to_owned);
        assert_eq!((kept[0].as_str(), &kept[1..11]), ("", &given[1..11]), "row {row}");
    }
    assert!(form.values().all(|text| !text.contains("Abcdowsk") && !text.contains("masqué")), "{form:?}");
}
