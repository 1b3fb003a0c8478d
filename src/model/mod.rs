//! What flows through the pipeline: plain values that know neither files, spreadsheets, PDF nor rules.
//!
//! A stage takes some of these and gives others; nothing here does work beyond keeping its own invariant
//! (a [`school::Uai`] has a right key, a [`place::CellRef`] prints as `C12`).

pub mod budget;
pub mod calendar;
pub mod derogation;
pub mod document;
pub mod dossier;
pub mod evolution;
pub mod excerpt;
pub mod fact;
pub mod fiche;
pub mod finding;
pub mod form;
pub mod gathered;
pub mod given;
pub mod grid;
pub mod grouping;
pub mod indicator;
pub mod inventory;
pub mod letter;
pub mod logo;
pub mod mark;
pub mod outline;
pub mod overview;
pub mod packed;
pub mod place;
pub mod record;
pub mod referential;
pub mod said_mode;
pub mod school;
pub mod scope;
pub mod thresholds;
pub mod to_settle;
