//! The records of an Excel 97-2003 workbook encrypted under the public password.
//!
//! A record says how, and each record behind it is encrypted in its place but for its kind and its length, which take
//! their share of the key all the same. The three ways are those of [MS-OFFCRYPTO] § 2.3.5 to § 2.3.7; none protects
//! anything today.

use std::ops::Range;

use super::cipher::{Hash, sha1};
use super::password;
use crate::model::inventory::ReadFailure;
use crate::ole::{half, word};

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const FILE_PASS: u16 = 0x002F;
const LISTED_SHEET: u16 = 0x0085;
/// Records that are never encrypted: the beginning of a part, how the file is encrypted, and who shares it.
const PLAIN: [u16; 7] = [BEGIN, FILE_PASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138];
/// The head of a record: its kind and its length.
const HEAD: usize = 4;
/// Each stretch of so many bytes of the stream has a key of its own.
const STRETCH: usize = 1024;
/// What stands for the public password where it is mixed in: a key, a verifier, then what each byte of the stream is
/// mixed with, all from [MS-OFFCRYPTO] § 2.3.7.
const MIXED_KEY: u16 = 0xB359;
const MIXED_VERIFIER: u16 = 0x9A0A;
const MIX: [u8; 16] =
    [0x87, 0x6B, 0x9A, 0xE2, 0x1E, 0xE3, 0x05, 0x62, 0x1E, 0x69, 0x96, 0x60, 0x98, 0x6E, 0x94, 0x04];

/// Decrypts a workbook's stream in its place, if it is encrypted. What is cut is left as it is, for its reader to tell.
pub(in crate::reading) fn decrypt(stream: &mut [u8]) -> Result<(), ReadFailure> {
    let Some((info, encrypted)) = file_pass(stream) else { return Ok(()) };
    let mut way = stream.get(info).and_then(Way::of).ok_or(ReadFailure::Encrypted)?;
    let mut at = encrypted;
    while let Some((kind, length)) = head(stream, at) {
        let start = at + HEAD;
        // Where a sheet begins is told in clear.
        let clear = match kind {
            LISTED_SHEET => HEAD.min(length),
            kind if PLAIN.contains(&kind) => length,
            _ => 0,
        };
        let Some(data) = stream.get_mut(start + clear..start + length) else { break };
        way.decrypt(data, start + clear, length);
        at = start + length;
    }
    Ok(())
}

fn head(stream: &[u8], at: usize) -> Option<(u16, usize)> {
    Some((half(stream, at)?, half(stream, at + 2)?.into()))
}

/// Where the record that tells how it is encrypted has its data, and where the record behind it begins.
fn file_pass(stream: &[u8]) -> Option<(Range<usize>, usize)> {
    let mut at = 0;
    while let Some((kind, length)) = head(stream, at) {
        let end = at + HEAD + length;
        match kind {
            FILE_PASS => return Some((at + HEAD..end, end)),
            END => return None,
            _ => at = end,
        }
    }
    None
}

/// A way to encrypt, that the public password is known to open.
enum Way {
    /// Each byte turned, and mixed with one of the sixteen.
    Mixed,
    /// RC4, under a key for each stretch; the rank of the last stretch met, and what its bytes are mixed with.
    Streamed { secret: Secret, stretch: usize, mix: Box<[u8; STRETCH]> },
}

impl Way {
    /// What the record tells; `None` where another password is asked for, or a way that nobody knows.
    fn of(info: &[u8]) -> Option<Self> {
        // Excel 95 knew one way, and says no more than its key and its verifier.
        if info.len() == 4 {
            return Self::mixed(info);
        }
        match (half(info, 0)?, half(info, 2)?, half(info, 4)?) {
            (0, ..) => Self::mixed(info.get(2..)?),
            (1, 1, 1) => {
                let (salt, verifier, hash) = (info.get(6..22)?, info.get(22..38)?, info.get(38..54)?);
                Self::streamed(Secret::short(salt), verifier, hash, Hash::Md5)
            }
            (1, 2..=4, 2) => {
                let header_size = word(info, 10)? as usize;
                let header = info.get(14..)?.get(..header_size)?;
                let proof = info.get(14 + header_size..)?;
                let (salt, verifier, hash) = (proof.get(4..20)?, proof.get(20..36)?, proof.get(40..60)?);
                Self::streamed(Secret::long(salt, word(header, 16)?)?, verifier, hash, Hash::Sha1)
            }
            _ => None,
        }
    }

    fn mixed(info: &[u8]) -> Option<Self> {
        (half(info, 0)? == MIXED_KEY && half(info, 2)? == MIXED_VERIFIER).then_some(Self::Mixed)
    }

    fn streamed(secret: Secret, verifier: &[u8], hash: &[u8], hashed: Hash) -> Option<Self> {
        let mix = Box::new(stretch(&secret.key(0)));
        let plain: Vec<u8> =
            verifier.iter().chain(hash).zip(&*mix).map(|(byte, mixed)| byte ^ mixed).collect();
        let (verifier, hash) = plain.split_at_checked(verifier.len())?;
        (hashed.of(&[verifier]) == hash).then_some(Self::Streamed { secret, stretch: 0, mix })
    }

    /// Decrypts bytes that stand at an offset of the stream, in a record whose data have a length.
    fn decrypt(&mut self, data: &mut [u8], offset: usize, length: usize) {
        for (at, byte) in (offset..).zip(data) {
            match self {
                Self::Mixed => *byte = (*byte ^ MIX[(at + length) % MIX.len()]).rotate_right(5),
                Self::Streamed { secret, stretch: current, mix } => {
                    if *current != at / STRETCH {
                        *current = at / STRETCH;
                        **mix = stretch(&secret.key(*current as u32));
                    }
                    *byte ^= mix[at % STRETCH];
                }
            }
        }
    }
}

/// What the keys of all stretches are made from.
enum Secret {
    /// Of 40 bits.
    Short(Vec<u8>),
    /// Of as many bytes as the file asks for.
    Long(Vec<u8>, usize),
}

impl Secret {
    fn short(salt: &[u8]) -> Self {
        let salted = [&Hash::Md5.of(&[&password()])[..5], salt].concat();
        let mut digest = Hash::Md5.of(&[&salted.repeat(16)]);
        digest.truncate(5);
        Self::Short(digest)
    }

    fn long(salt: &[u8], bits: u32) -> Option<Self> {
        // None said stands for 40.
        let bits = if bits == 0 { 40 } else { bits };
        let fits = bits % 8 == 0 && (40..=128).contains(&bits);
        fits.then(|| Self::Long(sha1(&[salt, &password()]), bits as usize / 8))
    }

    fn key(&self, stretch: u32) -> Vec<u8> {
        match self {
            Self::Short(digest) => Hash::Md5.of(&[digest, &stretch.to_le_bytes()]),
            Self::Long(digest, length) => {
                let mut key = sha1(&[digest, &stretch.to_le_bytes()]);
                key.truncate(*length);
                // One of 40 bits is filled up to 128.
                if key.len() == 5 {
                    key.resize(16, 0);
                }
                key
            }
        }
    }
}

/// What RC4 mixes the bytes of a stretch with, under a key.
fn stretch(key: &[u8]) -> [u8; STRETCH] {
    let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut other = 0u8;
    for (at, key) in (0..state.len()).zip(key.iter().cycle()) {
        other = other.wrapping_add(state[at]).wrapping_add(*key);
        state.swap(at, other.into());
    }
    let (mut one, mut other) = (0u8, 0u8);
    std::array::from_fn(|_| {
        one = one.wrapping_add(1);
        other = other.wrapping_add(state[usize::from(one)]);
        state.swap(one.into(), other.into());
        let sum = state[usize::from(one)].wrapping_add(state[usize::from(other)]);
        state[usize::from(sum)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_of_a_key_is_the_known_one() {
        // From RFC 6229, for a key of 40 bits and one of 128.
        assert!(stretch(&[1, 2, 3, 4, 5]).starts_with(&[0xB2, 0x39, 0x63, 0x05, 0xF0, 0x3D, 0xC0, 0x27]));
        let key: Vec<u8> = (1..=16).collect();
        assert!(stretch(&key).starts_with(&[0x9A, 0xC7, 0xCC, 0x9A, 0x60, 0x9D, 0x1E, 0xF7]));
    }
}
