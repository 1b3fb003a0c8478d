use super::*;
use crate::model::form::Value;
use crate::render::fixture::{self, Shape};
use crate::render::workbook::safe;

/// The form of the first school of the fixture, with these lines.
fn made(lines: &[Line], change: impl FnOnce(&mut School)) -> Result<Vec<u8>, WorkbookError> {
    let dossier = fixture::dossier(&Shape { schools: 1, ..Shape::default() });
    let mut school = (*dossier.schools[0].school).clone();
    change(&mut school);
    form(&Form {
        stamp: &dossier.stamp,
        referential: &dossier.referential,
        subject: Subject::School(&school, &dossier.academie),
        lines,
        known_since: None,
        marks: &[],
    })
}

fn line(rank: u16, text: &str) -> Line {
    let competence = crate::model::referential::CompetenceId(rank);
    let mut line = Line { competence: Some(competence), ..Line::default() };
    line.text(Column::Responsible, text);
    line
}

#[test]
fn each_required_competence_has_its_row_and_what_stands_nowhere_comes_after() {
    let referential = fixture::referential();
    let outside = Line { competence: None, label: "Photocopieur".into(), ..line(0, "Mairie") };
    let lines = [line(2, "A"), outside, line(2, "B"), line(0, ""), line(0, "C"), line(5, "D")];
    let rows = rows(&referential, &lines);
    let told: Vec<(usize, &str)> = rows
        .iter()
        .enumerate()
        .filter_map(|(rank, row)| match row.values.get(&Column::Responsible) {
            Some(Value::Text(text)) => Some((rank, text.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(told, [(0, "C"), (2, "A"), (5, "D"), (14, "Mairie"), (15, "B")]);
    assert!(rows[..14].iter().zip(0..).all(|(row, rank)| row.competence.unwrap().0 == rank));
}

#[test]
fn addresses_are_those_of_the_sheet() {
    assert_eq!(address(Place::Identity(Identity::Uai)), "D4");
    assert_eq!(address(Place::Identity(Identity::Academie)), "I4");
    assert_eq!(address(Place::Label(0)), "C9");
    assert_eq!(address(Place::Row(0, Column::Responsible)), "D9");
    assert_eq!(address(Place::Row(13, Column::Comment)), "P22");
}

#[test]
fn whatever_a_registry_or_a_school_writes_makes_a_form() {
    let nasty = ["<r><t>x</t></r>", "=1+1", "\u{1}\u{ffff}", "&\"'<>"].map(|text| text.repeat(3_000));
    for text in &nasty {
        let mut lines = vec![line(0, text)];
        lines.push(Line { competence: None, label: text.clone(), ..line(0, text) });
        let bytes = made(&lines, |school| {
            school.name = text.as_str().into();
            school.commune = text.as_str().into();
            school.circonscription = text.as_str().into();
            school.email = text.as_str().into();
        });
        assert!(bytes.is_ok_and(|bytes| bytes.starts_with(b"PK")), "{text:.12}");
    }
}

#[test]
fn every_message_fits_what_excel_holds() {
    for column in Column::ALL {
        let help = columns::help(column, &Subject::AnySchool);
        assert_eq!(columns::message(help), safe::sentence(help), "{column:?} is whole");
    }
    let long = columns::message(&"mot ".repeat(200));
    assert!(long.encode_utf16().count() <= 255 && long.ends_with("mot…"), "{long}");
}
