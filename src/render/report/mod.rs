//! The steering-committee report of an académie, as a tagged PDF.
