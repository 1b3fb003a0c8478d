//! The consolidated workbook of an académie.
