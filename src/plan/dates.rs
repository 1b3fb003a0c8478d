//! Days that a configuration writes: between quotes as French readers do, or as TOML does.

use toml::de::DeValue;

use super::configuration::Value;
use crate::model::calendar::Date;

/// The day of a value; `None` where it is none.
pub(super) fn day(value: Value) -> Option<Date> {
    match value.get_ref() {
        // A date of TOML itself, without quotes.
        DeValue::Datetime(day) if day.time.is_none() && day.offset.is_none() => day.date.and_then(|day| {
            Date::new(
                i16::try_from(day.year).ok()?,
                i8::try_from(day.month).ok()?,
                i8::try_from(day.day).ok()?,
            )
            .ok()
        }),
        DeValue::String(text) => written(text.trim()),
        _ => None,
    }
}

/// `30/06/2027` or `2027-06-30`.
fn written(text: &str) -> Option<Date> {
    let (parts, [year, month, day]): (Vec<&str>, _) = if text.contains('/') {
        (text.split('/').collect(), [2, 1, 0])
    } else {
        (text.split('-').collect(), [0, 1, 2])
    };
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|sign| sign.is_ascii_digit());
    if parts.len() != 3 || !parts.iter().all(digits) || parts[year].len() != 4 {
        return None;
    }
    Date::new(parts[year].parse().ok()?, parts[month].parse().ok()?, parts[day].parse().ok()?).ok()
}
