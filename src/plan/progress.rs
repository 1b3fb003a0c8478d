//! What a run tells of its advance, whoever shows it.

/// Told of the advance of a run, from several threads at once.
pub trait Progress: Sync {
    /// So many documents were found in the sources.
    fn found(&self, documents: usize);
    /// So many more documents have been read and checked.
    fn done(&self, documents: usize);
    /// The documents of so many académies are being written.
    fn writing(&self, academies: usize);
    /// The documents of one more académie are written.
    fn written(&self);
}

/// Shows nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn found(&self, _: usize) {}
    fn done(&self, _: usize) {}
    fn writing(&self, _: usize) {}
    fn written(&self) {}
}
