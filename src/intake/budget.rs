//! The budgets of what is received, told in French.

use crate::french;
use crate::model::inventory::ReadFailure;

/// A size that passes its budget.
pub(super) fn too_big(budget: &'static str, limit: u64) -> ReadFailure {
    ReadFailure::OverBudget { budget, limit: format!("{}\u{a0}Mo", french::count(limit >> 20)) }
}

/// A number that passes its budget.
pub(super) fn too_many(budget: &'static str, limit: usize) -> ReadFailure {
    ReadFailure::OverBudget { budget, limit: french::count(limit as u64) }
}
