//! The folders of the workspace.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The root of the workspace, relative to the current folder where possible.
///
/// Cargo passes the folder of this package in an environment variable.
pub(crate) fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = package.as_deref().and_then(Path::parent).map(Path::to_path_buf).unwrap_or_default();
    let here = env::current_dir().ok();
    here.and_then(|here| root.strip_prefix(here).map(Path::to_path_buf).ok()).unwrap_or(root)
}

/// The folder of the schemas.
pub(crate) fn schemas() -> PathBuf {
    root().join("schemas")
}

/// The folder of the crate that users depend on.
pub(crate) fn generated() -> PathBuf {
    root().join("generated")
}
