//! Académies and départements read from TOML.
