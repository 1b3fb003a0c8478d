//! Workbooks encrypted with Excel's public password are read; others say that they are protected.
//!
//! They are encrypted here as Office does it ([MS-OFFCRYPTO] § 2.3), so that keys and salts can be chosen.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]
#![allow(dead_code, reason = "shared builders have more than one of their users needs")]

mod book;
mod ole;

use aes::cipher::{Array, BlockCipherEncrypt as _, KeyInit as _};
use aes::{Aes128, Aes256};
use book::Book;
use maillage::model::budget::Budgets;
use maillage::model::grid::Workbook;
use maillage::model::inventory::ReadFailure;
use maillage::reading;
use ole::{Item, container};
use sha1::Sha1;
use sha2::{Digest as _, Sha512};

const PUBLIC: &str = "VelvetSweatshop";
const SALT: [u8; 16] = *b"0123456789abcdef";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn sha1(pieces: &[&[u8]]) -> Vec<u8> {
    Sha1::digest(pieces.concat()).to_vec()
}

fn sha512(pieces: &[&[u8]]) -> Vec<u8> {
    Sha512::digest(pieces.concat()).to_vec()
}

fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes.resize(bytes.len().next_multiple_of(16), 0);
    bytes
}

/// Each block by itself, under a key of 128 bits.
fn each_block(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let key = Aes128::new_from_slice(key).unwrap();
    let encrypted = |block: &[u8; 16]| {
        let mut block = Array::from(*block);
        key.encrypt_block(&mut block);
        <[u8; 16]>::from(block)
    };
    padded(bytes).as_chunks().0.iter().flat_map(encrypted).collect()
}

/// Blocks chained, under a key of 256 bits.
fn chained(key: &[u8], vector: &[u8], bytes: &[u8]) -> Vec<u8> {
    let key = Aes256::new_from_slice(key).unwrap();
    let mut before: [u8; 16] = vector[..16].try_into().unwrap();
    let mut encrypted = Vec::new();
    for block in padded(bytes).as_chunks::<16>().0 {
        let mut block = Array::from(std::array::from_fn::<u8, 16, _>(|at| block[at] ^ before[at]));
        key.encrypt_block(&mut block);
        before = block.into();
        encrypted.extend(before);
    }
    encrypted
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let held =
            chunk.iter().fold(0u32, |held, byte| held << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sign = SIGNS[(held >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

fn file(info: Vec<u8>, package: Vec<u8>) -> Vec<u8> {
    container(&[Item::stream("EncryptionInfo", info), Item::stream("EncryptedPackage", package)])
}

/// The *standard* way, of Excel 2007.
fn standard(plain: &[u8], password: &str) -> Vec<u8> {
    let mut digest = sha1(&[&SALT, &utf16(password)]);
    for round in 0..50_000u32 {
        digest = sha1(&[&round.to_le_bytes(), &digest]);
    }
    digest = sha1(&[&digest, &[0; 4]]);
    let mut block = [0x36; 64];
    block.iter_mut().zip(&digest).for_each(|(block, byte)| *block ^= byte);
    let key = &sha1(&[&block])[..16];
    let proof = b"sixteen of proof";
    let mut hash = sha1(&[proof]);
    hash.resize(32, 0);
    let mut info = [4u16, 2].iter().flat_map(|half| half.to_le_bytes()).collect::<Vec<u8>>();
    // Flags, then the header: its size, flags, AES of 128 bits, SHA-1, its provider.
    let header: Vec<u8> =
        [0x24u32, 0, 0x660E, 0x8004, 128, 0x18, 0, 0].iter().flat_map(|word| word.to_le_bytes()).collect();
    info.extend(0x24u32.to_le_bytes());
    info.extend((header.len() as u32).to_le_bytes());
    info.extend(header);
    info.extend(16u32.to_le_bytes());
    info.extend(SALT);
    info.extend(each_block(key, proof));
    info.extend(20u32.to_le_bytes());
    info.extend(each_block(key, &hash));
    let package = [&(plain.len() as u64).to_le_bytes()[..], &each_block(key, plain)].concat();
    file(info, package)
}

/// The *agile* way, of Excel 2010 and later.
fn agile(plain: &[u8], password: &str, rounds: u32) -> Vec<u8> {
    let mut digest = sha512(&[&SALT, &utf16(password)]);
    for round in 0..rounds.min(100_000) {
        digest = sha512(&[&round.to_le_bytes(), &digest]);
    }
    let secret = [7u8; 32];
    let under =
        |purpose: [u8; 8], bytes: &[u8]| base64(&chained(&sha512(&[&digest, &purpose])[..32], &SALT, bytes));
    let proof = b"sixteen of proof";
    let settings = format!(
        "saltSize=\"16\" blockSize=\"16\" keyBits=\"256\" hashSize=\"64\" cipherAlgorithm=\"AES\" \
         cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"SHA512\" saltValue=\"{}\"",
        base64(&SALT)
    );
    let text = format!(
        "<?xml version=\"1.0\"?><encryption><keyData {settings}/><keyEncryptors><keyEncryptor>\
         <p:encryptedKey spinCount=\"{rounds}\" {settings} encryptedVerifierHashInput=\"{}\" \
         encryptedVerifierHashValue=\"{}\" encryptedKeyValue=\"{}\"/></keyEncryptor></keyEncryptors></encryption>",
        under([0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79], proof),
        under([0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E], &sha512(&[proof])),
        under([0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6], &secret),
    );
    let info = [&[4, 0, 4, 0, 0x40, 0, 0, 0], text.as_bytes()].concat();
    let mut package = (plain.len() as u64).to_le_bytes().to_vec();
    for (rank, piece) in (0u32..).zip(plain.chunks(4096)) {
        package.extend(chained(&secret, &sha512(&[&SALT, &rank.to_le_bytes()]), piece));
    }
    file(info, package)
}

/// A workbook longer than a piece of a package.
fn book() -> Vec<u8> {
    let rows = "<row><c r=\"A1\" t=\"inlineStr\"><is><t>néant</t></is></c></row>";
    // A picture that doesn't shrink.
    let noise: Vec<u8> = (0..150u32).flat_map(|rank| sha512(&[&rank.to_le_bytes()])).collect();
    Book::rows(rows).with("xl/media/image1.png", noise).zip()
}

fn read(bytes: &[u8]) -> Result<Workbook, ReadFailure> {
    reading::workbook(bytes, "inventaire.xlsx", &Budgets::default())
}

#[track_caller]
fn is_read(bytes: &[u8]) {
    let workbook = read(bytes).unwrap();
    assert_eq!(workbook.sheets[0].cells[0].value.shown(), "néant");
}

#[test]
fn the_public_password_is_no_secret() {
    let plain = book();
    assert!(plain.len() > 8192);
    is_read(&standard(&plain, PUBLIC));
    is_read(&agile(&plain, PUBLIC, 1000));
}

#[test]
fn another_password_protects() {
    let plain = book();
    assert_eq!(read(&standard(&plain, "secret")), Err(ReadFailure::Encrypted));
    assert_eq!(read(&agile(&plain, "secret", 1000)), Err(ReadFailure::Encrypted));
}

#[test]
fn a_file_that_asks_for_years_of_hashing_is_given_up() {
    let failure = read(&agile(&book(), PUBLIC, 2_000_000_000)).unwrap_err();
    assert!(
        matches!(failure, ReadFailure::OverBudget { budget: "tours de chiffrement du mot de passe", .. }),
        "{failure:?}"
    );
}

#[test]
fn a_package_that_lies_or_breaks_is_damaged() {
    let whole = agile(b"no workbook, once it is decrypted", PUBLIC, 10);
    assert!(matches!(read(&whole), Err(ReadFailure::OtherKind(_) | ReadFailure::Damaged(_))));
    let whole = agile(&book(), PUBLIC, 10);
    for at in (0..whole.len()).step_by(37) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x21;
        for bytes in [&flipped, &whole[..at]] {
            match read(bytes) {
                Ok(workbook) => assert_eq!(workbook.sheets[0].cells[0].value.shown(), "néant", "{at}"),
                Err(failure) => assert!(!matches!(failure, ReadFailure::Fault(_)), "{at}: {failure:?}"),
            }
        }
    }
}
