//! Files that are no inventory, as mailboxes hold them: cut short, of another kind, protected, empty, about something
//! else.

use super::book::{Book, Sheet, Style};
use super::rng::Rng;

/// The beginning of a workbook, as an interrupted upload leaves it.
pub(super) fn truncated(whole: &[u8]) -> Vec<u8> {
    whole[..whole.len() * 2 / 3].to_vec()
}

/// A PDF of one empty page, which somebody renamed.
pub(super) fn pdf() -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ];
    let mut offsets = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        offsets.push(pdf.len());
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 4\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    pdf.extend(format!("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    pdf
}

/// A page of a webmail, saved in place of the attachment.
pub(super) fn web_page() -> Vec<u8> {
    b"<!DOCTYPE html>\r\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Session expir\xc3\xa9e</title></head>\r\n\
      <body><p>Votre session a expir\xc3\xa9. Reconnectez-vous pour t\xc3\xa9l\xc3\xa9charger la pi\xc3\xa8ce jointe.</p></body></html>\r\n"
        .to_vec()
}

/// The outside of a workbook protected by a password: an OLE container whose directory names an encrypted package.
pub(super) fn encrypted(rng: &mut Rng) -> Vec<u8> {
    const SECTOR: usize = 512;
    let mut file = vec![0; SECTOR];
    file[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    // Version 3, little-endian, sectors of 512 bytes, mini-sectors of 64; one sector of table, then the directory.
    file[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    file[44..52].copy_from_slice(&[1, 0, 0, 0, 1, 0, 0, 0]);
    file[56..60].copy_from_slice(&4096u32.to_le_bytes());
    file[60..64].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    file[68..72].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    for entry in file[76..SECTOR].chunks_exact_mut(4) {
        entry.copy_from_slice(&0xffff_ffff_u32.to_le_bytes());
    }
    file[76..80].copy_from_slice(&0u32.to_le_bytes());
    // Sector 0: the table. The table itself, the directory, then ten sectors of package.
    let package = 10;
    let mut table = vec![0xffff_fffd_u32, 0xffff_fffe];
    table.extend((0..package).map(|at| if at + 1 == package { 0xffff_fffe } else { at + 3 }));
    table.resize(SECTOR / 4, 0xffff_ffff);
    file.extend(table.iter().flat_map(|next| next.to_le_bytes()));
    // Sector 1: the directory.
    for (name, kind, start, size) in
        [("Root Entry", 5, 0xffff_fffe_u32, 0), ("EncryptedPackage", 2, 2, package * 512)]
    {
        let mut entry = [0u8; 128];
        for (slot, unit) in entry.chunks_exact_mut(2).zip(name.encode_utf16()) {
            slot.copy_from_slice(&unit.to_le_bytes());
        }
        entry[64] = (name.len() as u8 + 1) * 2;
        entry[66] = kind;
        entry[67] = 1;
        let none = 0xffff_ffff_u32.to_le_bytes();
        entry[68..72].copy_from_slice(&none);
        entry[72..76].copy_from_slice(&none);
        entry[76..80].copy_from_slice(&if kind == 5 { 1u32.to_le_bytes() } else { none });
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        file.extend(entry);
    }
    file.extend([0; 256]);
    // The package: noise, as encryption gives.
    file.extend((0..package * 512).map(|_| rng.below(256) as u8));
    file
}

/// A workbook of the canteen, sent by mistake.
pub(super) fn unrelated(rng: &mut Rng) -> Book {
    const FIRST: &[&str] =
        &["Léa", "Tom", "Inès", "Noé", "Jade", "Malo", "Zoé", "Adam", "Rose", "Elio", "Mila", "Sacha"];
    let mut sheet = Sheet::new("Feuil1");
    for (title, column) in ["Élève", "Classe", "Cantine"].iter().zip(0..) {
        sheet.text(0, column, *title, Style::Header);
    }
    for row in 1..=rng.between(15, 60) as u32 {
        sheet.text(row, 0, rng.pick(FIRST), Style::Plain);
        sheet.text(row, 1, rng.pick(&["CP", "CE1", "CE2", "CM1", "CM2"]), Style::Plain);
        sheet.text(row, 2, rng.pick(&["oui", "non", "lundi et jeudi"]), Style::Plain);
    }
    Book { sheets: vec![sheet], ..Book::default() }
}

/// The twin that Excel keeps beside an open workbook: the name of who opened it, padded.
pub(super) fn lock_twin() -> Vec<u8> {
    let mut twin = vec![b' '; 165];
    twin[0] = 10;
    twin[1..11].copy_from_slice(b"Secretaria");
    twin
}
