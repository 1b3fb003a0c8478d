//! What Maillage understands of the tables that schools send, one scenario for each shape and habit.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

mod any_words;
mod asides;
mod by_their_words;
mod columns;
mod explained;
mod forms;
mod freely;
mod held_back;
mod identification;
mod joined;
mod laid_apart;
mod named;
mod otherwise;
mod over_lines;
mod reading;
mod support;
mod ticked_apart;
mod wordings;
