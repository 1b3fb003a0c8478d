//! The letter that goes with what is sent back.

use super::Told;
use super::mail::{self, Draft};
use crate::french::{counted, of_month};
use crate::model::calendar::day_in_french;
use crate::model::dossier::{Dossier, SchoolFile};
use crate::model::letter::{Blank, Letter, Occasion};
use crate::render::form;

/// How many points the letter names; the workbook lists them all.
const POINTS_NAMED: usize = 3;

/// Whom a letter is for.
pub(super) struct Recipient<'a> {
    /// « École Les Ormes, Rezé ».
    school: String,
    uai: &'a str,
    commune: &'a str,
    /// An address; may be none.
    to: &'a str,
}

impl<'a> Recipient<'a> {
    /// A school.
    pub(super) fn school(dossier: &'a Dossier, file: &'a SchoolFile) -> Self {
        let school = &file.school;
        Self {
            school: name(file),
            uai: school.uai.as_str(),
            commune: &school.commune,
            to: address(dossier, file),
        }
    }

    /// Whoever sent what no school is known for.
    pub(super) fn stranger(to: &'a str) -> Self {
        Self { school: "votre école".to_owned(), uai: "école à préciser", commune: "", to }
    }
}

/// The draft of a mail, as the bytes of an `.eml` file.
pub(super) fn draft(
    letter: &Letter,
    dossier: &Dossier,
    recipient: &Recipient<'_>,
    told: &Told<'_>,
    attachment: Option<(&str, &[u8])>,
) -> Vec<u8> {
    let due: Vec<_> = told.points.iter().filter(|point| point.is_due()).collect();
    let (subject, body) = letter.filled(|blank| match blank {
        Blank::School => recipient.school.clone(),
        Blank::Uai => recipient.uai.to_owned(),
        Blank::Commune => recipient.commune.to_owned(),
        Blank::Academie => dossier.academie.full_name(),
        Blank::Month => dossier.stamp.month.in_french(),
        Blank::Number => counted(due.len() as u64, "point", "points"),
        Blank::Points if told.occasion == Occasion::Unread => listed(told.seen.iter().cloned()),
        Blank::Points => {
            let mut points: Vec<String> = due
                .iter()
                .take(POINTS_NAMED)
                .map(|point| match point.places.first() {
                    Some(place) => format!("{} (case {})", point.finding.message, form::address(*place)),
                    None => point.finding.message.clone(),
                })
                .collect();
            let rest = due.len() - points.len();
            if rest > 0 {
                points.push(format!(
                    "{} dans le classeur.",
                    counted(rest as u64, "autre point", "autres points")
                ));
            }
            listed(points.into_iter())
        }
        Blank::Attachment => attachment.map_or_else(String::new, |(name, _)| name.to_owned()),
        Blank::Due => match dossier.stamp.deadline_ahead() {
            Some(deadline) => format!("au plus tard le {}", day_in_french(deadline)),
            None => "dès que possible".to_owned(),
        },
        Blank::Repeated => told.known_since.map_or_else(String::new, |month| {
            format!(", avec vos réponses {} : ne changez que ce qui est faux", of_month(month))
        }),
    });
    let draft =
        Draft { to: recipient.to, date: dossier.stamp.date, subject: &subject, body: &body, attachment };
    draft.bytes()
}

fn listed(points: impl Iterator<Item = String>) -> String {
    let lines = points.map(|point| format!("- {}", point.split_whitespace().collect::<Vec<_>>().join(" ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// « École Les Ormes, Rezé », or the UAI of a school without a known name.
fn name(file: &SchoolFile) -> String {
    let school = &file.school;
    let known: Vec<&str> =
        [&*school.name, &*school.commune].into_iter().filter(|text| !text.is_empty()).collect();
    if known.is_empty() { format!("l’école {}", school.uai) } else { known.join(", ") }
}

/// The school's own address; without one that a mail can be sent to, that of whoever sent its latest document.
fn address<'d>(dossier: &'d Dossier, file: &'d SchoolFile) -> &'d str {
    let own = &*file.school.email;
    if !mail::addresses(own).is_empty() {
        return own;
    }
    let latest = file.retained.or_else(|| file.received.last().copied());
    let received = latest.and_then(|id| dossier.document(id)).and_then(|line| line.document.mail.as_ref());
    received.map_or("", |mail| mail.sender.as_str())
}
