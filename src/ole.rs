//! The streams of an OLE container, the small file system of Excel 97-2003, of Outlook messages and of encrypted
//! workbooks. Every chain of sectors is shorter than the file, so a chain that bites its tail ends as damaged, not as
//! memory.

use crate::model::inventory::ReadFailure;

const HEADER: usize = 512;
/// Entries of the directory.
const ENTRY: usize = 128;
/// Streams shorter than this lie in smaller sectors.
const SHORT: u64 = 4096;
const SHORT_SECTOR: usize = 64;
/// Marks in chains from here on are no sectors.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;

/// How a container begins.
pub(crate) const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The rank of the root folder.
pub(crate) const ROOT: usize = 0;

/// A container.
pub(crate) struct Container<'a> {
    sectors: &'a [u8],
    size: usize,
    chains: Vec<u32>,
    short: Vec<u8>,
    short_chains: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    /// Neighbours in the folder, then the first entry of the folder that this one is.
    links: [u32; 3],
    start: u32,
    length: u64,
}

impl<'a> Container<'a> {
    /// Opens a container.
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Self, ReadFailure> {
        let cut = || damaged("the container's header is cut");
        let size = match half(bytes, 30).ok_or_else(cut)? {
            9 => 512,
            12 => 4096,
            _ => return Err(damaged("no such size of sectors")),
        };
        let field = |at| word(bytes, at).ok_or_else(cut);
        let mut container = Self {
            sectors: bytes.get(size..).unwrap_or_default(),
            size,
            chains: Vec::new(),
            short: Vec::new(),
            short_chains: Vec::new(),
            entries: Vec::new(),
        };
        let mut lists: Vec<u32> = words(bytes.get(76..HEADER).ok_or_else(cut)?).collect();
        let mut next = field(68)?;
        let mut left = container.count();
        while next < LAST_SECTOR {
            left = left.checked_sub(1).ok_or_else(|| damaged("a chain bites its tail"))?;
            let list = container.sector(next)?;
            let (list, link) = list.split_at_checked(size - 4).ok_or_else(|| damaged("a list is cut"))?;
            lists.extend(words(list));
            next = word(link, 0).unwrap_or(END);
        }
        for list in lists.into_iter().filter(|list| *list < LAST_SECTOR) {
            if container.chains.len() > container.count() {
                break;
            }
            let list = container.sector(list)?;
            container.chains.extend(words(list));
        }
        let directory = container.chain(field(48)?, u64::MAX)?;
        container.entries =
            directory.chunks_exact(ENTRY).filter_map(|entry| Entry::of(entry, size)).collect();
        let root = container.entries.first().ok_or_else(|| damaged("the container is empty"))?;
        container.short = container.chain(root.start, root.length)?;
        container.short_chains = words(&container.chain(field(60)?, u64::MAX)?).collect();
        Ok(container)
    }

    /// The bytes of a stream, in whatever folder, if it is there.
    pub(crate) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, ReadFailure> {
        let rank = self.entries.iter().skip(1).position(|entry| entry.name.eq_ignore_ascii_case(name));
        rank.map(|rank| self.bytes(rank + 1)).transpose()
    }

    /// The names of what a folder holds, sorted, and their ranks. Each entry is met once, however its links turn.
    pub(crate) fn folder(&self, rank: usize) -> Vec<(&str, usize)> {
        let first = self.entries.get(rank).map(|entry| entry.links[2]);
        let mut waiting: Vec<u32> = first.into_iter().collect();
        let mut met = vec![false; self.entries.len()];
        let mut found = Vec::new();
        while let Some(rank) = waiting.pop().map(|rank| rank as usize) {
            let (Some(entry), Some(met @ false)) = (self.entries.get(rank), met.get_mut(rank)) else {
                continue;
            };
            *met = true;
            waiting.extend(&entry.links[..2]);
            found.push((entry.name.as_str(), rank));
        }
        found.sort_unstable();
        found
    }

    /// The length of a stream, as its entry declares it.
    pub(crate) fn length(&self, rank: usize) -> u64 {
        self.entries.get(rank).map_or(0, |entry| entry.length)
    }

    /// The bytes of a stream, by its rank.
    pub(crate) fn bytes(&self, rank: usize) -> Result<Vec<u8>, ReadFailure> {
        let entry = self.entries.get(rank).ok_or_else(|| damaged("no such stream"))?;
        let stream = if entry.length < SHORT {
            let short = |sector: u32| {
                let start = sector as usize * SHORT_SECTOR;
                let rest = self.short.get(start..).filter(|rest| !rest.is_empty());
                rest.map(|rest| rest.get(..SHORT_SECTOR).unwrap_or(rest))
            };
            follow(entry.start, entry.length, &self.short_chains, short)?
        } else {
            self.chain(entry.start, entry.length)?
        };
        if (stream.len() as u64) < entry.length { Err(damaged("a stream is cut")) } else { Ok(stream) }
    }

    /// How many sectors there are.
    fn count(&self) -> usize {
        self.sectors.len().div_ceil(self.size)
    }

    /// A sector; the last of the file may be cut.
    fn sector(&self, sector: u32) -> Result<&'a [u8], ReadFailure> {
        let start = (sector as usize).saturating_mul(self.size);
        let rest = self.sectors.get(start..).filter(|rest| !rest.is_empty());
        let rest = rest.ok_or_else(|| damaged("a sector lies behind the end"))?;
        Ok(rest.get(..self.size).unwrap_or(rest))
    }

    fn chain(&self, start: u32, length: u64) -> Result<Vec<u8>, ReadFailure> {
        follow(start, length, &self.chains, |sector| self.sector(sector).ok())
    }
}

/// The sectors of a chain, put together, up to a length.
fn follow<'s>(
    start: u32,
    length: u64,
    chains: &[u32],
    sector: impl Fn(u32) -> Option<&'s [u8]>,
) -> Result<Vec<u8>, ReadFailure> {
    let mut bytes = Vec::new();
    let (mut next, mut left) = (start, chains.len());
    while next < LAST_SECTOR && (bytes.len() as u64) < length {
        left = left.checked_sub(1).ok_or_else(|| damaged("a chain bites its tail"))?;
        bytes.extend_from_slice(sector(next).ok_or_else(|| damaged("a sector lies behind the end"))?);
        next = *chains.get(next as usize).ok_or_else(|| damaged("a chain breaks"))?;
    }
    bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    Ok(bytes)
}

impl Entry {
    fn of(bytes: &[u8], sector: usize) -> Option<Self> {
        let name = char::decode_utf16(bytes.get(..64)?.chunks_exact(2).map_while(|pair| half(pair, 0)));
        let name = name.map_while(Result::ok).take_while(|sign| *sign != '\0').collect();
        // Half of the length is rubbish in files of small sectors.
        let high = if sector == 512 { 0 } else { word(bytes, 124)? };
        Some(Self {
            name,
            links: [word(bytes, 68)?, word(bytes, 72)?, word(bytes, 76)?],
            start: word(bytes, 116)?,
            length: u64::from(high) << 32 | u64::from(word(bytes, 120)?),
        })
    }
}

fn damaged(words: &str) -> ReadFailure {
    ReadFailure::Damaged(words.to_owned())
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|chunk| word(chunk, 0))
}

/// Eight bytes as a number.
pub(crate) fn double(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

/// Two bytes as a number.
pub(crate) fn half(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

/// Four bytes as a number.
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
