//! Workbooks encrypted under the password that Excel knows by itself.
//!
//! A workbook whose structure is protected, or that is « en lecture seule recommandée » in some versions, is encrypted
//! with a password that is public: Excel opens it without asking. It is no secret to anyone, so it is read. Another
//! password is nobody's to guess: that workbook says that it is protected.
//!
//! All ways of Office are there ([MS-OFFCRYPTO] § 2.3): *standard* since 2007, *agile* since 2010, and those of the
//! records of Excel 97-2003 ([`records`]). The hash of a password is taken as many times over as the file asks, up to
//! a limit: each is a step of nothing but time.

mod agile;
mod cipher;
mod records;

use cipher::{Key, sha1};
pub(super) use records::decrypt as decrypt_records;

use super::failure::{damaged, too_big};
use crate::model::budget::Budgets;
use crate::model::inventory::ReadFailure;
use crate::ole::{Container, double, half, word};

/// The password that Excel tries before it asks.
const PASSWORD: &str = "VelvetSweatshop";
/// How often *standard* encryption takes the hash over.
const STANDARD_SPINS: u32 = 50_000;

/// The package in a container: the bytes of a workbook as it would be without encryption.
///
/// Whatever isn't understood on the way to the key is a password that isn't known.
pub(super) fn package(bytes: &[u8], budgets: &Budgets) -> Result<Vec<u8>, ReadFailure> {
    let locked = || ReadFailure::Encrypted;
    let container = Container::of(bytes).map_err(|_| locked())?;
    let info = container.stream("EncryptionInfo").ok().flatten().ok_or_else(locked)?;
    let unlocked = unlocked(&info, budgets)?;
    let package = container.stream("EncryptedPackage")?.ok_or_else(locked)?;
    let length = double(&package, 0).ok_or_else(|| damaged("the package is cut"))?;
    if length > budgets.file_bytes {
        return Err(too_big("taille du fichier", budgets.file_bytes));
    }
    let mut plain = unlocked.plain(package.get(8..).unwrap_or_default());
    if (plain.len() as u64) < length {
        return Err(damaged("the package is cut"));
    }
    plain.truncate(length as usize);
    Ok(plain)
}

/// What opens the package.
enum Unlocked {
    Standard(Key),
    Agile(agile::Unlocked),
}

impl Unlocked {
    fn plain(&self, package: &[u8]) -> Vec<u8> {
        match self {
            Self::Standard(key) => key.each_block(package),
            Self::Agile(unlocked) => unlocked.plain(package),
        }
    }
}

/// What opens the package, if the public password does.
fn unlocked(info: &[u8], budgets: &Budgets) -> Result<Unlocked, ReadFailure> {
    match (half(info, 0), half(info, 2)) {
        (Some(4), Some(4)) => {
            agile::unlocked(info.get(8..).unwrap_or_default(), budgets).map(Unlocked::Agile)
        }
        (Some(2..=4), Some(2)) => standard(info).map(Unlocked::Standard).ok_or(ReadFailure::Encrypted),
        _ => Err(ReadFailure::Encrypted),
    }
}

/// The key of *standard* encryption: AES, and SHA-1.
fn standard(info: &[u8]) -> Option<Key> {
    let header_size = word(info, 8)? as usize;
    let header = info.get(12..)?.get(..header_size)?;
    let verifier = info.get(12 + header_size..)?;
    let key_bits = word(header, 16)?;
    let (salt, proof, hash) = (verifier.get(4..20)?, verifier.get(20..36)?, verifier.get(40..72)?);
    let mut digest = sha1(&[salt, &password()]);
    for spin in 0..STANDARD_SPINS {
        digest = sha1(&[&spin.to_le_bytes(), &digest]);
    }
    digest = sha1(&[&digest, &0u32.to_le_bytes()]);
    let stretched = |byte: u8| {
        let mut block = [byte; 64];
        block.iter_mut().zip(&digest).for_each(|(block, digest)| *block ^= digest);
        sha1(&[&block])
    };
    let material = [stretched(0x36), stretched(0x5C)].concat();
    let key = Key::of(material.get(..key_bits as usize / 8)?)?;
    let proven = sha1(&[&key.each_block(proof)]);
    key.each_block(hash).starts_with(&proven).then_some(key)
}

/// The password as it is hashed.
fn password() -> Vec<u8> {
    PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
