use super::*;
use crate::model::document::Mail;
use crate::model::finding::Severity;
use crate::model::letter::Letter;
use crate::render::fixture::{self, Shape};

fn letters() -> Letters {
    Letters::new(Occasion::ALL.map(|occasion| {
        Letter::parse(&format!("Objet : {occasion:?} {{uai}}\n\n{{nombre}}\n{{points}}\n")).unwrap()
    }))
}

fn names(files: &[File]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn what_the_configuration_accepts_is_not_asked_again() {
    let mut dossier = fixture::dossier(&Shape { schools: 12, ..Shape::default() });
    let letters = letters();
    let uai = dossier.findings[0].uai.unwrap();
    let of = |dossier: &Dossier| {
        let file = dossier.schools.iter().find(|file| file.school.uai == uai).unwrap();
        Returns::new(dossier, &letters, true).of(file, None).unwrap()
    };
    assert_eq!(names(&of(&dossier)), [format!("{uai}_correction.xlsx"), format!("{uai}_reponse.eml")]);
    let derogation = std::sync::Arc::new(crate::model::derogation::Derogation {
        line: 1,
        rule: dossier.findings[0].rule,
        target: crate::model::derogation::Target::default(),
        competences: Vec::new(),
        reason: "décidé".into(),
        until: None,
    });
    for finding in &mut dossier.findings {
        finding.accepted = Some(std::sync::Arc::clone(&derogation));
    }
    let files = of(&dossier);
    assert_eq!(names(&files), [format!("{uai}_reponse.eml")]);
    assert!(String::from_utf8_lossy(&files[0].1).contains("Thanks"));
}

#[test]
fn two_points_on_one_cell_are_one_mark_with_both_notes() {
    let dossier = fixture::dossier(&Shape { schools: 12, ..Shape::default() });
    let finding = &dossier.findings[0];
    let light = Finding { severity: Severity::Info, message: "Autre chose.".into(), ..finding.clone() };
    let place = form::Place::Row(0, crate::model::form::Column::Responsible);
    let next = form::Place::Row(1, crate::model::form::Column::Responsible);
    let point = |finding| Point { finding, competence: "", places: vec![place, next], is_blank: false };
    let marks = marks(&[point(finding), point(&light)]);
    assert_eq!(marks.len(), 2);
    assert!(marks.iter().all(|mark| mark.due), "the graver one tells");
    let note = marks[0].note.as_deref().unwrap();
    assert!(note.contains(&finding.message) && note.contains("Autre chose.") && note.contains("À faire :"));
    assert_eq!(marks[1].note, None);
}

#[test]
fn without_an_address_in_the_registry_the_answer_goes_to_whoever_wrote() {
    let mut dossier = fixture::dossier(&Shape { schools: 1, registry: false, ..Shape::default() });
    let mut school = (*dossier.schools[0].school).clone();
    let letters = letters();
    for (own, sender, to) in [
        ("ce.x@example.org", "autre@example.org", Some("ce.x@example.org")),
        ("", "autre@example.org", Some("autre@example.org")),
        ("à demander", "autre@example.org", Some("autre@example.org")),
        ("", "x@y.fr\r\nBcc: z@y.fr", None),
        ("", "", None),
    ] {
        school.email = own.into();
        dossier.schools[0].school = school.clone().into();
        dossier.documents[0].document.mail =
            Some(Mail { sender: sender.into(), subject: String::new(), sent: None });
        let files = Returns::new(&dossier, &letters, true).of(&dossier.schools[0], None).unwrap();
        let draft = String::from_utf8_lossy(&files.last().unwrap().1).into_owned();
        let found = draft.lines().find_map(|line| line.strip_prefix("To: <")?.strip_suffix('>'));
        assert_eq!(found, to, "{draft}");
        assert!(!draft.lines().any(|line| line.starts_with("Bcc")));
    }
}
