//! AES and the hashes of Office, on whole blocks.

use aes::cipher::{Array, BlockCipherDecrypt as _, KeyInit as _};
use aes::{Aes128, Aes192, Aes256};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

/// The bytes of a block.
pub(super) const BLOCK: usize = 16;

/// A key of one of the three lengths.
pub(super) enum Key {
    Short(Box<Aes128>),
    Middle(Box<Aes192>),
    Long(Box<Aes256>),
}

impl Key {
    /// A key, if it has a length that exists.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes.len() {
            16 => Aes128::new_from_slice(bytes).ok().map(|key| Self::Short(Box::new(key))),
            24 => Aes192::new_from_slice(bytes).ok().map(|key| Self::Middle(Box::new(key))),
            32 => Aes256::new_from_slice(bytes).ok().map(|key| Self::Long(Box::new(key))),
            _ => None,
        }
    }

    fn block(&self, block: [u8; BLOCK]) -> [u8; BLOCK] {
        let mut block = Array::from(block);
        match self {
            Self::Short(key) => key.decrypt_block(&mut block),
            Self::Middle(key) => key.decrypt_block(&mut block),
            Self::Long(key) => key.decrypt_block(&mut block),
        }
        block.into()
    }

    /// Decrypts each block by itself. What is behind the last whole block is left out.
    pub(super) fn each_block(&self, bytes: &[u8]) -> Vec<u8> {
        bytes.as_chunks().0.iter().flat_map(|block| self.block(*block)).collect()
    }

    /// Decrypts blocks that are chained, the first to `vector`.
    pub(super) fn chained(&self, vector: [u8; BLOCK], bytes: &[u8]) -> Vec<u8> {
        let mut plain = Vec::with_capacity(bytes.len());
        let mut before = vector;
        for block in bytes.as_chunks().0 {
            plain.extend(self.block(*block).iter().zip(before).map(|(plain, before)| plain ^ before));
            before = *block;
        }
        plain
    }
}

/// The SHA-1 of pieces put together.
pub(super) fn sha1(pieces: &[&[u8]]) -> Vec<u8> {
    Hash::Sha1.of(pieces)
}

/// A hash that Office may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    /// Of Excel 97 alone.
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The hash of a name.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"SHA1" | b"SHA-1" => Some(Self::Sha1),
            b"SHA256" | b"SHA-256" => Some(Self::Sha256),
            b"SHA384" | b"SHA-384" => Some(Self::Sha384),
            b"SHA512" | b"SHA-512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The hash of pieces put together.
    pub(super) fn of(self, pieces: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Md5 => digest::<Md5>(pieces),
            Self::Sha1 => digest::<Sha1>(pieces),
            Self::Sha256 => digest::<Sha256>(pieces),
            Self::Sha384 => digest::<Sha384>(pieces),
            Self::Sha512 => digest::<Sha512>(pieces),
        }
    }
}

fn digest<D: sha2::Digest>(pieces: &[&[u8]]) -> Vec<u8> {
    let mut digest = D::new();
    for piece in pieces {
        digest.update(piece);
    }
    digest.finalize().to_vec()
}
