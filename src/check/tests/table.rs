use std::collections::BTreeSet;

use super::assert_sentence;
use crate::check::{RULES, Severities, rule};
use crate::model::finding::Severity;

#[test]
fn codes_follow_each_other_by_family_and_names_are_told_apart() {
    let mut families: Vec<&str> = Vec::new();
    let mut next = 1;
    for rule in RULES {
        let (family, number) = rule.code.split_once('-').unwrap();
        if families.last() != Some(&family) {
            families.push(family);
            next = 1;
        }
        assert_eq!(number, format!("{next:03}"), "{}", rule.code);
        next += 1;
    }
    assert_eq!(
        families,
        ["LEC", "COL", "VAL", "ETB", "COU", "RES", "MOD", "PRE", "DOC", "LOC", "ADM", "MOY", "PER", "COH"]
    );

    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
    for name in names {
        assert!(name.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'-'), "{name}");
        assert!(name.split('-').all(|word| !word.is_empty()), "{name}");
    }
}

#[test]
fn every_text_of_a_rule_is_whole_sentences_and_no_two_rules_say_the_same() {
    let mut said = BTreeSet::new();
    for rule in RULES {
        assert_sentence(rule.what);
        assert_sentence(rule.why);
        assert_sentence(rule.fix);
        assert_sentence(rule.example);
        assert!(said.insert(rule.what), "{}", rule.what);
        assert!(said.insert(rule.example), "{}", rule.example);
    }
}

#[test]
fn a_rule_is_found_however_its_code_or_name_is_typed() {
    for typed in [
        "RES-002",
        "res-002",
        "RES002",
        " res 2 ",
        "RES_002",
        "responsables-multiples",
        "Responsables Multiples",
    ] {
        assert_eq!(rule(typed).map(|rule| rule.code), Some("RES-002"), "{typed}");
    }
    for unknown in ["RES-999", "", "RES", "002", "-", "RES-99999999999", "ZZZ-001", "é2"] {
        assert_eq!(rule(unknown), None, "{unknown}");
    }
}

#[test]
fn a_configuration_changes_or_silences_a_rule_and_leaves_the_others() {
    let mut severities = Severities::default();
    severities.change(rule("RES-002").unwrap(), Severity::Info);
    severities.silence(rule("COL-004").unwrap());
    assert_eq!(severities.of(rule("RES-002").unwrap()), Some(Severity::Info));
    assert_eq!(severities.of(rule("COL-004").unwrap()), None);
    assert_eq!(severities.of(rule("RES-001").unwrap()), Some(Severity::Blocking));
}
