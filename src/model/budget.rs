//! What one document may cost. Every limit is here, documented, and told to the sender by its French name.

/// Limits on one document. What passes one is rejected with the budget's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// « taille du fichier », in bytes. An inventory weighs 10 to 60 KB; pictures can bring it to a few MB.
    pub file_bytes: u64,
    /// « nombre de parties de l’archive »: entries of the zip directory.
    pub zip_entries: usize,
    /// « taille d’une partie décompressée », in bytes.
    pub part_bytes: u64,
    /// « taille décompressée », all parts together, in bytes.
    pub inflated_bytes: u64,
    /// « nombre de feuilles ».
    pub sheets: usize,
    /// « nombre de cellules » that hold something, all sheets together.
    pub cells: usize,
    /// « nombre de textes partagés »: what the shared strings declare.
    pub shared_strings: usize,
    /// « longueur d’un texte », in bytes. Excel's own limit is 32,767 signs.
    pub text_bytes: usize,
    /// « nombre de cellules fusionnées ».
    pub merges: usize,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            file_bytes: 30 << 20,
            zip_entries: 2_000,
            part_bytes: 64 << 20,
            inflated_bytes: 128 << 20,
            sheets: 100,
            cells: 200_000,
            shared_strings: 500_000,
            text_bytes: 131_072,
            merges: 20_000,
        }
    }
}
