//! `interop`: the OpenAPI descriptions, held against other people's tools.
//!
//! It installs them, with the versions that `xtask/interop/` says, below `target/interop/` once, and then asks three
//! things: whether openapi-spec-validator takes each description, whether Redocly has anything to say of it, and whether
//! Prism serves it, so that the examples of the docs are taken and answered.

mod http;
mod mock;
mod tools;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{Found, Schemas, load::counted, say, workspace};
use tools::Tools;

pub(crate) fn run(schemas: &Schemas, out: Option<&Path>) -> Result<Found> {
    let tools = Tools::find()?;
    let Some(model) = schemas.model()? else { return Ok(Found::Something) };
    let own = out.map_or_else(|| workspace().join("generated"), Path::to_path_buf);
    let served = descriptions(&own)?;
    // The fixture has every feature of the language; what it describes nobody serves.
    let fixture = if out.is_none() { descriptions(&workspace().join("tests/fixture"))? } else { Vec::new() };
    tools.install()?;

    let mut faults = Vec::new();
    for file in served.iter().chain(&fixture) {
        faults.extend(validated(&tools, file)?);
        faults.extend(linted(&tools, file)?);
    }
    for file in &served {
        let vendor = file.file_stem().unwrap_or_default().to_string_lossy();
        let endpoints: Vec<_> = model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == vendor).collect();
        let mock = mock::Mock::start(&tools, file)?;
        let asked = mock::ask(&mock, &model, &endpoints)?;
        let requests = counted(asked.requests, "request");
        say(&format!("prism serves {}, {requests}: {}", file.display(), told(&asked.faults)));
        faults.extend(asked.faults);
    }
    faults.iter().for_each(|fault| say(fault));
    Ok(if faults.is_empty() { Found::Nothing } else { Found::Something })
}

/// The descriptions in a folder that `gen` writes to.
fn descriptions(out: &Path) -> Result<Vec<PathBuf>> {
    let folder = out.join("openapi");
    let entries = fs::read_dir(&folder)
        .with_context(|| format!("cannot read the folder {}; `cargo xtask gen` makes it", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    if files.is_empty() {
        bail!("there is no description in {}; run `cargo xtask gen`", folder.display());
    }
    Ok(files)
}

/// What openapi-spec-validator has against a description.
fn validated(tools: &Tools, file: &Path) -> Result<Vec<String>> {
    let output = tools.python(&["-m", "openapi_spec_validator"]).arg(file).output().context("cannot run Python")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let faults = if output.status.success() { Vec::new() } else { vec![text.trim().to_owned()] };
    say(&format!("openapi-spec-validator takes {}: {}", file.display(), told(&faults)));
    Ok(faults)
}

/// What Redocly has against a description; warnings count.
fn linted(tools: &Tools, file: &Path) -> Result<Vec<String>> {
    let config = workspace().join("xtask/interop/redocly.yaml");
    let mut command = tools.npm_tool("redocly");
    command.args(["lint", "--format=json", "--config"]).arg(config).arg(file);
    let output = command.env("REDOCLY_TELEMETRY", "off").output().context("cannot run redocly")?;
    let report: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("redocly has no report: {}", String::from_utf8_lossy(&output.stderr)))?;
    let Some(problems) = report["problems"].as_array() else { bail!("redocly's report has no problems: {report}") };
    let faults: Vec<String> = problems.iter().map(|problem| problem_in_words(file, problem)).collect();
    say(&format!("redocly lints {}: {}", file.display(), told(&faults)));
    Ok(faults)
}

fn problem_in_words(file: &Path, problem: &Value) -> String {
    let word = |key: &str| problem[key].as_str().unwrap_or_default();
    let place = problem["location"][0]["pointer"].as_str().unwrap_or_default();
    format!("{}{place}: {} [{}]", file.display(), word("message"), word("ruleId"))
}

fn told(faults: &[String]) -> String {
    if faults.is_empty() { "yes".to_owned() } else { counted(faults.len(), "fault") }
}
