//! Old workbooks whose records are encrypted as Excel 97 to 2003 do it ([MS-OFFCRYPTO] § 2.3.5 to § 2.3.7), so that
//! the password can be chosen: with the public one they are read, with another they say that they are protected.

use maillage::model::inventory::ReadFailure;
use md5::{Digest as _, Md5};
use sha1::Sha1;

use super::records::{Old, record};
use super::{read, shown};

const PUBLIC: &str = "VelvetSweatshop";
const SALT: [u8; 16] = *b"0123456789abcdef";
const PROOF: [u8; 16] = *b"sixteen of proof";

/// What a short password is filled up with.
const FILL: [u8; 15] = [0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0, 0xBE, 0x0F, 0, 0xBF, 0x0F, 0];

/// How the three ways turn a byte: from the byte, where it stands in the stream, and the length of its record.
type Turn = Box<dyn Fn(u8, usize, usize) -> u8>;

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn halves(halves: &[u16]) -> Vec<u8> {
    halves.iter().flat_map(|half| half.to_le_bytes()).collect()
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// RC4, byte after byte.
fn streamed(key: &[u8], length: usize) -> Vec<u8> {
    let mut state: Vec<usize> = (0..256).collect();
    let mut j = 0;
    for i in 0..256 {
        j = (j + state[i] + usize::from(key[i % key.len()])) % 256;
        state.swap(i, j);
    }
    let (mut i, mut j) = (0, 0);
    let mut bytes = Vec::new();
    for _ in 0..length {
        i = (i + 1) % 256;
        j = (j + state[i]) % 256;
        state.swap(i, j);
        bytes.push(state[(state[i] + state[j]) % 256] as u8);
    }
    bytes
}

/// A key for each stretch of 1,024 bytes.
fn by_stretches(key: impl Fn(u32) -> Vec<u8>) -> Turn {
    let mixes: Vec<Vec<u8>> = (0..64).map(|stretch| streamed(&key(stretch), 1024)).collect();
    Box::new(move |byte, at, _| byte ^ mixes[at / 1024][at % 1024])
}

fn proven(key: &[u8], hash: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mix = streamed(key, 64);
    let mut mixed = PROOF.iter().chain(hash).zip(mix).map(|(byte, mix)| byte ^ mix);
    (mixed.by_ref().take(16).collect(), mixed.collect())
}

/// Excel 97: keys of 40 bits.
fn short_keys(password: &str) -> (Vec<u8>, Turn) {
    let digest = Md5::digest(utf16(password));
    let salted = [&digest[..5], &SALT].concat().repeat(16);
    let secret = Md5::digest(salted)[..5].to_vec();
    let key = move |stretch: u32| Md5::digest([&secret[..], &stretch.to_le_bytes()].concat()).to_vec();
    let (verifier, hash) = proven(&key(0), &Md5::digest(PROOF));
    ([&halves(&[1, 1, 1])[..], &SALT, &verifier, &hash].concat(), by_stretches(key))
}

/// Excel 2002: keys of as many bits as it is told; none said stands for 40.
fn long_keys(password: &str, bits: u32) -> (Vec<u8>, Turn) {
    let digest = Sha1::digest([&SALT[..], &utf16(password)].concat());
    let key = move |stretch: u32| {
        let key = Sha1::digest([&digest[..], &stretch.to_le_bytes()].concat());
        match bits {
            0 | 40 => [&key[..5], &[0; 11]].concat(),
            bits => key[..bits as usize / 8].to_vec(),
        }
    };
    let (verifier, hash) = proven(&key(0), &Sha1::digest(PROOF));
    let header = [words(&[4, 0, 0x6801, 0x8004, bits, 1, 0, 0]), utf16("Microsoft Base\0")].concat();
    let info = [
        &halves(&[1, 2, 2])[..],
        &words(&[4, header.len() as u32]),
        &header,
        &words(&[16]),
        &SALT,
        &verifier,
        &words(&[20]),
        &hash,
    ];
    (info.concat(), by_stretches(key))
}

/// Excel 95 and 97: bytes turned, and mixed with sixteen that the password gives. The key is that of a shift
/// register.
fn mixed(password: &str) -> (Vec<u8>, Turn) {
    let turned = |register: u16| {
        let turned = register.rotate_left(1);
        if turned & 1 == 1 { turned ^ 0x1020 } else { turned }
    };
    let (mut key, mut base, mut end) = (0u16, 0x8000u16, 0xFFFFu16);
    for byte in password.bytes().rev() {
        for bit in 0..8 {
            (base, end) = (turned(base), turned(end));
            if (byte & 0x7F) >> bit & 1 == 1 {
                key ^= base;
            }
        }
    }
    key ^= end;
    let hash = password.bytes().enumerate().fold(password.len() as u16 ^ 0xCE4B, |hash, (at, byte)| {
        let (byte, shift) = (u32::from(byte), (at + 1) % 15);
        hash ^ ((byte << shift | byte >> (15 - shift)) & 0x7FFF) as u16
    });
    let mix: Vec<u8> = password.bytes().chain(FILL).take(16).collect();
    let mix: Vec<u8> = mix
        .into_iter()
        .enumerate()
        .map(|(at, byte)| (byte ^ key.to_le_bytes()[at % 2]).rotate_right(1))
        .collect();
    let turn: Turn = Box::new(move |byte, at, length| byte.rotate_left(5) ^ mix[(at + length) % 16]);
    (halves(&[0, key, hash]), turn)
}

/// A workbook of several stretches, encrypted in a way.
fn encrypted(way: (Vec<u8>, Turn)) -> Vec<u8> {
    let cells = (0..300).flat_map(|row| {
        let text = format!("Mairie {row}");
        let text = [&(text.len() as u16).to_le_bytes()[..], &[0], text.as_bytes()].concat();
        Old::cell(0x0204, row, 1, &text)
    });
    encrypt(Old::new().with(cells.collect()), way)
}

/// The workbook with its records encrypted, but for what Excel leaves in clear.
fn encrypt(old: Old, (info, turn): (Vec<u8>, Turn)) -> Vec<u8> {
    let old = old.global(record(0x002F, &info)).global(record(0x00E1, &[0xB0, 4]));
    let mut stream = old.stream();
    let mut at = 0;
    while at < stream.len() {
        let kind = u16::from_le_bytes([stream[at], stream[at + 1]]);
        let length = usize::from(u16::from_le_bytes([stream[at + 2], stream[at + 3]]));
        let clear = match kind {
            0x0809 | 0x002F | 0x00E1 => length,
            0x0085 => 4,
            _ => 0,
        };
        for (place, byte) in stream.iter_mut().enumerate().take(at + 4 + length).skip(at + 4 + clear) {
            *byte = turn(*byte, place, length);
        }
        at += 4 + length;
    }
    old.holding(stream)
}

/// The ways of all years.
fn ways(password: &str) -> Vec<(&'static str, (Vec<u8>, Turn))> {
    vec![
        ("mixed", mixed(password)),
        ("40 bits", short_keys(password)),
        ("40 bits unsaid", long_keys(password, 0)),
        ("40 bits said", long_keys(password, 40)),
        ("56 bits", long_keys(password, 56)),
        ("128 bits", long_keys(password, 128)),
    ]
}

#[test]
fn the_public_password_is_no_secret() {
    for (name, way) in ways(PUBLIC) {
        let cells = shown(read(&encrypted(way)));
        assert_eq!(cells.len(), 300, "{name}");
        assert_eq!((&*cells[0], &*cells[299]), ("B1=Mairie 0", "B300=Mairie 299"), "{name}");
    }
}

#[test]
fn excel_95_says_its_key_alone() {
    let (info, turn) = mixed(PUBLIC);
    let old = Old::excel_95().with(Old::cell(0x0204, 0, 0, b"\x06\0Mairie"));
    assert_eq!(shown(read(&encrypt(old, (info[2..].to_vec(), turn)))), ["A1=Mairie"]);
}

#[test]
fn another_password_protects() {
    for (name, way) in ways("secret") {
        assert_eq!(read(&encrypted(way)), Err(ReadFailure::Encrypted), "{name}");
    }
    let unknown = [halves(&[1, 9, 9]), vec![0; 48]].concat();
    let turn: Turn = Box::new(|byte, _, _| byte);
    assert_eq!(read(&encrypted((unknown, turn))), Err(ReadFailure::Encrypted));
}

#[test]
fn an_encrypted_file_that_breaks_gives_a_reason() {
    for (name, way) in ways(PUBLIC) {
        let whole = encrypted(way);
        for at in (0..whole.len()).step_by(97) {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x21;
            // `read` refuses a fault of the program.
            for bytes in [&flipped[..], &whole[..at]] {
                if let Ok(workbook) = read(bytes) {
                    assert!(workbook.sheets.len() < 2, "{name} {at}");
                }
            }
        }
    }
}
