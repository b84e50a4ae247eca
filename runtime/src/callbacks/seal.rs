//! The seal of a message: signature and encryption.
//!
//! A message is encrypted with AES-256 in CBC mode and signed with SHA-1 over the token, the time, a nonce and the
//! ciphertext. The plaintext is 16 random bytes, the message's length, the message, and who it is for.

use aes::{
    Aes256,
    cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit},
};
use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

use super::error::{KeyError, SealError};

/// Base64 as senders write it. The last character of a key has bits that belong to no byte, and they need not be zero.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The number of random bytes before the length of a message.
const RANDOM: usize = 16;
/// The number of bytes before a message: random ones and its length.
const BEFORE: usize = RANDOM + 4;
/// The number of bytes that a plaintext is padded to a multiple of: two blocks of the cipher.
const PADDED: usize = 32;
/// The length of a key in base64.
const KEY_CHARS: usize = 43;

/// Token and key, as they are configured in the vendor's console.
#[derive(Clone)]
pub(super) struct Keys {
    token: String,
    key: [u8; 32],
}

/// What was in a seal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) message: String,
    pub(super) receiver: String,
}

impl Keys {
    pub(super) fn new(token: String, aes_key: &str) -> Result<Self, KeyError> {
        if token.is_empty() {
            return Err(KeyError::Token);
        }
        if aes_key.len() != KEY_CHARS {
            return Err(KeyError::Length(aes_key.chars().count()));
        }
        let key = BASE64.decode(aes_key).ok().and_then(|key| key.try_into().ok()).ok_or(KeyError::Base64)?;
        Ok(Self { token, key })
    }

    /// The same key with another token.
    pub(super) fn with_another_token(mut self) -> Self {
        self.token.push('?');
        self
    }

    /// The signature of a ciphertext, in lower-case hex.
    pub(super) fn sign(&self, timestamp: &str, nonce: &str, ciphertext: &str) -> String {
        let mut parts = [&self.token, timestamp, nonce, ciphertext];
        parts.sort_unstable();
        hex(&parts.iter().fold(Sha1::new(), |hash, part| hash.chain_update(part)).finalize())
    }

    /// Checks a signature, in a time that does not depend on where it differs.
    pub(super) fn verify(&self, signature: &str, timestamp: &str, nonce: &str, ciphertext: &str) -> bool {
        self.sign(timestamp, nonce, ciphertext).as_bytes().ct_eq(signature.as_bytes()).into()
    }

    /// Decrypts a message. Its signature must have been checked.
    pub(super) fn open(&self, ciphertext: &str) -> Result<Opened, SealError> {
        let mut bytes = BASE64.decode(ciphertext).map_err(|_| SealError::Base64)?;
        let (blocks, rest) = Array::slice_as_chunks_mut(&mut bytes);
        if blocks.is_empty() || !rest.is_empty() {
            return Err(SealError::Length);
        }
        cbc::Decryptor::<Aes256>::new(&self.key.into(), &self.iv().into()).decrypt_blocks(blocks);
        let plaintext = without_padding(&bytes).ok_or(SealError::Padding)?;
        let (length, rest) = plaintext.get(RANDOM..).and_then(<[u8]>::split_first_chunk).ok_or(SealError::Length)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| SealError::Length)?;
        let (message, receiver) = rest.split_at_checked(length).ok_or(SealError::Length)?;
        let receiver = str::from_utf8(receiver).map_err(|_| SealError::Length)?;
        // A character that is not UTF-8 costs nothing but itself, as in a reply.
        Ok(Opened { message: String::from_utf8_lossy(message).into_owned(), receiver: receiver.to_owned() })
    }

    /// Encrypts a message for `receiver`. `random` must be different for each message.
    pub(super) fn close(&self, message: &str, receiver: &str, random: [u8; RANDOM]) -> Result<String, SealError> {
        let length = u32::try_from(message.len()).map_err(|_| SealError::Length)?;
        let mut bytes = Vec::with_capacity(BEFORE + message.len() + receiver.len() + PADDED);
        bytes.extend_from_slice(&random);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(message.as_bytes());
        bytes.extend_from_slice(receiver.as_bytes());
        pad(&mut bytes);
        Ok(self.encrypt(bytes))
    }

    /// Encrypts whole blocks.
    fn encrypt(&self, mut bytes: Vec<u8>) -> String {
        let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes);
        cbc::Encryptor::<Aes256>::new(&self.key.into(), &self.iv().into()).encrypt_blocks(blocks);
        BASE64.encode(bytes)
    }

    #[cfg(test)]
    pub(super) fn close_bytes(&self, bytes: &[u8]) -> String {
        self.encrypt(bytes.to_vec())
    }

    /// The initial vector: the first half of the key.
    fn iv(&self) -> [u8; 16] {
        let (iv, _) = self.key.split_first_chunk().unwrap_or((&[0; 16], &[]));
        *iv
    }
}

/// Adds 1 to 32 bytes, each of which is their number.
fn pad(bytes: &mut Vec<u8>) {
    let missing = PADDED - bytes.len() % PADDED;
    bytes.resize(bytes.len() + missing, u8::try_from(missing).unwrap_or_default());
}

/// The bytes before the padding.
fn without_padding(bytes: &[u8]) -> Option<&[u8]> {
    let count = usize::from(*bytes.last()?);
    let (before, padding) = bytes.split_at_checked(bytes.len().checked_sub(count)?)?;
    let is_right = (1..=PADDED).contains(&count) && padding.iter().all(|byte| usize::from(*byte) == count);
    is_right.then_some(before)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
