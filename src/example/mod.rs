//! An invented académie, messy on purpose, with the truth of what it says.
