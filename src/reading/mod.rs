//! Workbooks read within budgets: bytes in, sheets of sparse cells out.
