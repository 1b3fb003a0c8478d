//! *Agile* encryption: what it is made of stands in a small XML text.

use super::cipher::{BLOCK, Hash, Key};
use super::password;
use crate::model::budget::Budgets;
use crate::model::inventory::ReadFailure;
use crate::reading::failure::too_many;
use crate::reading::xml::{Tag, Tags};

/// The package is encrypted in pieces of this length.
const PIECE: usize = 4096;
/// What is added to the hash of the password, for each of the three things that it encrypts.
const PROOF: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const PROOF_HASH: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

/// What opens the package.
pub(super) struct Unlocked {
    key: Key,
    hash: Hash,
    salt: Vec<u8>,
}

impl Unlocked {
    /// The package, decrypted.
    pub(super) fn plain(&self, package: &[u8]) -> Vec<u8> {
        let mut plain = Vec::with_capacity(package.len());
        for (rank, piece) in (0u32..).zip(package.chunks(PIECE)) {
            let vector = vector(&self.hash.of(&[&self.salt, &rank.to_le_bytes()]));
            plain.extend(self.key.chained(vector, piece));
        }
        plain
    }
}

/// What opens the package, if the public password does.
pub(super) fn unlocked(text: &[u8], budgets: &Budgets) -> Result<Unlocked, ReadFailure> {
    let locked = || ReadFailure::Encrypted;
    let of_package = Settings::of(text, "keyData").ok_or_else(locked)?;
    let of_password = Settings::of(text, "encryptedKey").ok_or_else(locked)?;
    let rounds = of_password.number("spinCount").ok_or_else(locked)?;
    if rounds > budgets.hash_rounds {
        return Err(too_many("tours de chiffrement du mot de passe", budgets.hash_rounds as usize));
    }
    let key = of_password.secret(rounds).ok_or_else(locked)?;
    Ok(Unlocked { key: Key::of(&key).ok_or_else(locked)?, hash: of_package.hash, salt: of_package.salt })
}

/// A way of encrypting.
struct Settings<'a> {
    tag: Tag<'a>,
    hash: Hash,
    salt: Vec<u8>,
    /// Length of the key, in bytes.
    key: usize,
}

impl<'a> Settings<'a> {
    fn of(text: &'a [u8], name: &str) -> Option<Self> {
        let tag = Tags::of(text).find(|tag| tag.opens(name))?;
        let is = |name: &str, value: &[u8]| tag.attribute(name) == Some(value);
        if !is("cipherAlgorithm", b"AES") || !is("cipherChaining", b"ChainingModeCBC") {
            return None;
        }
        let hash = Hash::named(tag.attribute("hashAlgorithm")?)?;
        let mut settings = Self { tag, hash, salt: base64(tag.attribute("saltValue")?)?, key: 0 };
        settings.key = settings.number("keyBits")? as usize / 8;
        Some(settings)
    }

    fn number(&self, name: &str) -> Option<u32> {
        std::str::from_utf8(self.tag.attribute(name)?).ok()?.parse().ok()
    }

    /// The key of the package, if the password is the public one.
    fn secret(&self, rounds: u32) -> Option<Vec<u8>> {
        let mut digest = self.hash.of(&[&self.salt, &password()]);
        for round in 0..rounds {
            digest = self.hash.of(&[&round.to_le_bytes(), &digest]);
        }
        let plain = |name: &str, purpose: [u8; 8]| {
            let mut key = self.hash.of(&[&digest, &purpose]);
            key.resize(self.key.min(64), 0x36);
            Some(Key::of(&key)?.chained(vector(&self.salt), &base64(self.tag.attribute(name)?)?))
        };
        let mut proof = plain("encryptedVerifierHashInput", PROOF)?;
        proof.truncate(self.salt.len());
        let proven = self.hash.of(&[&proof]);
        if !plain("encryptedVerifierHashValue", PROOF_HASH)?.starts_with(&proven) {
            return None;
        }
        let mut secret = plain("encryptedKeyValue", KEY)?;
        secret.truncate(self.key);
        Some(secret)
    }
}

/// The vector that a chain begins with: as much of a salt or a hash as fits.
fn vector(bytes: &[u8]) -> [u8; BLOCK] {
    let mut vector = [0x36; BLOCK];
    vector.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
    vector
}

fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0u32);
    for sign in text.iter().filter(|sign| **sign != b'=') {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}
