//! Who sends a value.

/// Who sends a value: some rules hold in one direction only.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    Client,
    Server,
}
