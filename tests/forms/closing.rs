//! The loop closes: what was mended is what the evolution tells, and nothing is left to say.

use std::collections::BTreeSet;

use serde_json::json;

use super::filled::{Book, cells};
use super::{Campaign, fill, good, uai};

/// What each school gets wrong: cell and what stands there.
const WRONG: [&[(&str, &str)]; 3] = [
    &[("D9", "néant"), ("E9", ""), ("I12", "fin du bail")],
    &[("D12", "Éditeur Scolavia / Rectorat de Nantes"), ("E14", "")],
    &[
        ("D18", ""),
        ("E18", ""),
        ("G18", ""),
        ("H18", ""),
        ("I18", ""),
        ("J18", ""),
        ("K18", ""),
        ("L18", ""),
        ("N18", ""),
    ],
];

#[test]
fn what_is_sent_back_and_mended_leaves_no_finding_and_the_evolution_tells_exactly_what_was() {
    let campaign = Campaign::of(3);
    campaign.make_forms("2026-10", &[]);
    for (rank, wrong) in (0..).zip(WRONG) {
        let mut book = campaign.form("2026-10", rank);
        fill(&mut book);
        for (cell, value) in wrong {
            book.put(super::SHEET, cell, value);
        }
        campaign.receive("2026-10", &format!("retour {rank}.xlsx"), &book);
    }
    campaign.consolidate("2026-10", &["--retours"]);
    let first: BTreeSet<String> =
        campaign.findings("2026-10").iter().map(|finding| finding[1..8].to_owned()).collect();
    let expected = ["RES-001", "RES-002", "COU-001", "MOD-001", "VAL-011"];
    assert!(expected.iter().all(|code| first.contains(*code)), "{first:?}");

    for rank in 0..3 {
        let correction = campaign.returned("2026-10", &format!("{}_correction.xlsx", uai(rank)));
        let list = cells(&correction, "À corriger");
        let cases: Vec<&String> =
            list.iter().filter(|((row, column), _)| *row > 4 && *column == 3).map(|(_, text)| text).collect();
        assert!(!cases.is_empty());
        let mut book = Book::open(&correction);
        for case in &cases {
            book.put(super::SHEET, case, good(case));
        }
        // The other cells of a line that was left blank: what the school had left to say, too.
        for (cell, _) in WRONG[rank as usize] {
            book.put(super::SHEET, cell, good(cell));
        }
        campaign.receive("2026-11", &format!("corrigé {rank}.xlsx"), &book);
        let listed: BTreeSet<&str> = cases.iter().map(|case| case.as_str()).collect();
        let blocking = [&["D9"][..], &["D12", "E14"], &["D18"]][rank as usize];
        assert!(blocking.iter().all(|cell| listed.contains(cell)), "{listed:?}");
    }
    let said = campaign.consolidate("2026-11", &["--retours", "--accuses"]);
    assert_eq!(campaign.findings("2026-11"), Vec::<String>::new(), "{said}");

    let state = campaign.state("2026-11");
    let told: BTreeSet<[String; 4]> = state["evolution"]["changements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            [
                text(&change["nature"]),
                text(&change["uai"]),
                text(&change["competence"]),
                text(&change["avant"]["etat"]),
            ]
        })
        .collect();
    let change = |rank, competence: &str, before: &str| {
        ["progres".to_owned(), uai(rank), competence.to_owned(), before.to_owned()]
    };
    let expected = BTreeSet::from([
        change(0, "PIL-MOA", "orpheline"),
        change(1, "ACC-DOC", "partagee"),
        change(2, "ENT-HEB", "non_etudiee"),
    ]);
    assert_eq!(told, expected);
    assert_eq!(state["indicateurs"]["couverture"], json!({"numerateur": 42, "denominateur": 42}));
    // All is well: thanks, and nothing to mend.
    for rank in 0..3 {
        let thanks =
            String::from_utf8(campaign.returned("2026-11", &format!("{}_reponse.eml", uai(rank)))).unwrap();
        assert!(!thanks.contains("multipart"), "{thanks}");
        let correction = format!("sorties/2026-11/17-nantes/retours/{}_correction.xlsx", uai(rank));
        assert!(!campaign.path(&correction).exists());
    }

    // Next month's forms repeat what was answered: sent back as they are, but for the person whose name isn't kept.
    let said = campaign.make_forms("2026-12", &[]);
    assert!(said.contains("3 préremplis des réponses de novembre 2026"), "{said}");
    for rank in 0..3 {
        let mut book = campaign.form("2026-12", rank);
        book.put(super::SHEET, "O9", good("O9"));
        campaign.receive("2026-12", &format!("{rank}.xlsx"), &book);
    }
    campaign.consolidate("2026-12", &[]);
    assert_eq!(campaign.findings("2026-12"), Vec::<String>::new());
    let changes = campaign.state("2026-12")["evolution"]["changements"].clone();
    assert_eq!(changes, json!([]), "nothing moved");
}
