//! The registry of expected schools, read from the open-data directory or any table with a UAI column.
