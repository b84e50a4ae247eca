//! Versions and the changelog.

pub(crate) mod changelog;
mod version;

pub(crate) use version::Version;
