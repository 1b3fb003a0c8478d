//! What one document, and the archive or mail that brought it, may cost. Every limit is here, documented, and told to the sender by its French name.

/// Limits on one document. What passes one is rejected with the budget's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// « taille du fichier », in bytes. An inventory weighs 10 to 60 KB; pictures can bring it to a few MB.
    pub file_bytes: u64,
    /// « nombre de parties de l’archive »: entries of the zip directory.
    pub zip_entries: usize,
    /// « taille d’une partie décompressée », in bytes: one sheet, or the shared strings.
    pub part_bytes: u64,
    /// « taille décompressée », in bytes: the parts that are read, all together. Pictures are never inflated.
    pub inflated_bytes: u64,
    /// « nombre de feuilles ».
    pub sheets: usize,
    /// « nombre de cellules » that hold something, all sheets together.
    pub cells: usize,
    /// « nombre de cellules vides »: cells written in a sheet that hold nothing but a border or a colour. A frame
    /// drawn to the last row makes a million of them.
    pub blank_cells: usize,
    /// « nombre de textes partagés »: those there are, whatever the part declares.
    pub shared_strings: usize,
    /// « nombre de mises en forme ». Excel's own limit is 65,490 for cells, and as many for styles.
    pub formats: usize,
    /// « longueur d’un texte », in bytes. Excel's own limit is 32,767 signs.
    pub text_bytes: usize,
    /// « longueur de tous les textes », in bytes: a shared text counts as often as it is used.
    pub all_texts_bytes: usize,
    /// « nombre de cellules fusionnées ».
    pub merges: usize,
    /// « taille du courriel ou de l’archive jointe », in bytes: what is held whole in memory to take its parts out.
    /// A file of [`Self::file_bytes`] weighs a third more once it is written in a mail.
    pub holder_bytes: u64,
    /// « nombre de parties du courriel », the bodies, the pictures and the messages inside included.
    pub mail_parts: usize,
    /// « nombre de messages de la boîte ».
    pub mailbox_messages: usize,
    /// « nombre d’éléments de l’archive », those of the archives inside included.
    pub archive_entries: usize,
    /// « taille décompressée de l’archive », in bytes, all its elements together, those of the archives inside
    /// included. They are inflated one at a time: this bounds the time, not the memory.
    pub archive_bytes: u64,
    /// « niveaux d’imbrication »: archives and mails one inside the other.
    pub nesting: usize,
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
            blank_cells: 2_000_000,
            shared_strings: 500_000,
            formats: 200_000,
            text_bytes: 131_072,
            all_texts_bytes: 32 << 20,
            merges: 20_000,
            holder_bytes: 48 << 20,
            mail_parts: 2_000,
            mailbox_messages: 100_000,
            archive_entries: 20_000,
            archive_bytes: 4 << 30,
            nesting: 6,
        }
    }
}
