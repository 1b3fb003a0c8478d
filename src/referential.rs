//! The referential read from TOML.
