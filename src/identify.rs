//! Whose inventory it is: cells, file name, mail, registry.
