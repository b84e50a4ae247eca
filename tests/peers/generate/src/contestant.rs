//! The other code generators: installs them, prepares their input, and runs them.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use measure::{Figures, run};
use serde_json::Value;

use crate::{
    EACH, RATE, SIZE, WALL, json_schema, openapi, peers,
    work::{self, Work},
};

/// The time limit of a run for all vendors together, in seconds. A program that exceeds it takes part with fewer
/// endpoints.
const LIMIT: f64 = 20.0;

/// The description of a program.
pub(crate) struct Program {
    name: &'static str,
    version: &'static str,
    /// Its input, derived from our OpenAPI.
    rendition: fn(&Value) -> Value,
    /// Its arguments: the input file and the output path.
    arguments: fn(&Path, &Path) -> Vec<OsString>,
}

/// <https://github.com/oxidecomputer/typify>
pub(crate) const TYPIFY: Program = Program {
    name: "typify",
    version: "0.8.0",
    rendition: json_schema::rendition,
    arguments: |file, out| {
        let out = out.with_extension("rs");
        ["typify".into(), file.into(), "--no-builder".into(), "--output".into(), out.into()].into()
    },
};

/// <https://github.com/oxidecomputer/progenitor>. Its licence is MPL-2.0; it is run as a program and not linked.
pub(crate) const PROGENITOR: Program = Program {
    name: "progenitor",
    version: "0.15.1",
    rendition: openapi::rendition,
    arguments: |file, out| {
        let name = out.file_name().unwrap_or_default().into();
        let [input, output, naming, version] = ["--input", "--output", "--name", "--version"].map(OsString::from);
        ["progenitor".into(), input, file.into(), output, out.into(), naming, name, version, "0.1.0".into()].into()
    },
};

/// An installed program.
pub(crate) struct Peer {
    program: &'static Program,
    path: PathBuf,
    name: String,
}

/// The work of a program: for each vendor, its input and its output path.
pub(crate) struct Given {
    runs: Vec<(PathBuf, PathBuf)>,
    folder: PathBuf,
    types: usize,
    endpoints: usize,
}

impl Peer {
    /// Installs the program in the target folder, unless it is installed already.
    pub(crate) fn install(program: &'static Program) -> Result<Self> {
        let package = format!("cargo-{}", program.name);
        let root = peers().join("target").join("installed").join(format!("{package}-{}", program.version));
        let path = root.join("bin").join(&package);
        if !path.is_file() {
            let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.args(["install", "--quiet", "--locked", &package, "--version", program.version, "--root"]).arg(&root);
            cargo.arg("--target-dir").arg(peers().join("target").join("installing")).stdin(Stdio::null());
            if !cargo.status().context("cannot start cargo")?.success() {
                bail!("{package} {} could not be installed", program.version);
            }
        }
        Ok(Self { program, path, name: format!("{} {}", program.name, program.version) })
    }

    /// Its name and version.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Writes the input. This is not part of a run.
    pub(crate) fn prepare(&self, work: &Work) -> Result<Given> {
        let folder = work.room(self.program.name)?;
        let mut runs = Vec::new();
        for (vendor, description) in work.descriptions()? {
            let file = folder.join(format!("{vendor}.json"));
            let text = serde_json::to_vec_pretty(&(self.program.rendition)(&description))?;
            fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
            runs.push((file, folder.join("out").join(vendor)));
        }
        Ok(Given { runs, folder: folder.join("out"), types: work.types, endpoints: work.endpoints })
    }

    /// Runs the program for each vendor.
    pub(crate) fn run(&self, given: &Given) -> Result<Figures> {
        crate::emptied(&given.folder)?;
        crate::settle();
        let mut seconds = 0.0;
        for (file, out) in &given.runs {
            let mut command = Command::new("timeout");
            // The rest of the time limit; 0 would mean no limit.
            command
                .arg(format!("{:.3}", (LIMIT - seconds).max(0.1)))
                .arg(&self.path)
                .args((self.program.arguments)(file, out));
            let usage = run(&mut command).map_err(|error| first_lines(&error))?;
            seconds += usage.wall.as_secs_f64();
        }
        let size = work::size(&work::files(&given.folder)?);
        let (types, endpoints) = (given.types as f64, given.endpoints as f64);
        Ok(vec![(WALL, seconds), (RATE, types / seconds), (SIZE, size), (EACH, seconds / endpoints)])
    }

    /// Counts the types that the program wrote. Too few are an error.
    pub(crate) fn verify(&self, given: &Given, work: &Work) -> Result<usize> {
        let mut items = 0;
        for file in work::files(&given.folder)?.iter().filter(|file| file.extension().is_some_and(|end| end == "rs")) {
            let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            items += text.lines().filter(|line| is_type(line)).count();
        }
        // The other programs have no type for a request without members.
        if !(0.8..1.2).contains(&(items as f64 / work.types as f64)) {
            bail!("{} has written {items} types in place of {}", self.name, work.types);
        }
        Ok(items)
    }
}

/// Whether a line begins an enum or a struct with named fields. A newtype is a named scalar, which is not counted.
fn is_type(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("pub enum ") || line.strip_prefix("pub struct ").is_some_and(|rest| !rest.contains('('))
}

/// The beginning of an error, for a note.
fn first_lines(error: &anyhow::Error) -> anyhow::Error {
    let text = format!("{error:#}");
    if text.contains("exit status: 124") {
        return anyhow::anyhow!("a run takes more than {LIMIT} s");
    }
    // The line of a panic has the path of a file on this machine.
    let is_wanted =
        |line: &&str| !line.trim().is_empty() && !line.contains("panicked at") && !line.contains("backtrace");
    let text: Vec<&str> = text.lines().filter(is_wanted).take(3).collect();
    anyhow::anyhow!(text.join("; ").chars().take(200).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::is_type;

    #[test]
    fn newtypes_are_not_counted() {
        let lines =
            ["pub struct A {", "    pub enum B {", "pub struct C(pub String);", "pub struct D(", "pub fn e() {"];
        assert_eq!(lines.map(is_type), [true, true, false, false, false]);
    }
}
