//! Inventories of a higher level: whole runs, from workbooks to the month's folder.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;

use calamine::{Reader, Xlsx};
use maillage::model::dossier::State;
use maillage::model::school::Uai;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

/// Two communes and two circonscriptions of Loire-Atlantique, a homonym in Vendée.
const SCHOOLS: [(&str, &str, &str, &str); 4] = [
    ("0441000", "École Les Ormes", "Valbrune", "Nantes Nord"),
    ("0441001", "École Les Tilleuls", "Valbrune", "Nantes Nord"),
    ("0441002", "École Les Alizés", "Montrivel", "Nantes Sud"),
    ("0851003", "École Les Dunes", "Montrivel", "Olonne"),
];

struct Campaign(tempfile::TempDir);

fn uai(rank: usize) -> String {
    Uai::from_digits(SCHOOLS[rank].0).unwrap().to_string()
}

fn labels() -> Vec<String> {
    let referential = maillage::referential::embedded();
    referential.required().map(|id| referential.competence(id).label.clone()).collect()
}

impl Campaign {
    fn new() -> Self {
        let campaign = Self(tempfile::tempdir().unwrap());
        fs::create_dir(campaign.path("2026-11")).unwrap();
        let rows: Vec<String> = (0..SCHOOLS.len())
            .map(|rank| {
                let (_, name, commune, circonscription) = SCHOOLS[rank];
                format!("{};{name};{commune};{circonscription}\n", uai(rank))
            })
            .collect();
        let titles = "UAI;Nom;Commune;Circonscription\n";
        fs::write(campaign.path("annuaire.csv"), format!("{titles}{}", rows.concat())).unwrap();
        campaign
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A workbook with an identification block, and an answer for each competence of the ranks given.
    fn write(&self, name: &str, block: &[(&str, &str)], answers: &[(usize, &str)]) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, (label, value)) in (0..).zip(block) {
            sheet.write(row, 0, *label).unwrap();
            sheet.write(row, 1, *value).unwrap();
        }
        let header = block.len() as u32 + 1;
        for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode"]) {
            sheet.write(header, column, title).unwrap();
        }
        for (row, label) in (header + 1..).zip(labels()) {
            sheet.write(row, 0, label).unwrap();
            let rank = (row - header - 1) as usize;
            if let Some((_, answer)) = answers.iter().find(|(competence, _)| *competence == rank) {
                sheet.write(row, 1, *answer).unwrap();
                sheet.write(row, 2, "partiel").unwrap();
            }
        }
        workbook.save(self.path(name)).unwrap();
    }

    fn school(&self, rank: usize, answers: &[(usize, &str)]) {
        self.write(&format!("2026-11/ecole{rank}.xlsx"), &[("UAI", &uai(rank))], answers);
    }

    fn run(&self, more: &[&str]) -> Month {
        let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
            .current_dir(self.0.path())
            .args(["consolider", "2026-11", "--date", "2026-11-24", "--echec-si", "jamais"])
            .args(more)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let journal = fs::read_to_string(self.path("sorties/2026-11/journal.jsonl")).unwrap();
        let journal: BTreeMap<String, Value> = journal
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|line| (line["document"].as_str().unwrap().to_owned(), line))
            .collect();
        let nantes =
            |name: &str| fs::read(self.path("sorties/2026-11/17-nantes").join(name)).unwrap_or_default();
        Month {
            journal,
            coverage: String::from_utf8(nantes("couverture.csv")).unwrap(),
            state: serde_json::from_slice(&nantes("etat.json")).unwrap_or_default(),
            workbook: nantes("2026-11_nantes_consolidation.xlsx"),
            report: nantes("2026-11_nantes_rapport-copil.pdf"),
            terminal: String::from_utf8(output.stdout).unwrap().replace(['\u{a0}', '\u{202f}'], " "),
        }
    }

    fn with_registry(&self) -> Month {
        self.run(&["--annuaire", "annuaire.csv"])
    }
}

struct Month {
    journal: BTreeMap<String, Value>,
    coverage: String,
    state: Value,
    workbook: Vec<u8>,
    report: Vec<u8>,
    terminal: String,
}

impl Month {
    /// « etat;origine;responsable;document;cellule » of a couple.
    fn couple(&self, school: usize, competence: usize) -> String {
        let referential = maillage::referential::embedded();
        let id = referential.required().nth(competence).unwrap();
        let code = &referential.competence(id).code;
        let line = self
            .coverage
            .lines()
            .find(|line| line.contains(&uai(school)) && line.contains(code.as_str()))
            .unwrap_or_else(|| panic!("{}", self.coverage));
        let fields: Vec<&str> = line.split(';').collect();
        [8, 9, 10, 15, 17].map(|rank| fields[rank]).join(";")
    }

    /// « verdict motif niveau academie », and the codes of its findings.
    fn document(&self, name: &str) -> (String, Vec<&str>) {
        let line = &self.journal[name];
        let text = |key: &str| line[key].as_str().unwrap_or("-").to_owned();
        let codes = line["constats"].as_array().unwrap().iter();
        (
            ["verdict", "motif", "niveau", "academie"].map(text).join(" "),
            codes.map(|finding| finding["code"].as_str().unwrap()).collect(),
        )
    }

    /// The rows of a sheet, as texts.
    fn sheet(&self, name: &str) -> Vec<Vec<String>> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&self.workbook)).unwrap();
        let range = workbook.worksheet_range(name).unwrap();
        range
            .rows()
            .map(|row| row.iter().map(|cell| cell.to_string().replace('\u{a0}', " ")).collect())
            .collect()
    }

    fn messages(&self, name: &str, code: &str) -> Vec<String> {
        let constats = self.journal[name]["constats"].as_array().unwrap().iter();
        constats
            .filter(|finding| finding["code"] == code)
            .map(|finding| {
                let message = finding["message"].as_str().unwrap().replace('\u{a0}', " ");
                format!("{} {message}", finding["cellule"].as_str().unwrap_or("-"))
            })
            .collect()
    }
}

#[test]
fn the_nearest_level_fills_what_a_school_leaves_blank() {
    let campaign = Campaign::new();
    for rank in [0, 2] {
        campaign.school(rank, &[(0, "Rectorat")]);
    }
    campaign.write(
        "2026-11/commune.xlsx",
        &[("Niveau", "Commune"), ("Périmètre", "VALBRUNE")],
        &[(1, "Mairie")],
    );
    let circo = [("Périmétre :", "Circonscripton de Nantes-Nord")];
    campaign.write("2026-11/circo.xlsx", &circo, &[(1, "IEN"), (2, "la mairie")]);
    campaign.write(
        "2026-11/dsden.xlsx",
        &[("Niveau", "département"), ("Département", "44")],
        &[(3, "DSDEN")],
    );
    let academie = [("Niveau : Académie", ""), ("Académie", "Nantes")];
    campaign.write("2026-11/academie.xlsx", &academie, &[(1, "Rectorat"), (2, "Mairie"), (4, "néant")]);
    let month = campaign.with_registry();
    for (name, expected) in [
        ("commune.xlsx", "retenu - commune 17"),
        ("circo.xlsx", "retenu - circonscription 17"),
        ("dsden.xlsx", "retenu - departement 17"),
        ("academie.xlsx", "retenu - academie 17"),
        ("ecole0.xlsx", "retenu - ecole 17"),
    ] {
        let (told, codes) = month.document(name);
        assert_eq!(told, expected, "{name}: {codes:?}");
        assert_eq!(month.journal[name]["uai"].is_null(), name != "ecole0.xlsx");
    }
    assert_eq!(month.couple(0, 0), "couverte;ecole;Académie de Nantes;ecole0.xlsx;B4");
    assert_eq!(month.couple(0, 1), "couverte;herite;Commune de Valbrune;commune.xlsx;B6");
    assert_eq!(month.couple(0, 2), "couverte;herite;Commune de Valbrune;circo.xlsx;B6");
    assert!(month.couple(0, 3).starts_with("couverte;herite;DSDEN"), "{}", month.couple(0, 3));
    assert_eq!(month.couple(0, 4), "orpheline;herite;;academie.xlsx;B9");
    assert_eq!(month.couple(0, 5), "non_etudiee;ecole;;ecole0.xlsx;A9");
    // « Mairie » in the académie's inventory is the commune of each school.
    assert!(month.couple(2, 2).starts_with("couverte;herite;Commune de Montrivel"), "{}", month.couple(2, 2));
    // No inventory of the school itself: it did not return, whatever is answered above.
    assert_eq!(month.couple(1, 1), "non_rendue;;;;");
    // Told once, on the inventory that says it, not for each school.
    assert_eq!(month.messages("academie.xlsx", "RES-001").len(), 1);
    assert_eq!(month.state["indicateurs"]["retour"]["numerateur"], 2);
}

#[test]
fn a_school_that_says_otherwise_counts_and_is_told() {
    let campaign = Campaign::new();
    campaign.school(0, &[(1, "Scolavia SAS"), (2, "Mairie de Valbrune")]);
    let block = [("Niveau", "commune"), ("Commune", "Valbrune")];
    campaign.write("2026-11/commune.xlsx", &block, &[(1, "Mairie"), (2, "Mairie")]);
    let month = campaign.with_registry();
    assert!(month.couple(0, 1).starts_with("couverte;ecole;Scolavia"), "{}", month.couple(0, 1));
    let told = month.messages("ecole0.xlsx", "COH-001");
    let [told] = told.as_slice() else { panic!("{told:?}") };
    for part in ["B5 Pour", "« Scolavia SAS »", "Commune : Valbrune", "« Commune de Valbrune »"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_scope_is_one_territory_or_the_document_is_rejected() {
    let campaign = Campaign::new();
    campaign.school(0, &[(0, "Rectorat")]);
    campaign.school(2, &[(0, "Rectorat")]);
    let write = |name: &str, block: &[(&str, &str)]| {
        campaign.write(&format!("2026-11/{name}.xlsx"), block, &[(1, "Mairie"), (0, name)]);
    };
    write("deux", &[("Périmètre", "Commune de Montrivel")]);
    write("une", &[("Périmètre", "Commune de Montrivel"), ("Département", "Loire-Atlantique")]);
    write("inconnue", &[("Périmètre", "Commune de Nullepart")]);
    write("sans", &[("Niveau", "circonscription")]);
    write("contraire", &[("Niveau", "commune"), ("Périmètre", "Académie de Nantes")]);
    write("cle", &[("Niveau", "commune"), ("UAI", &uai(3)), ("Commune", "Ville de Montrivel")]);
    write("virgule", &[("Périmètre", "Commune de Montrivel, Vendée")]);
    write(
        "ecole",
        &[("UAI", &uai(0)), ("École", "Les Ormes"), ("Niveau", "commune"), ("Commune", "Valbrune")],
    );
    write(
        "situee",
        &[("UAI", &uai(1)), ("École", "Les Tilleuls"), ("Périmètre", "Circonscription de Nantes Nord")],
    );
    write("epci", &[("Niveau", "EPCI"), ("Communes", "Valbrune, Montrivel (44) et Perdue")]);
    let month = campaign.with_registry();
    for (name, expected, code) in [
        ("deux.xlsx", "rejete ETB-020 - -", "ETB-020"),
        ("une.xlsx", "retenu - commune 17", ""),
        ("inconnue.xlsx", "rejete ETB-019 - -", "ETB-019"),
        ("sans.xlsx", "rejete ETB-019 - -", "ETB-019"),
        ("contraire.xlsx", "rejete ETB-021 - -", "ETB-021"),
        ("cle.xlsx", "remplace ETB-016 commune 17", ""),
        ("virgule.xlsx", "retenu - commune 17", ""),
        ("ecole.xlsx", "rejete ETB-021 - -", "ETB-021"),
        ("situee.xlsx", "retenu - ecole 17", ""),
        ("epci.xlsx", "retenu - groupement 17", "ETB-023"),
    ] {
        let (told, codes) = month.document(name);
        assert_eq!(told, expected, "{name}: {codes:?}");
        assert!(code.is_empty() || codes.contains(&code), "{name}: {codes:?}");
    }
    assert_eq!(month.couple(2, 1), "couverte;herite;Commune de Montrivel;une.xlsx;B6");
    assert_eq!(month.couple(0, 1), "couverte;herite;Commune de Valbrune;epci.xlsx;B6");
}

#[test]
fn a_socle_without_a_block_holds_for_the_whole_academie() {
    let campaign = Campaign::new();
    campaign.school(0, &[(0, "Rectorat")]);
    campaign.write("socle.xlsx", &[], &[(1, "Rectorat")]);
    campaign.write("nord.xlsx", &[("Circonscription", "Nantes Nord")], &[(1, "IEN")]);
    let month = campaign.run(&["--annuaire", "annuaire.csv", "--socle", "socle.xlsx"]);
    let (told, mut codes) = month.document("socle.xlsx");
    // What its other columns lack is told too, once.
    codes.retain(|code| !["PRE", "DOC", "MOY", "PER"].contains(&&code[..3]));
    assert_eq!((told.as_str(), codes), ("retenu - academie 17", vec!["ETB-022"]));
    assert_eq!(month.couple(0, 1), "couverte;herite;Académie de Nantes;socle.xlsx;B4");
    let both = ["--annuaire", "annuaire.csv", "--socle", "socle.xlsx", "--socle", "nord.xlsx"];
    assert_eq!(
        campaign.run(&both).couple(0, 1),
        "couverte;herite;Circonscription de Nantes Nord;nord.xlsx;B5"
    );
}

#[test]
fn two_groupings_of_one_commune_answer_together() {
    let campaign = Campaign::new();
    campaign.school(0, &[(0, "Rectorat")]);
    let block = |communes: &'static str| [("Niveau", "EPCI"), ("Communes", communes)];
    campaign.write("2026-11/a.xlsx", &block("Valbrune"), &[(1, "Rectorat"), (2, "Rectorat")]);
    let other = block("Valbrune et Montrivel (44)");
    campaign.write("2026-11/b.xlsx", &other, &[(1, "Mairie"), (2, "le rectorat"), (3, "Mairie")]);
    let month = campaign.with_registry();
    assert!(
        month.couple(0, 1).starts_with("partagee;herite;Académie de Nantes | Commune de Valbrune;a.xlsx")
    );
    assert!(month.couple(0, 2).starts_with("couverte;herite;Académie de Nantes;a.xlsx"));
    assert!(month.couple(0, 3).starts_with("couverte;herite;Commune de Valbrune;b.xlsx"));
}

#[test]
fn a_socle_without_a_block_needs_one_academie() {
    let campaign = Campaign::new();
    campaign.school(0, &[(0, "Rectorat")]);
    campaign.write("socle.xlsx", &[], &[(1, "Rectorat")]);
    let rennes = Uai::from_digits("0350122").unwrap();
    let mut registry = fs::read_to_string(campaign.path("annuaire.csv")).unwrap();
    registry.extend([rennes.as_str(), ";École des Bois;Bruz;Bruz\n"]);
    fs::write(campaign.path("annuaire.csv"), registry).unwrap();
    let both = campaign.run(&["--annuaire", "annuaire.csv", "--socle", "socle.xlsx"]);
    assert_eq!(both.document("socle.xlsx").0, "rejete ETB-020 - -");
    let one = ["--annuaire", "annuaire.csv", "--socle", "socle.xlsx", "--academie", "Nantes"];
    assert_eq!(campaign.run(&one).document("socle.xlsx").0, "retenu - academie 17");
    // Given twice, it is one document.
    let twice = ["--annuaire", "annuaire.csv", "--academie", "Nantes", "--socle", "2026-11/ecole0.xlsx"];
    let month = campaign.run(&twice);
    assert_eq!(month.document("ecole0.xlsx").0, "retenu - ecole 17");
    assert_eq!(month.journal.len(), 1);
}

#[test]
fn of_two_inventories_of_one_scope_the_latest_counts() {
    let campaign = Campaign::new();
    campaign.school(0, &[(0, "Rectorat")]);
    let block = [("Niveau", "commune"), ("Commune", "Valbrune")];
    campaign.write("2026-11/commune.xlsx", &block, &[(1, "Mairie")]);
    campaign.write("2026-11/commune_v2.xlsx", &[("Périmètre", "Ville de Valbrune")], &[(1, "Rectorat")]);
    fs::copy(campaign.path("2026-11/commune_v2.xlsx"), campaign.path("2026-11/copie.xlsx")).unwrap();
    let month = campaign.with_registry();
    let verdicts = ["commune.xlsx", "commune_v2.xlsx", "copie.xlsx"]
        .map(|name| month.journal[name]["verdict"].as_str().unwrap().to_owned());
    assert_eq!(verdicts, ["remplace", "retenu", "doublon"]);
    assert!(month.couple(0, 1).starts_with("couverte;herite;Académie de Nantes"), "{}", month.couple(0, 1));
}

#[test]
fn without_a_registry_the_schools_own_blocks_say_where_they_are() {
    let campaign = Campaign::new();
    let own = uai(0);
    let block = [("UAI", own.as_str()), ("Commune", "Valbrune"), ("Circonscription", "Nantes Nord")];
    campaign.write("2026-11/ecole0.xlsx", &block, &[(0, "Rectorat")]);
    campaign.write("2026-11/commune.xlsx", &[("Périmètre", "Commune de Valbrune")], &[(1, "Mairie")]);
    campaign.write("2026-11/circo.xlsx", &[("Périmètre", "IEN Nantes Nord")], &[(2, "Rectorat")]);
    campaign.write("2026-11/ailleurs.xlsx", &[("Périmètre", "Commune de Montrivel")], &[(2, "Mairie")]);
    let month = campaign.run(&[]);
    assert_eq!(month.couple(0, 1), "couverte;herite;Commune de Valbrune;commune.xlsx;B5");
    assert_eq!(month.couple(0, 2), "couverte;herite;Académie de Nantes;circo.xlsx;B6");
    assert_eq!(month.document("ailleurs.xlsx").0, "rejete ETB-019 - -");
}

/// Two schools of Valbrune answered one competence each; their commune answered two, their académie one.
fn two_schools_and_two_levels() -> Campaign {
    let campaign = Campaign::new();
    for rank in [0, 1] {
        campaign.school(rank, &[(0, "Rectorat")]);
    }
    campaign.write(
        "2026-11/commune.xlsx",
        &[("Niveau", "commune"), ("Commune", "Valbrune")],
        &[(1, "Mairie")],
    );
    campaign.write("2026-11/academie.xlsx", &[("Niveau", "académie")], &[(1, "Rectorat"), (2, "néant")]);
    campaign
}

#[test]
fn every_face_tells_own_answers_from_inherited_ones_and_their_totals_agree() {
    let month = two_schools_and_two_levels().with_registry();
    let couples = |state: State, origin: &str| {
        let words = format!(";{};{origin};", state.id());
        month.coverage.lines().filter(|line| line.contains(&words)).count()
    };
    assert_eq!((couples(State::Covered, "ecole"), couples(State::Covered, "herite")), (2, 2));
    assert_eq!(couples(State::Orphan, "herite"), 2);
    let inherited = &month.state["indicateurs"]["couverture_heritee"];
    assert_eq!((&inherited["numerateur"], &inherited["denominateur"]), (&2.into(), &28.into()));
    let couple = &month.state["ecoles"][0]["couples"][1];
    assert_eq!((&couple["origine"], &couple["document"]), (&"herite".into(), &"commune.xlsx".into()));

    let matrix = month.sheet("Matrice écoles");
    for (mark, count) in [("● Couverte", 2), ("↓ Hérité ● Couverte", 2), ("↓ Hérité ○ Orpheline", 2)]
    {
        let rows = matrix.iter().filter(|row| row[0].starts_with("044"));
        assert_eq!(rows.flatten().filter(|cell| *cell == mark).count(), count, "{mark}");
    }
    let has = |sheet: &str, wanted: &[&str]| {
        let rows = month.sheet(sheet);
        let found = rows.iter().any(|row| wanted.iter().all(|cell| row.iter().any(|other| other == cell)));
        assert!(found, "{sheet}, {wanted:?}: {rows:#?}");
    };
    has("Synthèse", &["dont par l’inventaire de l’école", "2", "28"]);
    has("Synthèse", &["dont héritée d’un niveau supérieur", "2", "28"]);
    has("Documents", &["commune.xlsx", "Retenu", "Commune", "Valbrune"]);
    has("Documents", &["academie.xlsx", "Retenu", "Académie", "Nantes"]);
    has("Documents", &["ecole0.xlsx", "École"]);
    has("Détail", &["Commune", "Valbrune", "Mairie", "Commune de Valbrune", "commune.xlsx", "B6"]);
    has("Retours", &["Commune : Valbrune (1 réponse)\nAcadémie : Nantes (1 réponse)"]);

    let report = lopdf::Document::load_mem(&month.report).unwrap();
    let pages: Vec<u32> = report.get_pages().keys().copied().collect();
    let text: String = report.extract_text(&pages).unwrap().split_whitespace().collect();
    for sentence in [
        "2 héritent leur réponse d’un niveau supérieur",
        "2 la tiennent de l’inventaire de l’école",
        "Couverture héritée",
    ] {
        let squeezed: String = sentence.split_whitespace().collect();
        assert!(text.contains(&squeezed), "{sentence}: {text}");
    }
    assert!(month.terminal.contains("dont 2 réponses héritées d’un niveau supérieur"), "{}", month.terminal);
}

#[test]
fn verifier_shows_the_level_the_scope_and_what_is_inherited() {
    let campaign = two_schools_and_two_levels();
    let verifier = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
            .current_dir(campaign.path("2026-11"))
            .args(["verifier", "commune.xlsx", "ecole0.xlsx", "--annuaire", "../annuaire.csv"])
            .args(more)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " ")
    };
    let text = verifier(&[]);
    for words in ["Niveau : commune", "Périmètre : Valbrune", "PIL-EVA  « Mairie » · Sheet1!B6"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(line.contains("Couverte Commune de Valbrune, lu « Mairie » · "), "{text}");
    assert!(line.contains("hérité (Commune : Valbrune)"), "{text}");
    let json: Value = serde_json::from_str(&verifier(&["--format", "json"])).unwrap();
    assert_eq!((&json[0]["niveau"], &json[0]["perimetre"]), (&"commune".into(), &"Valbrune".into()));
    assert_eq!(json[0]["reponses"][0]["lu"], "Mairie");
    assert_eq!(json[1]["couples"][1]["origine"], "herite");
}

#[test]
fn a_grouping_that_names_itself_by_its_type_is_itself_for_every_commune() {
    let campaign = Campaign::new();
    campaign.school(0, &[(0, "Rectorat")]);
    campaign.school(2, &[(0, "Rectorat")]);
    let block =
        [("Niveau", "EPCI"), ("Périmètre", "CC du Pays de Retz"), ("Communes", "Valbrune, Montrivel (44)")];
    campaign.write("2026-11/cc.xlsx", &block, &[(1, "la CC"), (2, "SIVOS"), (3, "CC du Pays de Retz")]);
    let month = campaign.with_registry();
    let of_cc = |uai, competence| month.couple(uai, competence).split(';').nth(2).unwrap().to_owned();
    assert_eq!(of_cc(0, 1), of_cc(0, 3));
    assert_eq!(of_cc(0, 1), of_cc(2, 1));
    assert!(of_cc(0, 1).contains("Pays de Retz"), "{}", of_cc(0, 1));
    // A SIVOS isn't the CC.
    assert_ne!(of_cc(0, 1), of_cc(0, 2));
}
