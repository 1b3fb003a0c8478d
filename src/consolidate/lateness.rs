//! Which documents came after the deadline of the campaign. They count all the same: it is told, nothing more.

use std::collections::BTreeMap;

use crate::model::calendar::Date;
use crate::model::fact::Fact;
use crate::model::inventory::{Content, Inventory, Observed};

/// Notes the inventories sent after a deadline, on their own facts.
///
/// The mail tells when an inventory was sent; without a mail, it can't have been sent before it was last saved. The
/// date of a file is no proof: copying it changes it. Of the same bytes sent twice, the first sending counts.
pub fn tell_late(inventories: &mut [Inventory], deadline: Date) {
    let mut first_sent: BTreeMap<String, (Date, bool)> = BTreeMap::new();
    for inventory in inventories.iter() {
        if let Some(sent) = sent(inventory) {
            first_sent
                .entry(inventory.document.sha256.clone())
                .and_modify(|known| *known = sooner(*known, sent))
                .or_insert(sent);
        }
    }
    for inventory in inventories {
        if inventory.content != Content::Answers {
            continue;
        }
        let Some(&(sent, by_mail)) = first_sent.get(&inventory.document.sha256) else { continue };
        if sent > deadline {
            let fact = Fact::Late { sent, deadline, by_mail };
            inventory.facts.push(Observed { fact, at: None, competence: None, read: String::new() });
        }
    }
}

/// The day an inventory was sent, and whether its mail tells it.
fn sent(inventory: &Inventory) -> Option<(Date, bool)> {
    let mailed = inventory.document.mail.as_ref().and_then(|mail| mail.sent);
    mailed.map(|at| (at.date(), true)).or_else(|| inventory.saved.map(|at| (at.date(), false)))
}

/// Of two sendings, the earlier; a mail is told rather than a saving of the same day.
fn sooner(one: (Date, bool), other: (Date, bool)) -> (Date, bool) {
    if (one.0, !one.1) <= (other.0, !other.1) { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidate::testing::{a_school, an_inventory};
    use crate::model::calendar::DateTime;
    use crate::model::document::Mail;

    fn at(day: i8) -> DateTime {
        DateTime::constant(2026, 11, day, 23, 30, 0, 0)
    }

    fn late(inventories: &[Inventory]) -> Vec<Option<(i8, bool)>> {
        let of = |inventory: &Inventory| {
            inventory.facts.iter().find_map(|observed| match observed.fact {
                Fact::Late { sent, by_mail, .. } => Some((sent.day(), by_mail)),
                _ => None,
            })
        };
        inventories.iter().map(of).collect()
    }

    #[test]
    fn what_was_sent_after_the_last_day_is_late_and_a_copy_of_what_was_not_is_not() {
        let school = a_school("0350122", "École Les Mésanges", "Valbrune");
        let mut inventories: Vec<Inventory> =
            (0..6).map(|id| an_inventory(id, &format!("{id}.xlsx"), &school)).collect();
        let mailed =
            |day| Some(Mail { sender: "ce@example.org".into(), subject: String::new(), sent: Some(at(day)) });
        inventories[0].saved = Some(at(20));
        inventories[1].saved = Some(at(21));
        // Saved before, sent after.
        inventories[2].saved = Some(at(2));
        inventories[2].document.mail = mailed(23);
        // Opened and saved again once it was received.
        inventories[3].saved = Some(at(25));
        inventories[3].document.mail = mailed(19);
        // A folder's date proves nothing.
        inventories[4].document.modified = Some(at(28));
        // Sent again: the same bytes as those that came in time.
        inventories[5].document.sha256 = inventories[3].document.sha256.clone();
        inventories[5].document.mail = mailed(27);
        tell_late(&mut inventories, Date::constant(2026, 11, 20));
        assert_eq!(late(&inventories), [None, Some((21, false)), Some((23, true)), None, None, None]);
    }

    #[test]
    fn what_is_no_inventory_is_never_late() {
        let school = a_school("0350122", "École Les Mésanges", "Valbrune");
        let mut empty = [an_inventory(0, "vide.xlsx", &school)];
        empty[0].content = Content::Empty;
        empty[0].saved = Some(at(25));
        tell_late(&mut empty, Date::constant(2026, 11, 20));
        assert_eq!(late(&empty), [None]);
    }
}
