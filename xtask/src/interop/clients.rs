//! Generates clients of a description with other generators, and checks that they tell success, errors and choices apart.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::tools::{self, Tools, text};
use crate::workspace;

/// The clients that were generated of one description.
struct Clients {
    /// The package of openapi-python-client.
    attrs: PathBuf,
    /// The module of datamodel-code-generator.
    pydantic: PathBuf,
    /// The types of openapi-typescript.
    types: PathBuf,
    /// The file that compiles only if the types can be told apart.
    check: PathBuf,
}

/// The number of documents that the clients read, in words, and the faults.
pub(super) fn check(tools: &Tools, file: &Path) -> Result<(String, Vec<String>)> {
    let clients = match generate(tools, file)? {
        Ok(clients) => clients,
        Err(faults) => return Ok(("nothing".to_owned(), faults)),
    };
    let script = workspace::root().join("xtask/interop/clients.py");
    let mut python = tools.python(&[]);
    python.arg(script).arg(file).arg(&clients.attrs).arg(&clients.pydantic).arg(&clients.types).arg(&clients.check);
    let output = python.env("PYTHONWARNINGS", "ignore").output().context(tools::MISSING)?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = printed.lines().filter(|line| !line.is_empty());
    let read = lines.next().unwrap_or("nothing").to_owned();
    let mut faults: Vec<String> = lines.map(str::to_owned).collect();
    if !output.status.success() && faults.is_empty() {
        faults.push(text(&output).trim().to_owned());
    }
    let mut tsc = tools.npm_tool("tsc");
    faults.extend(fault(tsc.args(["--noEmit", "--strict"]).arg(&clients.check))?);
    Ok((read, faults))
}

/// Generates the clients; a generator's warning is a fault.
fn generate(tools: &Tools, file: &Path) -> Result<Result<Clients, Vec<String>>> {
    let folder = tools.fresh_folder("clients")?;
    let clients = Clients {
        attrs: folder.join("attrs"),
        pydantic: folder.join("models.py"),
        types: folder.join("types.ts"),
        check: folder.join("check.ts"),
    };
    let mut faults = Vec::new();
    let mut attrs = tools.python_tool("openapi-python-client");
    attrs.args(["generate", "--fail-on-warning", "--meta", "none", "--path"]).arg(file);
    attrs.arg("--config").arg(workspace::root().join("xtask/interop/openapi-python-client.yaml"));
    faults.extend(fault(attrs.arg("--output-path").arg(clients.attrs.join("vendor_client")))?);
    let mut pydantic = tools.python_tool("datamodel-codegen");
    pydantic.args(["--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"]);
    pydantic.args(["--formatters", "builtin", "--openapi-scopes", "schemas", "paths", "--input"]).arg(file);
    faults.extend(fault(pydantic.arg("--output").arg(&clients.pydantic))?);
    faults.extend(fault(tools.npm_tool("openapi-typescript").arg(file).arg("--output").arg(&clients.types))?);
    Ok(if faults.is_empty() { Ok(clients) } else { Err(faults) })
}

/// What a program printed, if it failed.
fn fault(command: &mut Command) -> Result<Option<String>> {
    let output = command.output().context(tools::MISSING)?;
    Ok((!output.status.success()).then(|| text(&output).trim().to_owned()))
}
