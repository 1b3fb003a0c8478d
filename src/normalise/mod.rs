//! Values understood: records in, assignments out.
