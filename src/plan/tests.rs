use std::fs;
use std::path::Path;

use super::*;
use crate::model::finding::Scope;

static RULE: Rule = Rule {
    code: "RES-002",
    name: "responsables-multiples",
    severity: Severity::Blocking,
    scope: Scope::School,
    what: "",
    why: "",
    fix: "",
    example: "",
};

const TODAY: Date = Date::constant(2026, 12, 3);

/// A campaign folder with what was received in November.
struct Campaign(tempfile::TempDir);

impl Campaign {
    fn new() -> Self {
        let campaign = Self(tempfile::tempdir().unwrap());
        fs::create_dir(campaign.path("2026-11")).unwrap();
        campaign
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    fn request(&self) -> Request {
        Request {
            sources: vec![self.path("2026-11")],
            socles: Vec::new(),
            output: Some(self.path("sorties")),
            history: None,
            month: None,
            date: None,
            registry: None,
            configuration: None,
            referential: None,
            academies: Vec::new(),
            threads: None,
            fail_level: FailLevel::default(),
            nameless: false,
            returns: Returns::None,
        }
    }

    fn plan(&self) -> Plan {
        plan(self.request()).unwrap()
    }
}

fn plan(request: Request) -> Result<Plan, PlanError> {
    prepare(request, &[&RULE], TODAY)
}

/// The status and the sentence of a refusal, its no-break spaces made plain.
fn refused(request: Request) -> (u8, String) {
    let error = plan(request).unwrap_err();
    (error.status.code(), error.message.replace('\u{a0}', " "))
}

fn month(plan: &Plan) -> String {
    plan.stamp.month.to_string()
}

#[test]
fn nothing_given_takes_the_month_of_the_folder_and_the_date_of_the_day() {
    let plan = Campaign::new().plan();
    assert_eq!(month(&plan), "2026-11");
    assert_eq!(plan.stamp.date, TODAY);
    assert_eq!(plan.stamp.version, env!("CARGO_PKG_VERSION"));
    assert!(plan.registry.is_none() && plan.only.is_empty() && plan.severities.is_empty());
    assert_eq!(plan.referential.required().count(), 14);
    assert_eq!(plan.notes, Vec::<String>::new());
}

#[test]
fn the_month_is_the_typed_one_else_the_configured_one_else_the_latest_folder_else_that_of_the_date() {
    let campaign = Campaign::new();
    fs::create_dir(campaign.path("2026-12")).unwrap();
    fs::create_dir(campaign.path("reçus")).unwrap();
    let file = campaign.write("2026-09/inventaire.xlsx", "");
    let with =
        |sources: &[PathBuf]| plan(Request { sources: sources.to_vec(), ..campaign.request() }).unwrap();
    assert_eq!(month(&with(&[campaign.path("2026-12"), campaign.path("2026-11")])), "2026-12");
    assert_eq!(month(&with(&[file])), "2026-09");

    let dated = with(&[campaign.path("reçus")]);
    assert_eq!(month(&dated), "2026-12");
    assert!(dated.notes[0].contains("décembre 2026 (celui de la date"), "{:?}", dated.notes);

    campaign.write("maillage.toml", "[campagne]\nmois = \"2026-10\"");
    let configured = campaign.plan();
    assert_eq!(month(&configured), "2026-10");
    assert!(
        configured
            .notes
            .iter()
            .any(|note| note.contains("est octobre 2026, alors que le dossier reçu nomme novembre 2026"))
    );

    let typed = plan(Request { month: "2026-08".parse().ok(), ..campaign.request() }).unwrap();
    assert_eq!(month(&typed), "2026-08");
}

#[test]
fn a_configuration_is_found_beside_the_source_or_above_and_told() {
    for place in ["maillage.toml", "depot/maillage.toml"] {
        let campaign = Campaign::new();
        fs::create_dir_all(campaign.path("depot/2026-11")).unwrap();
        campaign.write(place, "[rapport]\nmention = \"Interne\"");
        let plan =
            plan(Request { sources: vec![campaign.path("depot/2026-11")], ..campaign.request() }).unwrap();
        assert_eq!(plan.stamp.mention.as_deref(), Some("Interne"), "{place}");
        assert!(plan.notes[0].starts_with("Configuration : "), "{:?}", plan.notes);
    }
}

#[test]
fn what_schools_send_never_configures_the_run() {
    let campaign = Campaign::new();
    campaign.write("2026-11/maillage.toml", "[gravites]\n\"RES-002\" = \"silence\"");
    campaign.write("2026-11/école/inventaire.xlsx", "");
    let sources = vec![campaign.path("2026-11/école/inventaire.xlsx"), campaign.path("2026-11")];
    assert!(plan(Request { sources, ..campaign.request() }).unwrap().severities.is_empty());
    assert!(campaign.plan().severities.is_empty());
}

#[test]
fn a_configuration_given_is_the_one_read() {
    let campaign = Campaign::new();
    campaign.write("maillage.toml", "pas du TOML");
    let given =
        campaign.write("autre.toml", "[gravites]\n\"RES-002\" = \"info\"\n[campagne]\nacademie = \"Nantes\"");
    let plan = plan(Request { configuration: Some(given), ..campaign.request() }).unwrap();
    assert_eq!(plan.severities["RES-002"], Some(Severity::Info));
    assert_eq!(plan.only.iter().collect::<Vec<_>>(), ["17"]);
}

#[test]
fn a_fault_of_the_configuration_names_its_file_and_line() {
    let campaign = Campaign::new();
    campaign.write("maillage.toml", "[campagne]\nmoi = \"2026-11\"");
    let (status, message) = refused(campaign.request());
    assert_eq!(status, 3);
    assert!(message.contains("maillage.toml », ligne 2, colonne 1 : clé inconnue « moi »"), "{message}");
    assert!(message.contains("vouliez-vous dire « mois » ?\n"), "{message}");

    campaign.write("maillage.toml", b"mention = \"\xe9t\xe9\"");
    let (status, message) = refused(campaign.request());
    assert_eq!(status, 3);
    assert!(message.contains("n’est pas en UTF-8"), "{message}");
}

/// `maillage config > maillage.toml` in the PowerShell of Windows writes UTF-16; other editors put a mark before UTF-8.
#[test]
fn a_configuration_that_says_its_encoding_is_read_in_it() {
    let campaign = Campaign::new();
    let text = "[campagne]\nlibelle = \"Été\"\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), format!("\u{feff}{text}").into_bytes()] {
        campaign.write("maillage.toml", bytes);
        assert_eq!(campaign.plan().stamp.label.as_deref(), Some("Été"));
    }
}

#[test]
fn academies_are_known_by_name_or_code_and_the_nearest_is_suggested() {
    let campaign = Campaign::new();
    let with = |names: &[&str]| {
        plan(Request {
            academies: names.iter().map(|name| (*name).to_owned()).collect(),
            ..campaign.request()
        })
    };
    let only = with(&["nantes", "14"]).unwrap().only;
    assert_eq!(only.iter().collect::<Vec<_>>(), ["14", "17"]);
    let error = with(&["Nante"]).unwrap_err();
    assert_eq!(error.status, Status::Usage);
    assert!(error.message.contains("Vouliez-vous dire «\u{a0}Nantes\u{a0}» ?"), "{error}");
    assert!(with(&["Atlantide"]).unwrap_err().message.contains("Écrivez son nom"));

    campaign.write("maillage.toml", "[campagne]\nacademie = \"Nante\"");
    let (status, message) = refused(campaign.request());
    assert_eq!((status, message.contains("« Nante » de la configuration")), (3, true), "{message}");
}

/// Opening a pipe would wait for somebody to write into it: here, for ever.
#[cfg(unix)]
#[test]
fn a_source_that_is_no_file_is_left_to_the_walk_without_being_opened() {
    let campaign = Campaign::new();
    let pipe = campaign.path("tube");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(plan(Request { sources: vec![pipe], ..campaign.request() }).is_ok());
}

#[test]
fn a_source_that_is_not_there_is_refused_with_the_nearest_name() {
    let campaign = Campaign::new();
    let (status, message) = refused(Request { sources: vec![campaign.path("2026-1")], ..campaign.request() });
    assert_eq!(status, 4);
    assert!(message.contains("n’existe pas"), "{message}");
    assert!(message.contains("Vouliez-vous dire") && message.contains("2026-11"), "{message}");
    assert!(!campaign.path("sorties").exists());
}

#[test]
fn results_are_never_written_into_a_source_nor_over_one() {
    let campaign = Campaign::new();
    for output in ["2026-11", "2026-11/sorties", "2026-11/../2026-11/a/b"] {
        let (status, message) =
            refused(Request { output: Some(campaign.path(output)), ..campaign.request() });
        assert_eq!(status, 2, "{output}");
        assert!(message.contains("dossier à côté"), "{message}");
    }
    let (status, message) =
        refused(Request { output: Some(campaign.0.path().to_owned()), ..campaign.request() });
    assert_eq!(status, 2);
    assert!(message.contains("remplaceraient la source"), "{message}");
    // Beside another month of the same name, nothing is replaced.
    let other = Request {
        output: Some(campaign.0.path().to_owned()),
        month: "2026-12".parse().ok(),
        ..campaign.request()
    };
    assert!(plan(other).is_ok());
}

#[test]
fn a_file_where_the_results_should_go_is_named() {
    let campaign = Campaign::new();
    let output = campaign.write("sorties", "");
    let (status, message) = refused(Request { output: Some(output), ..campaign.request() });
    assert_eq!((status, message.contains("est un fichier")), (5, true), "{message}");
}

#[test]
fn the_registry_gives_the_schools_expected_and_its_remarks_are_told() {
    let campaign = Campaign::new();
    let rows = "UAI;Nom;Commune\n0440123X;École A;Nantes\n0350122T;École B;Rennes\nfaux;École C;Brest\n";
    let registry = Some(campaign.write("annuaire.csv", rows));
    let key = crate::model::school::Uai::from_digits("0440123").unwrap();
    let rows = rows.replace("0440123X", key.as_str());
    campaign.write("annuaire.csv", rows);
    let plan = plan(Request { registry, ..campaign.request() }).unwrap();
    assert_eq!(plan.registry.as_ref().unwrap().schools().count(), 2);
    let notes = plan.notes.join("\n").replace('\u{a0}', " ");
    assert!(notes.contains("Annuaire « annuaire.csv » : 2 écoles attendues."), "{notes}");
    assert!(notes.contains("« faux » n’est pas un UAI"), "{notes}");
}

#[test]
fn many_remarks_on_the_registry_are_counted() {
    let campaign = Campaign::new();
    let rows: Vec<String> = (0..20).map(|rank| format!("faux{rank};École")).collect();
    let rows = format!("UAI;Nom\n0350122T;École B\n{}\n", rows.join("\n"));
    let registry = campaign.write("annuaire.csv", rows);
    let plan = plan(Request { registry: Some(registry), ..campaign.request() }).unwrap();
    assert_eq!(plan.notes.iter().filter(|note| note.contains("faux")).count(), REMARKS_TOLD);
    assert!(plan.notes.last().unwrap().contains("15\u{a0}autres remarques"), "{:?}", plan.notes);
}

#[test]
fn a_registry_may_be_a_workbook() {
    let campaign = Campaign::new();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "Mode d’emploi").unwrap();
    let sheet = workbook.add_worksheet();
    for (row, texts) in [["UAI", "Nom", "Commune"], ["0350122T", "Les Lucioles", "Baulon"]].iter().enumerate()
    {
        for (column, text) in (0u16..).zip(texts) {
            sheet.write_string(row as u32, column, *text).unwrap();
        }
    }
    let registry = Some(campaign.write("annuaire.xlsx", workbook.save_to_buffer().unwrap()));
    let plan = prepare(Request { registry, ..campaign.request() }, &[&RULE], TODAY).unwrap();
    let schools: Vec<String> = plan
        .registry
        .iter()
        .flat_map(|registry| registry.schools())
        .map(|school| school.uai.to_string())
        .collect();
    assert_eq!(schools, ["0350122T"]);
}

#[test]
fn a_registry_that_cannot_serve_says_what_to_do() {
    let campaign = Campaign::new();
    for (bytes, words) in [
        (&b"PK\x03\x04"[..], "enregistrez-le au format « CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "enregistrez-le au format « CSV"),
        (b"", "vide"),
        (b"a;b\n1;2\n", "colonne UAI"),
    ] {
        let registry = Some(campaign.write("annuaire.csv", bytes));
        let (status, message) = refused(Request { registry, ..campaign.request() });
        assert_eq!(status, 3);
        assert!(message.contains(words), "{message}");
    }
    for (path, words) in [("anuaire.csv", "Vouliez-vous dire"), ("2026-11", "est un dossier")] {
        let (status, message) =
            refused(Request { registry: Some(campaign.path(path)), ..campaign.request() });
        assert_eq!((status, message.contains(words)), (3, true), "{message}");
    }
}

#[test]
fn a_referential_of_ones_own_replaces_the_embedded_one() {
    let campaign = Campaign::new();
    let own =
        crate::referential::embedded_text().replace("version = \"2026-11\"", "version = \"2026-11-nantes\"");
    let path = campaign.write("referentiel.toml", own);
    let plan = plan(Request { referential: Some(path.clone()), ..campaign.request() }).unwrap();
    assert_eq!(plan.referential.version, "2026-11-nantes");

    campaign.write("referentiel.toml", "schema = 1\nversion = 2026\n[competence");
    let (status, message) = refused(Request { referential: Some(path), ..campaign.request() });
    assert_eq!(status, 3);
    assert!(message.contains("referentiel.toml », ligne 3") && message.contains("crochet"), "{message}");
}

#[test]
fn names_are_suggested_only_where_they_are_near() {
    let names = ["mois", "academie"];
    assert_eq!(nearest("moi", names.into_iter()), Some("mois"));
    assert_eq!(nearest("Académies", names.into_iter()), Some("academie"));
    assert_eq!(nearest("zzz", names.into_iter()), None);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_source_is_still_that_source() {
    let campaign = Campaign::new();
    std::os::unix::fs::symlink(campaign.path("2026-11"), campaign.path("lien")).unwrap();
    let output: &Path = &campaign.path("lien/sorties");
    assert_eq!(refused(Request { output: Some(output.to_owned()), ..campaign.request() }).0, 2);
}
