//! How far the end of a contract is, as the workbook and the report tell it.

use crate::model::calendar::Date;

/// How far the end of a contract is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    /// Passed.
    Over,
    /// Within the delay.
    Soon,
    /// Later.
    Later,
    /// None is told.
    Untold,
}

impl Term {
    /// The term of an end, on a day.
    pub(crate) fn of(end: Option<Date>, today: Date, soon: u32) -> Self {
        let Some(end) = end else { return Self::Untold };
        match u32::try_from((end - today).get_days()) {
            Err(_) => Self::Over,
            Ok(days) if days <= soon => Self::Soon,
            Ok(_) => Self::Later,
        }
    }

    /// In a cell: a symbol and a word.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Self::Over => "▲ Échue",
            Self::Soon => "■ Bientôt échue",
            Self::Later => "● En cours",
            Self::Untold => "? Sans date",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_over_the_day_after_its_end() {
        let today = Date::constant(2026, 11, 24);
        for (end, term) in [
            (Some(Date::constant(2026, 11, 23)), Term::Over),
            (Some(today), Term::Soon),
            (Some(Date::constant(2027, 2, 22)), Term::Soon),
            (Some(Date::constant(2027, 2, 23)), Term::Later),
            (Some(Date::constant(2031, 8, 31)), Term::Later),
            (None, Term::Untold),
        ] {
            assert_eq!(Term::of(end, today, 90), term, "{end:?}");
        }
    }
}
