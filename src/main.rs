//! The `maillage` executable.

fn main() {}
