//! Finds or installs the third-party tools.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{terminal::eprint_line, workspace};

/// The folders of the tools.
pub(super) struct Tools {
    /// `target/interop/`.
    folder: PathBuf,
    /// `xtask/interop/`, which has the versions.
    manifests: PathBuf,
}

/// Programs that must be installed, and what installs them.
const REQUIRED: [(&str, &str); 2] = [("python3", "Python 3.10 or newer"), ("npm", "Node.js 22 or newer")];

/// The advice if an installed tool cannot be started.
pub(super) const MISSING: &str =
    "cannot start an installed tool; delete the folder target/interop, so that it is installed again";

impl Tools {
    /// Fails if a required program is not installed.
    pub(super) fn find() -> Result<Self> {
        for (program, package) in REQUIRED {
            let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            if !found.is_ok_and(|status| status.success()) {
                bail!("`{program}` cannot be run: install {package}, and run `cargo xtask interop` again");
            }
        }
        let folder = workspace::root().join("target/interop");
        // The path must be absolute, because commands change the folder that they run in.
        let folder = std::path::absolute(&folder).with_context(|| format!("cannot find {}", folder.display()))?;
        Ok(Self { folder, manifests: workspace::root().join("xtask/interop") })
    }

    /// Installs the tools that are missing or have another version.
    pub(super) fn install(&self) -> Result<()> {
        fs::create_dir_all(&self.folder).with_context(|| format!("cannot create {}", self.folder.display()))?;
        self.once("requirements.txt", |manifest| {
            let venv = self.folder.join("venv");
            complete(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
            complete(
                self.python(&["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(manifest),
            )
        })?;
        self.once("package.json", |_| {
            let flags = ["--silent", "--no-audit", "--no-fund", "--no-package-lock"];
            complete(Command::new("npm").arg("install").args(flags).current_dir(&self.folder))
        })
    }

    /// Installs what a manifest lists, unless the stamp in the folder shows that this was done.
    fn once(&self, name: &str, install: impl Fn(&Path) -> Result<()>) -> Result<()> {
        let wanted = self.manifests.join(name);
        let text = fs::read_to_string(&wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
        let (manifest, stamp) = (self.folder.join(name), self.folder.join(format!("{name}.installed")));
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == text) {
            return Ok(());
        }
        eprint_line(&format!("note: installing the tools of {}", wanted.display()));
        let write = |path: &Path| fs::write(path, &text).with_context(|| format!("cannot write {}", path.display()));
        write(&manifest)?;
        install(&manifest)?;
        write(&stamp)
    }

    /// The program of Python with the installed packages.
    pub(super) fn python_program(&self) -> PathBuf {
        self.folder.join(if cfg!(windows) { "venv/Scripts/python" } else { "venv/bin/python" })
    }

    /// The folder of the packages that npm installed.
    pub(super) fn node_modules(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    /// Python with the installed packages.
    pub(super) fn python(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.python_program());
        command.args(arguments);
        command
    }

    /// A command of an installed Python package. It finds the commands of other packages.
    pub(super) fn python_tool(&self, name: &str) -> Command {
        let bin = self.folder.join(if cfg!(windows) { "venv/Scripts" } else { "venv/bin" });
        let mut command = Command::new(bin.join(name));
        let paths = std::env::var_os("PATH").unwrap_or_default();
        if let Ok(paths) = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&paths))) {
            command.env("PATH", paths);
        }
        command
    }

    /// An empty folder.
    pub(super) fn fresh_folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// A tool that npm installed.
    pub(super) fn npm_tool(&self, name: &str) -> Command {
        let ending = if cfg!(windows) { ".cmd" } else { "" };
        let mut command = Command::new(self.folder.join(format!("node_modules/.bin/{name}{ending}")));
        command.env("NO_COLOR", "1");
        command
    }

    /// The log file of a tool.
    pub(super) fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }
}

/// Everything that a program printed.
pub(super) fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Runs a command; an error if it fails.
fn complete(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot run {command:?}"))?;
    if !output.status.success() {
        let printed = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} failed; is there a network?\n{}", printed.trim());
    }
    Ok(())
}
