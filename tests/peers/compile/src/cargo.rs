//! Cargo, as the contestants' crates are built with it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context, Result};
use measure::Usage;
use serde_json::Value;

/// Whether cargo keeps what it can use again of a crate that changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incremental {
    /// As in dev builds, unless told otherwise.
    Yes,
    /// As in release builds and on CI.
    No,
}

/// One call of cargo.
pub(crate) struct Call<'a> {
    /// The workspace.
    pub(crate) folder: &'a Path,
    /// Where the results go.
    pub(crate) target: &'a Path,
    /// `check`, `build --release`, and which package with which features.
    pub(crate) arguments: &'a [&'a str],
    pub(crate) incremental: Incremental,
}

/// What came of a call.
pub(crate) struct Built {
    pub(crate) usage: Usage,
    /// The packages that were compiled and not found as they had been left.
    pub(crate) compiled: Vec<Package>,
    /// What was made of the workspace's own packages, or found made.
    pub(crate) artifacts: Vec<PathBuf>,
}

/// A package of the workspace.
pub(crate) struct Package {
    pub(crate) manifest: PathBuf,
}

impl Call<'_> {
    /// Runs cargo to its end.
    pub(crate) fn run(&self) -> Result<Built> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(self.folder).args(self.arguments).args(["--quiet", "--locked", "--message-format", "json"]);
        cargo.arg("--target-dir").arg(self.target);
        cargo.env("CARGO_INCREMENTAL", if self.incremental == Incremental::Yes { "1" } else { "0" });
        // What somebody has set for their own builds would be measured.
        for variable in ["RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTFLAGS", "CARGO_TARGET_DIR"] {
            cargo.env_remove(variable);
        }
        let (usage, told) = measure::run_told(&mut cargo)?;
        let mut built = Built { usage, compiled: Vec::new(), artifacts: Vec::new() };
        told.lines().try_for_each(|line| built.read(line, self.folder))?;
        Ok(built)
    }
}

impl Built {
    /// Takes in one message of cargo's.
    fn read(&mut self, line: &str, folder: &Path) -> Result<()> {
        let message: Value = serde_json::from_str(line).context("cargo's messages are JSON")?;
        let manifest = PathBuf::from(message["manifest_path"].as_str().unwrap_or_default());
        if message["reason"] != "compiler-artifact" || !manifest.starts_with(folder) {
            return Ok(());
        }
        if message["fresh"] == false {
            self.compiled.push(Package { manifest });
        }
        let files = message["filenames"].as_array().into_iter().flatten();
        self.artifacts.extend(files.chain([&message["executable"]]).filter_map(Value::as_str).map(PathBuf::from));
        Ok(())
    }

    /// The bytes of all results whose names end so.
    pub(crate) fn size(&self, ending: &str) -> Result<f64> {
        let files = self.artifacts.iter().filter(|path| path.to_string_lossy().ends_with(ending));
        files.map(|path| Ok(fs::metadata(path)?.len() as f64)).sum()
    }
}

/// Makes cargo believe that every crate below a folder has changed.
pub(crate) fn touch(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            touch(&path)?;
        } else if path.ends_with("src/lib.rs") {
            fs::File::options().append(true).open(&path)?.set_modified(SystemTime::now())?;
        }
    }
    Ok(())
}
