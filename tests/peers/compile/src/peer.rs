//! The contestants, and how the crate of each is generated from the model.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use codegen::{
    emit::File,
    model::{Model, TypeName},
};
use measure::OURS;
use serde_json::Value;

use crate::{
    cargo::{Built, Call, Incremental},
    count,
    input::Input,
    layout::{self, CRATE, Uses, file, manifest},
    ours, schema,
    structs::{self, Style},
};

/// Structs with serde's derives only.
pub(crate) const SERDE: &str = "serde";
/// The same with our types: enums, and ids that cannot be mixed up.
pub(crate) const TYPED: &str = "serde, all types";

/// Structs with serde's derives for all areas of a vendor, of which a program uses one.
pub(crate) const WHOLE: &str = "serde, all of WeCom";

/// How the crate of a contestant is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Ours,
    Structs(Style),
    Typify,
}

/// A contestant and its workspace.
pub(crate) struct Peer {
    name: &'static str,
    folder: PathBuf,
    kind: Kind,
}

/// All contestants, with their workspaces in a folder.
pub(crate) fn all(below: &Path) -> Vec<Peer> {
    let peer = |name, folder: &str, kind| Peer { name, folder: below.join(folder), kind };
    vec![
        peer(OURS, "ours", Kind::Ours),
        peer(SERDE, "serde", Kind::Structs(Style::Bare)),
        peer(TYPED, "typed", Kind::Structs(Style::Typed)),
        peer("typify", "typify", Kind::Typify),
        peer("garde", "garde", Kind::Structs(Style::Garde)),
        peer("validator", "validator", Kind::Structs(Style::Validator)),
    ]
}

/// Ours, and those that have serde's derives and nothing else.
pub(crate) fn derives(below: &Path) -> Vec<Peer> {
    let mut peers = all(below);
    peers.truncate(3);
    peers
}

/// Structs with serde's derives for a whole vendor, beside those of [`derives`].
pub(crate) fn whole(below: &Path) -> Peer {
    Peer { name: WHOLE, folder: below.join("whole"), kind: Kind::Structs(Style::Bare) }
}

impl Peer {
    /// Generates the workspace from scratch and compares the types of the crate with the model.
    pub(crate) fn make(&self, input: &Input) -> Result<()> {
        let Input { model, vendor, .. } = input;
        // Files of the last run may be from other schemas.
        std::fs::remove_dir_all(&self.folder).ok();
        let uses = Uses {
            all: used(model).map(|name| self.path(name)).collect(),
            vendor: vendor.to_owned(),
            one: used(model)
                .filter(|name| name.scope.starts_with(&format!("{vendor}.")))
                .map(|name| self.path(name))
                .collect(),
        };
        layout::write(&self.folder, &layout::workspace(&uses))?;
        let files = self.files(model)?;
        let expected = if self.kind == Kind::Ours { count::of_model(model) } else { count::of_wire(model) };
        let found = count::of_files(&files)?;
        ensure!(found == expected, "{} has {found:?}, but the model {expected:?}", self.name);
        layout::write(&self.library(), &files)?;
        // Removes versions from the copied lock file that this workspace does not need.
        measure::run(Command::new("cargo").arg("fetch").current_dir(&self.folder))?;
        Ok(())
    }

    /// The name of the contestant.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The path to keep the program that uses all vendors at: the next contestant builds one with the same name.
    pub(crate) fn program(&self) -> PathBuf {
        self.folder.join("app.program")
    }

    /// The folder of the crate under test.
    pub(crate) fn library(&self) -> PathBuf {
        self.folder.join(CRATE)
    }

    /// The files of the crate, including manifests.
    pub(crate) fn files(&self, model: &Model) -> Result<Vec<File>> {
        let (mut files, lines) = match self.kind {
            Kind::Ours => return Ok(ours::files(model)),
            Kind::Typify => (schema::files(model)?, vec![REGRESS]),
            Kind::Structs(style) => (structs::files(model, style), dependencies(style)),
        };
        let vendors: Vec<&str> = model.vendors.keys().map(String::as_str).collect();
        let features: Vec<_> = vendors.iter().map(|vendor| ((*vendor).to_owned(), String::new())).collect();
        let lines: Vec<String> = [SERDE_LINE, SERDE_JSON].iter().chain(&lines).map(|line| (*line).to_owned()).collect();
        files.push(file("Cargo.toml", manifest(CRATE, &vendors, &features, &lines)));
        Ok(files)
    }

    /// Runs cargo in the workspace.
    pub(crate) fn cargo(&self, target: &Path, arguments: &[&str], incremental: Incremental) -> Result<Built> {
        Call { folder: &self.folder, target, arguments, incremental }.run()
    }

    /// The vendors whose code was compiled, in a crate of their own or together with others.
    pub(crate) fn vendors_compiled(&self, built: &Built, model: &Model) -> usize {
        let split = self.library().join("vendors");
        let apart = |package: &&crate::cargo::Package| package.manifest.starts_with(&split);
        match built.compiled.iter().filter(apart).count() {
            0 if split.exists() || built.compiled.is_empty() => 0,
            0 => model.vendors.len(),
            vendors => vendors,
        }
    }

    /// Runs the program that uses all vendors, and returns what it writes for an input of one of its types.
    pub(crate) fn written(&self, program: &Path, at: usize, text: &str) -> Result<Value> {
        let mut command = Command::new(program);
        command.arg(at.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        child.stdin.take().context("it has an input")?.write_all(text.as_bytes())?;
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).context("it writes JSON")
    }

    /// The path of a type in the crate.
    fn path(&self, name: &TypeName) -> String {
        let mut parts: Vec<String> = name.scope.split('.').map(structs::ident).collect();
        if self.kind == Kind::Typify {
            return format!("{}::{}", parts[0], schema::name_of(name));
        }
        parts.push(name.name.clone());
        parts.join("::")
    }
}

/// The types that the programs use: the replies of two endpoints per vendor that have more than the envelope. For an
/// empty object, typify generates a struct that rejects all members, including those of the envelope.
pub(crate) fn used(model: &Model) -> impl Iterator<Item = &TypeName> {
    model.vendors.keys().flat_map(|vendor| {
        let own =
            model.endpoints.values().filter(move |endpoint| endpoint.vendor == *vendor).map(|it| &it.response.object);
        own.filter(|name| model.objects.get(*name).is_some_and(|object| !object.members.is_empty())).take(2)
    })
}

/// An example that one of the types is read from: the payload without the envelope.
pub(crate) fn example(model: &Model, used: &TypeName) -> Result<String> {
    let endpoint = model
        .endpoints
        .values()
        .find(|endpoint| endpoint.response.object == *used)
        .context("the reply of no endpoint")?;
    let example = endpoint.response.examples.first().with_context(|| format!("{used} has no example"))?;
    let payload = model.vendor_of(endpoint).envelope.data.as_ref().map_or(&example.value, |data| &example.value[data]);
    Ok(payload.to_string())
}

const SERDE_LINE: &str = "serde = { version = \"1\", features = [\"derive\"] }";
const SERDE_JSON: &str = "serde_json = \"1\"";
const REGRESS: &str = "regress = \"0.12\"";

fn dependencies(style: Style) -> Vec<&'static str> {
    match style {
        Style::Bare => vec![],
        Style::Typed => vec!["serde_repr = \"0.1\""],
        Style::Garde => vec!["garde = { version = \"0.23\", features = [\"derive\", \"regex\"] }"],
        Style::Validator => {
            vec!["validator = { version = \"0.21\", features = [\"derive\"] }", "regex = \"1\""]
        }
    }
}
