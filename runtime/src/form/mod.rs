//! Bodies of `multipart/form-data` (RFC 7578, and the encoding of names that browsers use).

#[cfg(feature = "mock")]
mod cut;
mod read;
#[cfg(test)]
mod tests;
mod write;

#[cfg(feature = "mock")]
pub(crate) use self::{cut::cut, read::Part};
pub(crate) use self::{
    read::{boundary, parts},
    write::{Upload, write},
};
