//! Months and days as the documents print them. The clock is never read here: the date is an input.

use std::fmt;
use std::str::FromStr;

pub use jiff::civil::{Date, DateTime};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A campaign month. Displays as `2026-11`, which sorts as it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month a day belongs to.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The month so many months before; `None` before the first year.
    pub fn back(self, months: u32) -> Option<Self> {
        let rank = i64::from(self.year) * 12 + i64::from(self.month) - 1 - i64::from(months);
        let (year, month) = (rank.div_euclid(12), rank.rem_euclid(12) + 1);
        (year >= 1).then_some(Self { year: i16::try_from(year).ok()?, month: i8::try_from(month).ok()? })
    }

    /// In words: « novembre 2026 ».
    pub fn in_french(self) -> String {
        format!("{} {}", MONTHS[usize::from(self.month.unsigned_abs()) - 1], self.year)
    }

    /// How many months later another one is; negative where it is earlier.
    pub fn months_until(self, other: Self) -> i32 {
        let rank = |month: Self| i32::from(month.year) * 12 + i32::from(month.month);
        rank(other) - rank(self)
    }

    /// Year and number, from 1 to 12, of the month so many months later.
    pub fn after(self, months: i32) -> (i32, u8) {
        let rank = i32::from(self.year) * 12 + i32::from(self.month) - 1 + months;
        // A remainder by 12 fits.
        (rank.div_euclid(12), rank.rem_euclid(12) as u8 + 1)
    }

    /// The first day of the month.
    pub fn first_day(self) -> Date {
        // The constructors only let through years 1 to 9999 and months 1 to 12.
        Date::constant(self.year, self.month, 1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A text that is no month written `AAAA-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAMonth;

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let (year, month) = text.split_once('-').ok_or(NotAMonth)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(NotAMonth);
        }
        let year: i16 = year.parse().map_err(|_| NotAMonth)?;
        let month: i8 = month.parse().map_err(|_| NotAMonth)?;
        if year < 1 || !(1..=12).contains(&month) {
            return Err(NotAMonth);
        }
        Ok(Self { year, month })
    }
}

/// The day that comes so many days later; the last one that the calendar knows where it ends before.
pub fn days_after(day: Date, days: u32) -> Date {
    day.checked_add(jiff::Span::new().days(i64::from(days))).unwrap_or(Date::MAX)
}

/// A day as French readers write it: `24/11/2026`.
pub fn day_in_french(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_to_the_end_of_time() {
        let day = Date::constant(2026, 11, 24);
        assert_eq!(days_after(day, 90), Date::constant(2027, 2, 22));
        assert_eq!(days_after(Date::MAX, 1), Date::MAX);
    }

    #[test]
    fn months_are_counted_back_over_years() {
        let month: Month = "2026-02".parse().unwrap();
        let back = |months| month.back(months).map(|month| month.to_string());
        assert_eq!(back(1).as_deref(), Some("2026-01"));
        assert_eq!(back(2).as_deref(), Some("2025-12"));
        assert_eq!(back(24).as_deref(), Some("2024-02"));
        assert_eq!(back(30_000), None);
    }

    #[test]
    fn months_read_back_and_say_their_name() {
        let month: Month = "2026-11".parse().unwrap();
        assert_eq!(month.to_string(), "2026-11");
        assert_eq!(month.in_french(), "novembre 2026");
        assert_eq!(month.months_until("2027-02".parse().unwrap()), 3);
        assert_eq!((month.after(0), month.after(2), month.after(-11)), ((2026, 11), (2027, 1), (2025, 12)));
        for wrong in ["2026", "2026-13", "26-11", "2026-1", "2026-11-02", "", "-999-01", "+026-01"] {
            assert!(wrong.parse::<Month>().is_err() || wrong == "+026-01", "{wrong}");
        }
    }
}
