//! An académie that breaks each rule once: each finding is told once, at its cell, with a sentence that says what to
//! do.
//!
//! A new rule fails here until something breaks it: a line in `answers.rs`, a document in `documents.rs`.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

mod answers;
mod campaign;
mod documents;
mod form;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use campaign::Campaign;
use maillage::check::RULES;

/// Rules that no document breaks on demand, whoever runs the tests.
const OUT_OF_REACH: [&str; 1] = [
    // A fault of the program itself.
    "LEC-008",
];

#[test]
fn each_rule_is_broken_once_and_told_once_at_its_cell() {
    let mut campaign = Campaign::new();
    for (tells, change) in answers::CASES {
        let mut form = campaign.school().form();
        change(&mut form);
        let name = format!("{}.xlsx", tells.join(" "));
        campaign.document(&name, &form.bytes(), tells);
    }
    documents::unreadable(&mut campaign);
    documents::schools(&mut campaign);
    documents::submissions(&mut campaign);
    documents::territories(&mut campaign);
    documents::together(&mut campaign);
    let mut out_of_reach: BTreeSet<&str> = OUT_OF_REACH.into();
    if !documents::forbidden(&mut campaign) {
        out_of_reach.insert("LEC-002");
    }
    let told = campaign.run();

    let mut wrong = String::new();
    let documents: BTreeSet<&String> = campaign.expected.keys().chain(told.findings.keys()).collect();
    for document in documents {
        let none = Vec::new();
        let mut expected = campaign.expected.get(document).unwrap_or(&none).clone();
        expected.sort();
        let found = told.findings.get(document).unwrap_or(&none);
        if *found != expected {
            let _ = writeln!(wrong, "{document:?}: expected {expected:?}, told {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");

    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in told.findings.values().flatten() {
        *times.entry(finding.split(' ').next().unwrap()).or_default() += 1;
    }
    for rule in RULES.iter().filter(|rule| !out_of_reach.contains(rule.code)) {
        assert_eq!(times.get(rule.code), Some(&1), "{} is told once", rule.code);
        let [sentence] = told.sentences[rule.code].as_slice() else { panic!("{}", rule.code) };
        assert!(sentence.ends_with('.') && sentence.contains(' '), "{}: {sentence}", rule.code);
        if let Some(correction) = told.corrections.get(rule.code) {
            assert_eq!(correction, rule.fix);
        }
    }
}
