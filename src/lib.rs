//! Maillage reads the inventories of actors and competences that schools send, checks that every competence of the
//! ENT project has one responsible entity, and writes, for each académie, a workbook and a steering-committee report.
//!
//! # The pipeline
//!
//! ```text
//! intake       folders, mails, archives                    → documents (bytes, where from, when)
//! reading      workbooks, within budgets                   → sheets of sparse cells that know their address
//! layout       where the table is, what its columns mean   → records and labelled cells
//! normalise    spellings, modes, dates, people, entities   → assignments
//! identify     cell, file name, mail, registry             → whose inventory
//! check        facts and states judged by rules            → findings
//! consolidate  submissions, entities, states, figures      → one dossier per académie
//! history      the state files of earlier months           → what the dossier is compared with
//! render       workbook, PDF, data, forms, corrections      → bytes; one place writes them, whole or not at all
//! ```
//!
//! Values flow from top to bottom. Stages don't import each other; only [`pipeline`] knows them all, and [`model`]
//! knows nobody. A test holds these arrows.
//!
//! # Where to change what
//!
//! | to add | go to |
//! |---|---|
//! | a word that schools write | `templates/entetes.toml` (titles), `templates/referentiel.toml` (labels, entities, modes); no code |
//! | a rule | [`check`], « Adding a rule » |
//! | a shape of table | a reading beside `layout/pairs.rs` and `layout/cards.rs`, tried in `layout/readings.rs`; its scenario in `tests/recognition` |
//! | a format of file | [`intake`] where it holds documents, [`reading`] where it holds cells; its scenario in `tests/formats` |
//! | a sheet of the workbook | a file of `render/workbook`, named in its `mod.rs`; `MAILLAGE_GOLDEN=1 cargo test --lib -- workbook` writes what it holds, to be read in the diff |
//! | a section of the report | its name in `model/outline.rs`, a file of `render/report/sections`, its place in `templates/rapport.toml` |
//! | another output | [`render`] makes the bytes from a [`model::dossier::Dossier`], `write` in [`pipeline`] puts them in the month's folder, `output/purge.rs` knows them for ours |
//! | a figure | [`consolidate`], once; every output takes it from the dossier |
//! | a command or an option | a file of [`cli`], then the guide, which a test asks for |
//! | a key of the configuration | [`plan`], `templates/maillage.toml`, the schema |
//!
//! # What never happens
//!
//! - A file's content never stops the batch: what can't be read is a value that becomes a finding.
//! - `check` never sees a spreadsheet, `render` never decides a state.
//! - The date is read in `main` alone, and no clock changes an output: it only gives up a document that would never
//!   end; order never comes from a hash table or a thread.
//!
//! # Words kept in French
//!
//! | word | meaning |
//! |---|---|
//! | académie | the territory of a recteur: 200 to 3,200 schools |
//! | circonscription | the schools of one inspector |
//! | compétence | a remit that the project needs, whoever holds it |
//! | département | a territory of an académie, not an organisational unit |
//! | fonction | the post printed in a sheet (ERUN, directrice) |
//! | UAI | the identifier of a school: seven digits and a key letter |

pub mod academies;
pub mod check;
pub mod cli;
pub mod consolidate;
pub mod example;
pub mod french;
pub mod history;
pub mod identify;
pub mod intake;
pub mod layout;
pub mod model;
pub mod normalise;
mod ole;
pub mod output;
pub mod pipeline;
pub mod plan;
pub mod reading;
pub mod referential;
pub mod registry;
pub mod render;
pub mod text;
