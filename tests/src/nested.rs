//! Cargo on workspaces that tests write.

use std::{path::Path, process::Command};

use codegen::emit::features::Feature;

/// The section of a manifest with these features.
#[must_use]
pub fn features<'f>(features: impl IntoIterator<Item = &'f Feature>) -> String {
    let line = |feature: &Feature| format!("{} = {:?}\n", feature.name, feature.enables);
    format!("[features]\n{}", features.into_iter().map(line).collect::<String>())
}

/// A call of cargo in `folder`, which denies warnings, with `target` as its target folder.
///
/// All callers build with the same flags. So those that share a target folder build the dependencies once: cargo builds
/// everything again for other `RUSTFLAGS`.
#[must_use]
pub fn cargo(folder: &Path, target: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never")
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        // CI lints what the workspace has, with Clippy as the compiler. Emitted crates are checked for rustc's warnings.
        .env_remove("RUSTC_WORKSPACE_WRAPPER");
    command
}
