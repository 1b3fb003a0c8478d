//! OLE containers: folders and streams, written sector by sector.

const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;

/// What a folder holds.
pub(crate) enum Item {
    Stream(String, Vec<u8>),
    Folder(String, Vec<Item>),
}

impl Item {
    pub(crate) fn stream(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self::Stream(name.to_owned(), bytes.into())
    }
}

#[derive(Default)]
struct Writer {
    /// Short streams, each padded to 64 bytes, and their chains.
    short: Vec<u8>,
    short_chains: Vec<u32>,
    /// Long streams, each padded to 512 bytes, and their chains.
    long: Vec<u8>,
    chains: Vec<u32>,
    directory: Vec<[u8; 128]>,
}

fn entry(name: &str, kind: u8, start: u32, length: usize) -> [u8; 128] {
    let mut entry = [0; 128];
    for (slot, unit) in entry[..62].chunks_exact_mut(2).zip(name.encode_utf16()) {
        slot.copy_from_slice(&unit.to_le_bytes());
    }
    entry[64] = (name.len() as u8 + 1) * 2;
    entry[66] = kind;
    entry[67] = 1;
    entry[68..80].fill(0xFF);
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..128].copy_from_slice(&(length as u64).to_le_bytes());
    entry
}

/// Adds a stream to sectors of a size, and gives the first of them.
fn add(bytes: &[u8], size: usize, sectors: &mut Vec<u8>, chains: &mut Vec<u32>) -> u32 {
    if bytes.is_empty() {
        return END;
    }
    let first = chains.len() as u32;
    sectors.extend(bytes);
    sectors.resize(sectors.len().next_multiple_of(size), 0);
    let count = bytes.len().div_ceil(size) as u32;
    chains.extend((1..count).map(|next| first + next));
    chains.push(END);
    first
}

impl Writer {
    /// Adds what a folder holds, each item linked to the next, and gives the rank of the first.
    fn items(&mut self, items: &[Item]) -> u32 {
        let mut first = FREE;
        for item in items.iter().rev() {
            let mut entry = match item {
                Item::Stream(name, bytes) => {
                    let start = if bytes.len() < 4096 {
                        add(bytes, 64, &mut self.short, &mut self.short_chains)
                    } else {
                        add(bytes, 512, &mut self.long, &mut self.chains)
                    };
                    entry(name, 2, start, bytes.len())
                }
                Item::Folder(name, inside) => {
                    let child = self.items(inside);
                    let mut entry = entry(name, 1, 0, 0);
                    entry[76..80].copy_from_slice(&child.to_le_bytes());
                    entry
                }
            };
            entry[72..76].copy_from_slice(&first.to_le_bytes());
            self.directory.push(entry);
            first = self.directory.len() as u32 - 1;
        }
        first
    }
}

/// A container.
pub(crate) fn container(items: &[Item]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.directory.push(entry("Root Entry", 5, END, 0));
    let child = writer.items(items);
    let (short, short_chains) = (writer.short.clone(), writer.short_chains.clone());
    let short_start = add(&short, 512, &mut writer.long, &mut writer.chains);
    let mut root = entry("Root Entry", 5, short_start, short.len());
    root[76..80].copy_from_slice(&child.to_le_bytes());
    writer.directory[0] = root;
    let table: Vec<u8> = short_chains.iter().flat_map(|next| next.to_le_bytes()).collect();
    let mut padded = table;
    padded.resize(padded.len().next_multiple_of(512), 0xFF);
    let short_table = add(&padded, 512, &mut writer.long, &mut writer.chains);
    let directory = writer.directory.concat();
    let directory_start = add(&directory, 512, &mut writer.long, &mut writer.chains);

    let sectors = writer.chains.len() as u32;
    let tables = (1..=109).find(|tables| tables * 128 >= tables + sectors).expect("a short container");
    // The table lies behind the rest.
    let mut chains = writer.chains;
    chains.resize((sectors + tables) as usize, TABLE);
    chains.resize(tables as usize * 128, FREE);
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(24, 0);
    bytes.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    bytes.resize(44, 0);
    let short_tables = padded.len() as u32 / 512;
    for field in [tables, directory_start, 0, 4096, short_table, short_tables, END, 0] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend((0..109).flat_map(|rank| if rank < tables { sectors + rank } else { FREE }.to_le_bytes()));
    bytes.extend(writer.long);
    bytes.extend(chains.into_iter().flat_map(u32::to_le_bytes));
    bytes
}
