//! Submissions, entities, states and figures: inventories in, one dossier per académie out.

pub mod submissions;

#[cfg(test)]
mod testing;
