use super::*;
use crate::model::dossier::{Dossier, State};
use crate::render::data::state_json;
use crate::render::fixture::{self, Shape};

fn dossier(month: &str) -> Dossier {
    let mut dossier = fixture::dossier(&Shape { schools: 6, ..Shape::default() });
    dossier.stamp.month = month.parse().unwrap();
    dossier
}

/// A folder of consolidated months.
struct Past(tempfile::TempDir);

impl Past {
    fn of(months: &[&str]) -> Self {
        let past = Self(tempfile::tempdir().unwrap());
        for month in months {
            past.write(month, &state_json(&dossier(month)));
        }
        past
    }

    fn write(&self, month: &str, state: &[u8]) {
        let folder = self.0.path().join(month);
        fs::create_dir_all(folder.join("17-nantes")).unwrap();
        fs::write(folder.join(MARK), "").unwrap();
        fs::write(folder.join("17-nantes/etat.json"), state).unwrap();
    }

    /// What November reads of it.
    fn read(&self) -> (History, Vec<String>) {
        let now = dossier("2026-11");
        Months::before(now.stamp.month, self.0.path()).history(&now.academie, &now.referential)
    }
}

fn months(history: &History) -> Vec<String> {
    let previous = history.previous.iter().map(|month| month.point.month);
    previous
        .chain(history.older.iter().map(|month| month.point.month))
        .map(|month| month.to_string())
        .collect()
}

#[test]
fn the_latest_earlier_month_is_read_whole_and_those_before_it_for_their_states() {
    let past = Past::of(&["2026-09", "2026-11", "2026-12", "2025-01", "2026-10"]);
    let (history, remarks) = past.read();
    assert!(remarks.is_empty(), "{remarks:?}");
    assert_eq!(
        months(&history),
        ["2026-10", "2026-09", "2025-01"],
        "neither the month itself nor later ones"
    );
    let october = dossier("2026-10");
    let previous = history.previous.unwrap();
    let expected = fixture::past(&october, "2026-10");
    assert_eq!((previous.point, previous.registry), (expected.point, true));
    for ((uai, school), (same, told)) in previous.schools.iter().zip(&expected.schools) {
        assert_eq!((uai, &school.couples), (same, &told.couples));
        assert_eq!(
            (&school.name, &school.circonscription, school.expected, school.returned),
            (&told.name, &told.circonscription, told.expected, told.returned)
        );
    }
    let states: Vec<Option<State>> =
        october.schools[0].couples.iter().map(|couple| Some(couple.state)).collect();
    assert_eq!(*history.older[0].states[&october.schools[0].school.uai], *states);
}

#[test]
fn a_first_run_has_no_past_and_says_nothing() {
    let past = Past::of(&[]);
    fs::create_dir(past.0.path().join("2026-10")).unwrap();
    fs::write(past.0.path().join("2026-10/reçu.xlsx"), "").unwrap();
    fs::write(past.0.path().join("2026-09"), "no folder").unwrap();
    let (history, remarks) = past.read();
    assert!(history.previous.is_none() && remarks.is_empty(), "{remarks:?}");
    let now = dossier("2026-11");
    let nowhere = Months::before(now.stamp.month, Path::new("nulle-part"));
    assert!(nowhere.history(&now.academie, &now.referential).0.previous.is_none());
}

/// Each fault leaves its month out with one sentence, and the month before is compared in its place.
#[test]
fn a_state_that_cannot_serve_is_told_and_left_out() {
    let sound = String::from_utf8(state_json(&dossier("2026-10"))).unwrap();
    let damage = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        sound.replacen(from, to, 1).into_bytes()
    };
    let second = dossier("2026-10").schools[1].school.uai.to_string();
    let first = dossier("2026-10").schools[0].school.uai.to_string();
    let faults: [(Vec<u8>, &str); 13] = [
        (Vec::new(), "abîmé"),
        (sound.as_bytes()[..sound.len() / 2].to_vec(), "abîmé"),
        (b"\xff\xfe\x00".to_vec(), "abîmé"),
        (b"[]".to_vec(), "abîmé"),
        (damage("\"etat\":\"couverte\"", "\"etat\":\"verte\""), "abîmé"),
        (damage("\"mode\":\"internalise\"", "\"mode\":\"interne\""), "abîmé"),
        (damage(&first, "0441000A"), "abîmé"),
        (damage(&second, &first), "abîmé"),
        (damage("\"schema\":1", "\"schema\":0"), "forme connue (schéma 0)"),
        (damage("\"schema\":1", "\"schema\":7"), "version plus récente de Maillage (schéma 7)"),
        (b"{\"name\":\"etat\"}".to_vec(), "forme connue (aucun schéma indiqué)"),
        (damage("2026-10", "2026-08"), "un autre mois (2026-08)"),
        (damage("\"code\":\"17\"", "\"code\":\"14\""), "une autre académie (code 14)"),
    ];
    for (bytes, why) in faults {
        let past = Past::of(&["2026-09"]);
        past.write("2026-10", &bytes);
        let (history, remarks) = past.read();
        assert_eq!(months(&history), ["2026-09"], "{why}");
        let [remark] = remarks.as_slice() else { panic!("{why}: {remarks:?}") };
        assert!(
            remark.starts_with("Historique : octobre 2026 de l’académie de Nantes est laissé de côté."),
            "{remark}"
        );
        assert!(remark.contains(why), "{remark}");
    }
}

#[test]
fn a_consolidated_month_without_the_state_of_the_academie_is_told() {
    let past = Past::of(&["2026-10"]);
    fs::remove_file(past.0.path().join("2026-10/17-nantes/etat.json")).unwrap();
    let (history, remarks) = past.read();
    assert!(history.previous.is_none());
    assert!(remarks.len() == 1 && remarks[0].contains("manque"), "{remarks:?}");
    fs::create_dir(past.0.path().join("2026-10/17-nantes/etat.json")).unwrap();
    let (_, remarks) = past.read();
    assert!(remarks.len() == 1 && remarks[0].contains("ne peut pas être lu"), "{remarks:?}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let elsewhere = Past::of(&["2026-10"]);
    let real = elsewhere.0.path().join("2026-10");
    for (link, target) in [
        ("2026-10", real.clone()),
        ("2026-10/17-nantes", real.join("17-nantes")),
        ("2026-10/17-nantes/etat.json", real.join("17-nantes/etat.json")),
    ] {
        let past = Past::of(&[]);
        let place = past.0.path().join(link);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(past.0.path().join("2026-10").join(MARK), "").ok();
        std::os::unix::fs::symlink(target, place).unwrap();
        let (history, remarks) = past.read();
        assert!(history.previous.is_none(), "{link}");
        assert!(remarks.len() == 1 && remarks[0].contains("est un lien"), "{link}: {remarks:?}");
    }
}

#[test]
fn two_years_are_read_at_most() {
    let names: Vec<String> =
        (2024..=2026).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}"))).collect();
    let past = Past::of(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let (history, _) = past.read();
    let months = months(&history);
    assert_eq!((months.len(), months[0].as_str(), months[23].as_str()), (24, "2026-10", "2024-11"));
}

#[test]
fn a_competence_that_is_no_longer_required_is_left_out() {
    let past = Past::of(&["2026-10"]);
    let mut now = dossier("2026-11");
    let mut referential = (*now.referential).clone();
    referential.competences[0].required = false;
    referential.competences[1].code = "PIL-NEW".into();
    now.referential = std::sync::Arc::new(referential);
    let months = Months::before(now.stamp.month, past.0.path());
    let (history, remarks) = months.history(&now.academie, &now.referential);
    assert!(remarks.is_empty());
    let couples = history.previous.unwrap().schools.into_values().next().unwrap().couples;
    assert!(couples.len() == 13 && couples[0].is_none() && couples[1].is_some(), "{couples:?}");
}

#[test]
fn the_latest_answers_of_each_school_are_read_even_where_its_last_month_is_silent() {
    let past = Past::of(&["2026-09"]);
    let mut october = dossier("2026-10");
    october.schools[0].retained = None;
    past.write("2026-10", &state_json(&october));
    let months = Months::before("2026-11".parse().unwrap(), past.0.path());
    let (answers, remarks) = months.answers(&october.academie, &october.referential);
    assert!(remarks.is_empty(), "{remarks:?}");
    let [silent, other] = [0, 1].map(|rank| &answers[&october.schools[rank].school.uai]);
    assert_eq!((silent.0.to_string(), other.0.to_string()), ("2026-09".into(), "2026-10".into()));
    // Each competence that somebody answers for, or that is put off or set aside; nothing for the others.
    let told = october.schools[1].couples.iter().filter(|couple| {
        matches!(couple.state, State::Covered | State::Shared | State::ToDefine | State::NotApplicable)
    });
    let competences: Vec<_> = told.map(|couple| Some(couple.competence)).collect();
    assert_eq!(other.1.iter().map(|line| line.competence).collect::<Vec<_>>(), competences);
}

#[test]
fn answers_of_a_damaged_month_are_one_sentence_and_no_more() {
    let past = Past::of(&["2026-09"]);
    past.write("2026-10", b"{\"schema\":1,");
    let now = dossier("2026-11");
    let months = Months::before(now.stamp.month, past.0.path());
    let (answers, remarks) = months.answers(&now.academie, &now.referential);
    assert!(answers.values().all(|(month, _)| month.to_string() == "2026-09") && !answers.is_empty());
    assert_eq!(remarks.len(), 1);
}
