//! The table of rules, and facts and states judged by them.
