//! Where the table is and what its columns mean: sheets in, records out.
