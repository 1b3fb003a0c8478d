//! Which of the documents received counts: one verdict each, and one document at most for each school.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::calendar::DateTime;
use crate::model::document::{DocumentId, Verdict};
use crate::model::fact::Fact;
use crate::model::inventory::{Content, Inventory, Owner};
use crate::model::school::Uai;
use crate::model::scope::Level;
use crate::text;

/// The verdict on a document, and the fact that explains it where the document's own facts don't.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// The verdict.
    pub verdict: Verdict,
    /// What it was superseded by or is a copy of, or the doubt on the order of submissions.
    pub fact: Option<Fact>,
}

impl Settled {
    fn plain(verdict: Verdict) -> Self {
        Self { verdict, fact: None }
    }
}

/// Settles every document, in the order given.
///
/// - What is no inventory is ignored; what can't be read or attached to a school is rejected.
/// - Of the same bytes sent twice, the first in path order that names a school stands for all; the others are
///   duplicates. The same bytes sent under the names of two schools are two submissions, and an empty file is
///   nobody's copy.
/// - Of several submissions of one school, the latest counts; marks in the names (« v2 »,
///   « corrigé ») settle what dates leave equal, then path order does. Marks that contradict the dates are told.
pub fn settle(inventories: &[Inventory]) -> Vec<Settled> {
    let mut settled: Vec<Settled> =
        inventories.iter().map(|inventory| Settled::plain(alone(inventory))).collect();
    let copies = set_copies_aside(inventories, &mut settled);

    let mut by_holder: BTreeMap<Holder<'_>, Vec<Submission>> = BTreeMap::new();
    for (index, inventory) in inventories.iter().enumerate() {
        if settled[index].verdict != Verdict::Retained {
            continue;
        }
        if let Some(holder) = Holder::of(inventory) {
            let mut dates = Dates::of(inventory);
            for &copy in copies.get(&index).into_iter().flatten() {
                dates = dates.latest(Dates::of(&inventories[copy]));
            }
            by_holder.entry(holder).or_default().push(Submission {
                index,
                id: inventory.document.id,
                dates,
                mark: mark_of(inventory.document.file_name()),
            });
        }
    }
    for submissions in by_holder.into_values() {
        let Some((kept, contradicted)) = latest(&submissions) else { continue };
        let path = |submission: &Submission| inventories[submission.index].document.path.clone();
        for other in submissions.iter().filter(|other| other.index != kept.index) {
            settled[other.index] =
                Settled { verdict: Verdict::Superseded, fact: Some(Fact::SupersededBy(path(kept))) };
        }
        settled[kept.index].fact = contradicted.map(|other| Fact::OrderContradicted(path(other)));
    }
    settled
}

/// Whom a document answers for: two documents of one holder are two submissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holder<'a> {
    School(Uai),
    Territory(&'a str, Level, &'a BTreeSet<(String, String)>),
}

impl<'a> Holder<'a> {
    fn of(inventory: &'a Inventory) -> Option<Self> {
        match &inventory.owner {
            Owner::School { school, .. } => Some(Self::School(school.uai)),
            Owner::Territory(scope) => {
                // Not its name: a grouping may be called in two ways.
                Some(Self::Territory(&scope.academie, scope.level, &scope.places))
            }
            Owner::Claimed(_) | Owner::Unknown => None,
        }
    }
}

/// The verdict on a document that nothing else would concern.
fn alone(inventory: &Inventory) -> Verdict {
    match inventory.content {
        Content::NotAnInventory(_) | Content::Empty => Verdict::Ignored,
        Content::Unreadable(_) | Content::NoTable => Verdict::Rejected,
        Content::Answers if Holder::of(inventory).is_none() => Verdict::Rejected,
        Content::Answers => Verdict::Retained,
    }
}

/// Turns copies into duplicates; for each document kept, the ranks of its copies.
fn set_copies_aside(inventories: &[Inventory], settled: &mut [Settled]) -> BTreeMap<usize, Vec<usize>> {
    let mut by_bytes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, inventory) in inventories.iter().enumerate() {
        let document = &inventory.document;
        if settled[index].verdict != Verdict::Ignored && document.size > 0 && !document.sha256.is_empty() {
            by_bytes.entry(&document.sha256).or_default().push(index);
        }
    }
    let mut copies: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for mut same in by_bytes.into_values().filter(|same| same.len() > 1) {
        same.sort_by_key(|&index| inventories[index].document.id);
        let retained = |index: usize, settled: &[Settled]| settled[index].verdict == Verdict::Retained;
        let first_named = same.iter().copied().find(|&index| retained(index, settled));
        let Some(stands_for_all) = first_named.or(same.first().copied()) else { continue };
        let mut first_of: BTreeMap<Holder<'_>, usize> = BTreeMap::new();
        for &index in &same {
            // A copy that names no school is a copy of the one that does.
            let keeper = match Holder::of(&inventories[index]).filter(|_| retained(index, settled)) {
                Some(holder) => *first_of.entry(holder).or_insert(index),
                None => stands_for_all,
            };
            if keeper != index {
                copies.entry(keeper).or_default().push(index);
                let path = inventories[keeper].document.path.clone();
                settled[index] = Settled { verdict: Verdict::Duplicate, fact: Some(Fact::SameBytesAs(path)) };
            }
        }
    }
    copies
}

/// A document that could count for its school.
#[derive(Clone, Debug)]
struct Submission {
    index: usize,
    id: DocumentId,
    dates: Dates,
    mark: Option<u32>,
}

/// The submission that counts, and the one whose mark says otherwise.
fn latest(submissions: &[Submission]) -> Option<(&Submission, Option<&Submission>)> {
    let kinds: BTreeSet<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| submissions.iter().all(|submission| submission.dates.of_kind(*kind).is_some()))
        .collect();
    let shared = kinds.first().copied();
    let rank = |submission: &Submission| {
        let like_with_like = shared.and_then(|kind| submission.dates.of_kind(kind));
        (like_with_like, submission.dates.best(), submission.mark.unwrap_or(FIRST))
    };
    // Left equal by everything, the last in path order counts: people number their files upwards.
    let kept = submissions.iter().max_by_key(|submission| (rank(submission), submission.id))?;
    let contradicted = submissions
        .iter()
        .filter(|other| other.mark.unwrap_or(FIRST) > kept.mark.unwrap_or(FIRST))
        .max_by_key(|other| (other.mark, other.id));
    Some((kept, contradicted))
}

/// The dates a document bears, from the surest to the least.
///
/// Submissions of one school are compared by the surest kind of date that all of them bear, so that like is compared
/// with like: a workbook saved on the 7th and brought by hand on the 10th isn't older than one mailed on the 8th.
/// Where no kind is common, and where that kind leaves two equal, the best date that each bears is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Dates {
    mailed: Option<DateTime>,
    saved: Option<DateTime>,
    modified: Option<DateTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Mailed,
    Saved,
    Modified,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Mailed, Self::Saved, Self::Modified];
}

impl Dates {
    fn of(inventory: &Inventory) -> Self {
        Self {
            mailed: inventory.document.mail.as_ref().and_then(|mail| mail.sent),
            saved: inventory.saved,
            modified: inventory.document.modified,
        }
    }

    fn of_kind(&self, kind: Kind) -> Option<DateTime> {
        match kind {
            Kind::Mailed => self.mailed,
            Kind::Saved => self.saved,
            Kind::Modified => self.modified,
        }
    }

    fn best(&self) -> Option<DateTime> {
        self.mailed.or(self.saved).or(self.modified)
    }

    /// Of two copies, the later of each date: sending the same file again is a later submission of it.
    fn latest(self, other: Self) -> Self {
        Self {
            mailed: self.mailed.max(other.mailed),
            saved: self.saved.max(other.saved),
            modified: self.modified.max(other.modified),
        }
    }
}

/// Rank of a file whose name bears no mark.
const FIRST: u32 = 1;
/// « corrigé » comes after any number.
const CORRECTED: u32 = 1_000;
/// « définitif » comes after any correction.
const FINAL: u32 = 2_000;

/// How far a file's name says that it comes after others: « v2 », « (3) », « bis », « corrigé », « VF ».
///
/// « Copie de » says nothing: Explorer writes it on whatever copy is opened.
fn mark_of(file_name: &str) -> Option<u32> {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let words = text::words(stem);
    let mut mark = parenthesised(stem);
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index + 1).map(String::as_str);
        let rank = match word.as_str() {
            "v" | "version" => next.and_then(small_number),
            "bis" => Some(2),
            "ter" => Some(3),
            "corrige" | "corrigee" | "correction" | "rectifie" | "rectifiee" | "rectif" | "modifie"
            | "modifiee" | "maj" | "actualise" | "actualisee" => Some(CORRECTED),
            "vf" | "vdef" | "final" | "finale" | "definitif" | "definitive" | "def" => Some(FINAL),
            word => numbered(word),
        };
        mark = mark.max(rank);
    }
    mark
}

/// « v2 », « inventairev2 ».
fn numbered(word: &str) -> Option<u32> {
    let letters = word.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let version = letters.ends_with('v') && letters.chars().all(char::is_alphabetic);
    version.then(|| small_number(&word[letters.len()..])).flatten()
}

/// « (2) », as a browser or Explorer numbers a second copy of a name.
fn parenthesised(stem: &str) -> Option<u32> {
    let inside = stem.trim_end().strip_suffix(')')?;
    small_number(inside.rsplit_once('(')?.1)
}

/// One or two digits: a year is no version.
fn small_number(digits: &str) -> Option<u32> {
    if digits.len() > 2 { None } else { digits.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidate::testing::{a_school, an_inventory};
    use crate::model::document::Mail;
    use crate::model::inventory::{NotAnInventory, Owner, ReadFailure};

    fn at(day: i8, hour: i8) -> DateTime {
        DateTime::constant(2026, 11, day, hour, 0, 0, 0)
    }

    /// Path, day the workbook was saved, bytes.
    fn received(files: &[(&str, Option<i8>, &str)]) -> Vec<Inventory> {
        let school = a_school("0350122", "École Les Mésanges", "Valbrune");
        files
            .iter()
            .enumerate()
            .map(|(id, &(path, saved, bytes))| {
                let mut inventory = an_inventory(id as u32, path, &school);
                inventory.saved = saved.map(|day| at(day, 8));
                bytes.clone_into(&mut inventory.document.sha256);
                inventory
            })
            .collect()
    }

    fn told(inventories: &[Inventory]) -> Vec<String> {
        settle(inventories)
            .into_iter()
            .map(|settled| match settled.fact {
                None => settled.verdict.id().to_owned(),
                Some(Fact::SupersededBy(path) | Fact::SameBytesAs(path)) => {
                    format!("{} {path}", settled.verdict.id())
                }
                Some(Fact::OrderContradicted(path)) => format!("{} malgré {path}", settled.verdict.id()),
                Some(other) => panic!("unexpected fact {other:?}"),
            })
            .collect()
    }

    #[test]
    fn the_latest_submission_of_a_school_counts() {
        let files = received(&[("a.xlsx", Some(3), "1"), ("b.xlsx", Some(9), "2"), ("c.xlsx", Some(5), "3")]);
        assert_eq!(told(&files), ["remplace b.xlsx", "retenu", "remplace b.xlsx"]);
    }

    #[test]
    fn schools_do_not_replace_each_other() {
        let mut files = received(&[("a.xlsx", Some(3), "1"), ("b.xlsx", Some(9), "2")]);
        files[1].owner = an_inventory(1, "b.xlsx", &a_school("0350123", "Autre", "Valbrune")).owner;
        assert_eq!(told(&files), ["retenu", "retenu"]);
    }

    #[test]
    fn the_mail_dates_a_submission_before_the_workbook_does() {
        let mut files = received(&[("a.eml!a.xlsx", Some(9), "1"), ("b.eml!b.xlsx", Some(3), "2")]);
        for (file, day) in files.iter_mut().zip([10, 12]) {
            file.document.mail = Some(Mail {
                sender: "ce@example.org".into(),
                subject: String::new(),
                sent: Some(at(day, 9)),
            });
        }
        assert_eq!(told(&files), ["remplace b.eml!b.xlsx", "retenu"]);
    }

    #[test]
    fn a_mailed_workbook_and_a_deposited_one_are_compared_by_what_both_bear() {
        // Mailed on the 8th but saved on the 2nd; the other was saved on the 7th, then brought by hand.
        let mut files = received(&[("courriel.eml!a.xlsx", Some(2), "1"), ("depot/b.xlsx", Some(7), "2")]);
        files[0].document.mail =
            Some(Mail { sender: "ce@example.org".into(), subject: String::new(), sent: Some(at(8, 9)) });
        assert_eq!(told(&files), ["remplace depot/b.xlsx", "retenu"]);
        // With nothing in common, the best date known of each.
        files[1].saved = None;
        files[1].document.modified = Some(at(6, 9));
        assert_eq!(told(&files), ["retenu", "remplace courriel.eml!a.xlsx"]);
    }

    #[test]
    fn marks_settle_equal_dates_and_path_order_the_rest() {
        let files = received(&[
            ("inventaire corrigé.xlsx", None, "1"),
            ("inventaire v3.xlsx", None, "2"),
            ("inventaire.xlsx", None, "3"),
        ]);
        assert_eq!(told(&files)[0], "retenu");
        let files =
            received(&[("a/inventaire.xlsx", Some(4), "1"), ("b/Copie de inventaire.xlsx", Some(4), "2")]);
        assert_eq!(told(&files), ["remplace b/Copie de inventaire.xlsx", "retenu"]);
    }

    #[test]
    fn a_mark_that_contradicts_the_dates_is_told() {
        let files = received(&[("inventaire VF.xlsx", Some(3), "1"), ("inventaire.xlsx", Some(9), "2")]);
        assert_eq!(told(&files), ["remplace inventaire.xlsx", "retenu malgré inventaire VF.xlsx"]);
    }

    #[test]
    fn copies_are_duplicates_of_the_first_that_names_a_school() {
        let files = received(&[("a.xlsx", Some(3), "1"), ("b.xlsx", Some(3), "1")]);
        assert_eq!(told(&files), ["retenu", "doublon a.xlsx"]);
        let mut files = files;
        files[0].owner = Owner::Unknown;
        assert_eq!(told(&files), ["doublon b.xlsx", "retenu"]);
        files[1].owner = Owner::Unknown;
        assert_eq!(told(&files), ["rejete", "doublon a.xlsx"]);
    }

    #[test]
    fn one_file_sent_for_two_schools_counts_for_each() {
        let mut files = received(&[("0350122.xlsx", Some(3), "1"), ("0350123.xlsx", Some(3), "1")]);
        files[1].owner = an_inventory(1, "", &a_school("0350123", "Autre", "Valbrune")).owner;
        assert_eq!(told(&files), ["retenu", "retenu"]);
    }

    #[test]
    fn the_same_bytes_sent_again_are_a_later_submission_of_them() {
        let mut files = received(&[("1.eml!a", None, "1"), ("2.eml!b", None, "2"), ("3.eml!a", None, "1")]);
        for (file, day) in files.iter_mut().zip([2, 5, 8]) {
            file.document.mail =
                Some(Mail { sender: String::new(), subject: String::new(), sent: Some(at(day, 9)) });
        }
        assert_eq!(told(&files), ["retenu", "remplace 1.eml!a", "doublon 1.eml!a"]);
    }

    #[test]
    fn what_is_no_inventory_is_ignored_and_what_fails_rejected() {
        let mut files = received(&[("a", None, "1"), ("b", None, "2"), ("c", None, "3"), ("d", None, "4")]);
        files[0].content = Content::NotAnInventory(NotAnInventory::LockTwin);
        files[1].content = Content::Empty;
        files[2].content = Content::NoTable;
        files[3].content = Content::Unreadable(ReadFailure::Encrypted);
        assert_eq!(told(&files), ["ignore", "ignore", "rejete", "rejete"]);
        // Two empty files share their bytes without being copies.
        let mut files = received(&[("a", None, "0"), ("b", None, "0")]);
        for file in &mut files {
            file.content = Content::Unreadable(ReadFailure::EmptyFile);
            file.document.size = 0;
        }
        assert_eq!(told(&files), ["rejete", "rejete"]);
    }

    #[test]
    fn marks_are_read_as_people_write_them() {
        for (name, mark) in [
            ("inventaire.xlsx", None),
            ("Copie de inventaire ENT 0449105H.xlsx", None),
            ("inventaire 2026.xlsx", None),
            ("ENT (2026).xlsx", None),
            ("inventaire v2.xlsx", Some(2)),
            ("inventaire_V3.xlsx", Some(3)),
            ("inventairev2.xlsx", Some(2)),
            ("inventaire version 4.xlsx", Some(4)),
            ("ENT (2).xlsx", Some(2)),
            ("inventaire bis.xlsx", Some(2)),
            ("inventaire - rectifié.xlsx", Some(CORRECTED)),
            ("Inventaire ENT VF.xlsx", Some(FINAL)),
            ("0350122V.xlsx", None),
        ] {
            assert_eq!(mark_of(name), mark, "{name}");
        }
    }
}
