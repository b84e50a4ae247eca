//! The tools: found on this machine, or installed below `target/interop/`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{tell, workspace};

/// Where everything is.
pub(super) struct Tools {
    /// `target/interop/`.
    folder: PathBuf,
    /// What says which versions, `xtask/interop/`.
    manifests: PathBuf,
}

/// What has to be there, and who brings it.
const NEEDED: [(&str, &str); 2] = [("python3", "Python 3.10 or newer"), ("npm", "Node.js 22 or newer")];

impl Tools {
    /// Sees to it that what brings the tools is there.
    pub(super) fn find() -> Result<Self> {
        for (program, brought_by) in NEEDED {
            let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            if !found.is_ok_and(|status| status.success()) {
                bail!("`{program}` cannot be run: install {brought_by}, and run `cargo xtask interop` again");
            }
        }
        let folder = workspace().join("target/interop");
        // Programs are run by path: one that starts with a name would be looked for elsewhere.
        let folder = std::path::absolute(&folder).with_context(|| format!("cannot find {}", folder.display()))?;
        Ok(Self { folder, manifests: workspace().join("xtask/interop") })
    }

    /// Installs what is not there yet, or not in the right version.
    pub(super) fn install(&self) -> Result<()> {
        fs::create_dir_all(&self.folder).with_context(|| format!("cannot make {}", self.folder.display()))?;
        self.once("requirements.txt", |manifest| {
            let venv = self.folder.join("venv");
            done(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
            done(self.python(&["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(manifest))
        })?;
        self.once("package.json", |_| {
            let flags = ["--silent", "--no-audit", "--no-fund", "--no-package-lock"];
            done(Command::new("npm").arg("install").args(flags).current_dir(&self.folder))
        })
    }

    /// Does what a manifest asks for, unless it was done: then the same manifest lies in the folder.
    fn once(&self, name: &str, install: impl Fn(&Path) -> Result<()>) -> Result<()> {
        let wanted = self.manifests.join(name);
        let text = fs::read_to_string(&wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
        let (manifest, stamp) = (self.folder.join(name), self.folder.join(format!("{name}.installed")));
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == text) {
            return Ok(());
        }
        tell(&format!("note: installing what {} says", wanted.display()));
        let write = |path: &Path| fs::write(path, &text).with_context(|| format!("cannot write {}", path.display()));
        write(&manifest)?;
        install(&manifest)?;
        write(&stamp)
    }

    /// Python, with what was installed for it.
    pub(super) fn python(&self, arguments: &[&str]) -> Command {
        let bin = if cfg!(windows) { "venv/Scripts/python" } else { "venv/bin/python" };
        let mut command = Command::new(self.folder.join(bin));
        command.args(arguments);
        command
    }

    /// A tool that npm installed.
    pub(super) fn npm_tool(&self, name: &str) -> Command {
        let ending = if cfg!(windows) { ".cmd" } else { "" };
        let mut command = Command::new(self.folder.join(format!("node_modules/.bin/{name}{ending}")));
        command.env("NO_COLOR", "1");
        command
    }

    /// A file that the output of a tool goes to.
    pub(super) fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }
}

/// Runs a command to its end.
fn done(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot run {command:?}"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} failed; is there a network?\n{}", told.trim());
    }
    Ok(())
}
