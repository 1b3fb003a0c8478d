//! The faults of whole documents: files that can't be read, schools that can't be told, submissions, territories.

use std::fs;

use maillage::model::school::Uai;

use crate::campaign::{Campaign, NOWHERE};
use crate::form::Form;

pub(crate) fn unreadable(campaign: &mut Campaign) {
    let good = campaign.stranger().form().bytes();
    campaign.document("abime.xlsx", &good[..good.len() / 2], &["LEC-001 -"]);
    campaign.document("vide.xlsx", b"", &["LEC-003 -"]);
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.resize(1024, 0);
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    locked.resize(1536, 0);
    campaign.document("protege.xlsx", &locked, &["LEC-004 -"]);
    campaign.document("page.xlsx", b"<html><body>Bonjour</body></html>", &["LEC-005 -"]);
    campaign.document("ancien.rar", b"Rar!\x1A\x07\x01\x00 et la suite", &["LEC-006 -"]);
    campaign.document("immense.xlsx", &immense(), &["LEC-007 -"]);
    campaign.document("blanc.xlsx", &blank(&[]), &["LEC-009 -"]);
    campaign.document("cantine.xlsx", &blank(&["Menu de la semaine", "Carottes"]), &["LEC-010 -"]);
    campaign.document("signature.png", b"\x89PNG\r\n\x1A\n", &["LEC-011 -"]);
    let mut form = campaign.school().form();
    form.add_sheet("Exemple", &[&["Compétence", "Entité responsable"], &["Évaluation", "Rectorat"]]);
    campaign.document("exemple.xlsx", &form.bytes(), &["LEC-012 -"]);
}

/// A file that its rights forbid to read, where rights are kept: an administrator reads everything.
#[cfg(unix)]
pub(crate) fn forbidden(campaign: &mut Campaign) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let path = campaign.path("2026-11/interdit.xlsx");
    fs::write(&path, b"PK").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        fs::remove_file(&path).unwrap();
        return false;
    }
    campaign.expect("interdit.xlsx", &["LEC-002 -"]);
    true
}

#[cfg(not(unix))]
pub(crate) fn forbidden(_: &mut Campaign) -> bool {
    false
}

/// More sheets than a document may have.
fn immense() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for _ in 0..=maillage::model::budget::Budgets::default().sheets {
        workbook.add_worksheet().write(0, 0, "Inventaire").unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn blank(texts: &[&str]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, text) in (0..).zip(texts) {
        sheet.write(row, 0, *text).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

pub(crate) fn schools(campaign: &mut Campaign) {
    let outside = Uai::from_digits("0990001").unwrap().to_string();
    let mut document = |name: &str, block: &[(&str, &str)], tells: &[&str]| {
        campaign.document(name, &Form::filled(block).bytes(), tells);
    };
    document("personne.xlsx", &[("UAI", ""), ("École", "")], &["ETB-001 -"]);
    document("cle.xlsx", &[("UAI", "0350122A")], &["ETB-002 B1"]);
    document("telephone.xlsx", &[("UAI", "02 61 91 00 00")], &["ETB-003 B1"]);
    document("ailleurs.xlsx", &[("UAI", &outside)], &["ETB-006 B1"]);

    let school = campaign.stranger();
    let name = format!("{}.xlsx", school.uai);
    campaign.document(&name, &Form::of_school("0350122T", "Ailleurs").bytes(), &["ETB-004 B1"]);

    // Two schools of one name and one commune.
    let (left, right) = (campaign.stranger(), campaign.stranger());
    for school in [&left, &right] {
        let twin = crate::campaign::School { uai: school.uai.clone(), commune: left.commune.clone() };
        campaign.list(&twin, "École Les Tilleuls", "public");
        campaign.document(&format!("jumelle {}.xlsx", school.uai), &twin.form().bytes(), &[]);
    }
    let form = Form::filled(&[("UAI", ""), ("École", "École Les Tilleuls"), ("Commune", &left.commune)]);
    campaign.document("jumelles.xlsx", &form.bytes(), &["ETB-005 B2"]);

    let school = campaign.school();
    let form = Form::filled(&[("UAI", ""), ("École", "École Les Tilleuls"), ("Commune", &school.commune)]);
    campaign.document("par son nom.xlsx", &form.bytes(), &["ETB-007 B2"]);

    let school = campaign.school();
    let mut form = school.form();
    form.block("UAI", "0350122A");
    campaign.document(&format!("fausse {}.xlsx", school.uai), &form.bytes(), &["ETB-008 B1"]);

    let school = campaign.school();
    let mut form = school.form();
    form.block("UAI", "");
    campaign.document(&format!("sans case {}.xlsx", school.uai), &form.bytes(), &["ETB-011 -"]);

    let school = campaign.school();
    let mut form = school.form();
    form.block("UAI", &school.uai[..7]);
    campaign.document("sans lettre.xlsx", &form.bytes(), &["ETB-009 B1"]);

    let school = campaign.school();
    let mut form = school.form();
    form.block("UAI", &school.uai.to_lowercase());
    campaign.document("minuscule.xlsx", &form.bytes(), &["ETB-010 B1"]);

    let mut form = campaign.school().form();
    form.saved = 21;
    campaign.document("tardif.xlsx", &form.bytes(), &["ETB-024 -"]);

    let school = campaign.stranger();
    campaign.document("nouvelle.xlsx", &school.form().bytes(), &["ETB-012 B1"]);

    let mut form = campaign.school().form();
    form.block("Académie", "Rennes");
    campaign.document("rennes.xlsx", &form.bytes(), &["ETB-013 B4"]);

    let mut form = campaign.school().form();
    form.block("École", "Groupe scolaire Marguerite Vauquelin");
    form.block("Commune", "Vieux-Bourgneuf");
    campaign.document("autre nom.xlsx", &form.bytes(), &["ETB-014 B2"]);

    campaign.school();
    campaign.expect(NOWHERE, &["ETB-015 -"]);
}

pub(crate) fn submissions(campaign: &mut Campaign) {
    // The second version was saved first.
    let school = campaign.school();
    let mut form = school.form();
    form.saved = 3;
    campaign.document("ecole v2.xlsx", &form.bytes(), &["ETB-016 -"]);
    form.saved = 12;
    campaign.document("ecole v1.xlsx", &form.bytes(), &["ETB-018 -"]);

    let form = campaign.school().form();
    campaign.document("recu.xlsx", &form.bytes(), &[]);
    campaign.document("recu_copie.xlsx", &form.bytes(), &["ETB-017 -"]);
}

pub(crate) fn territories(campaign: &mut Campaign) {
    let listed = campaign.school();
    campaign.document("ecole du groupement.xlsx", &listed.form().bytes(), &[]);
    // One commune's name in two départements.
    for digits in ["0442900", "0852900"] {
        let uai = Uai::from_digits(digits).unwrap().to_string();
        let school = crate::campaign::School { uai, commune: "Montrivel".to_owned() };
        campaign.list(&school, "École Les Tilleuls", "public");
        campaign.document(&format!("montrivel {digits}.xlsx"), &school.form().bytes(), &[]);
    }
    let mut document = |name: &str, block: &[(&str, &str)], tells: &[&str]| {
        let mut form = Form::filled(block);
        form.rows.truncate(2);
        campaign.document(name, &form.bytes(), tells);
    };
    document("inconnue.xlsx", &[("Périmètre", "Commune de Nullepart"), ("", ""), ("", "")], &["ETB-019 B1"]);
    document("deux.xlsx", &[("Périmètre", "Commune de Montrivel"), ("", ""), ("", "")], &["ETB-020 B1"]);
    document(
        "contraire.xlsx",
        &[("Niveau", "commune"), ("Périmètre", "Académie de Nantes"), ("", "")],
        &["ETB-021 B2"],
    );
    let communes = format!("{} et Perdue", listed.commune);
    document("epci.xlsx", &[("Niveau", "EPCI"), ("Communes", &communes), ("", "")], &["ETB-023 B1"]);
    // Above the school, what isn't answered is no school's fault.
    let scope = format!("Commune de {}", listed.commune);
    let mut form = Form::filled(&[("Périmètre", &scope), ("", ""), ("", "")]);
    form.title('B', "Commentaire");
    form.set_all('E', "");
    form.set_all('B', "");
    campaign.document("sans responsable.xlsx", &form.bytes(), &["COL-001 A6"]);
    // What holds for the whole académie, and that one school contradicts.
    let mut form = Form::filled(&[]);
    form.rows.retain(|(code, _)| code.starts_with("ENT"));
    // Nobody there is every school's resource person.
    form.set_all('K', "");
    fs::write(campaign.path("socle.xlsx"), form.bytes()).unwrap();
    campaign.expect("socle.xlsx", &["ETB-022 -"]);
}

/// What only several schools together show.
pub(crate) fn together(campaign: &mut Campaign) {
    let first = campaign.school();
    campaign.document("d’accord.xlsx", &first.form().bytes(), &[]);
    let second = campaign.stranger();
    let second = crate::campaign::School { uai: second.uai, commune: first.commune };
    campaign.list(&second, "École Les Mésanges", "public");
    let mut form = second.form();
    form.block("École", "École Les Mésanges");
    form.set("MAT-FAI", 'B', "Circonscription");
    campaign.document("pas d’accord.xlsx", &form.bytes(), &[]);
    // Every school of the campaign is supplied by one company.
    campaign.expect(NOWHERE, &["COH-002 -", "RES-014 -"]);
}
