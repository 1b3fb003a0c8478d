//! Submissions, entities, states and figures: inventories in, one dossier per académie out.

mod entities;
mod names;
mod spelling;
pub mod submissions;

#[cfg(test)]
mod testing;
