//! What was typed, turned into what the program needs, all checked.
