//! Submissions, entities, states and figures: inventories in, one dossier per académie out.
