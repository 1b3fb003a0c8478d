//! The one place that writes: a month's folder is replaced as a whole or not at all.
