//! What Maillage understands of the tables that schools send, one scenario for each shape and habit.

mod identification;
mod reading;
mod support;
