//! Runs cargo on the contestants' crates.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context, Result};
use measure::Usage;
use serde_json::Value;

/// Whether cargo compiles incrementally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incremental {
    /// The default of dev builds.
    Yes,
    /// The default of release builds and of CI.
    No,
}

/// One call of cargo.
pub(crate) struct Call<'a> {
    /// The workspace.
    pub(crate) folder: &'a Path,
    /// The target folder.
    pub(crate) target: &'a Path,
    /// The subcommand, package and features.
    pub(crate) arguments: &'a [&'a str],
    pub(crate) incremental: Incremental,
}

/// The result of a call.
pub(crate) struct Built {
    pub(crate) usage: Usage,
    /// The packages that were compiled, and not reused from an earlier build.
    pub(crate) compiled: Vec<Package>,
    /// The artifacts of the workspace's own packages, new or reused.
    pub(crate) artifacts: Vec<PathBuf>,
}

/// A package of the workspace.
pub(crate) struct Package {
    pub(crate) manifest: PathBuf,
}

impl Call<'_> {
    /// Runs cargo and waits for it.
    pub(crate) fn run(&self) -> Result<Built> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(self.folder).args(self.arguments).args(["--quiet", "--locked", "--message-format", "json"]);
        cargo.arg("--target-dir").arg(self.target);
        cargo.env("CARGO_INCREMENTAL", if self.incremental == Incremental::Yes { "1" } else { "0" });
        // Settings of the user's own builds must not affect the measurement.
        for variable in ["RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTFLAGS", "CARGO_TARGET_DIR"] {
            cargo.env_remove(variable);
        }
        let (usage, printed) = measure::run_with_stdout(&mut cargo)?;
        let mut built = Built { usage, compiled: Vec::new(), artifacts: Vec::new() };
        printed.lines().try_for_each(|line| built.read(line, self.folder))?;
        Ok(built)
    }
}

impl Built {
    /// Reads one of cargo's JSON messages.
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

    /// The total size of all artifacts with this suffix.
    pub(crate) fn size(&self, ending: &str) -> Result<f64> {
        let files = self.artifacts.iter().filter(|path| path.to_string_lossy().ends_with(ending));
        files.map(|path| Ok(fs::metadata(path)?.len() as f64)).sum()
    }
}

/// Touches the root of each crate below a folder, so that cargo rebuilds it.
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
