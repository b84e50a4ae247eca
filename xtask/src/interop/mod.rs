//! `interop`: checks the OpenAPI descriptions and the callbacks with third-party tools.
//!
//! It installs the tools below `target/interop/` once, in the versions of `xtask/interop/`. openapi-spec-validator must
//! accept each description, Redocly must have no findings, and Prism must serve it and accept the examples of the docs.
//! The clients that openapi-python-client, datamodel-code-generator and openapi-typescript generate must tell success, errors
//! and choices apart.
//! Finally a test calls Prism with the client of the generated crate, on which this crate must not depend.
//!
//! For callbacks, wechatpy and @wecom/crypto must open what we seal, and seal what we open.

mod callbacks;
mod clients;
mod http;
mod mock;
mod tools;

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use self::{
    mock::Mock,
    tools::{Tools, text},
};
use crate::{
    args::{Interop, InteropName},
    exit::Exit,
    report,
    terminal::{counted, print_line},
    workspace,
};

pub(crate) fn run(args: &Interop) -> Result<Exit> {
    let tools = Tools::find()?;
    if args.name == Some(InteropName::Callbacks) {
        tools.install()?;
        return Ok(exit(&exchange(&tools)?));
    }
    let Some(model) = report::model(&args.schemas)? else { return Ok(Exit::Findings) };
    let served = descriptions(&args.out.clone().unwrap_or_else(workspace::generated))?;
    // The fixture has every feature of the language. Its examples are not those of an API, so it is not served.
    let fixture = match args.out {
        None => descriptions(&workspace::root().join("tests/fixture"))?,
        Some(_) => Vec::new(),
    };
    tools.install()?;

    let mut faults = Vec::new();
    for file in served.iter().chain(&fixture) {
        faults.extend(validate(&tools, file)?);
        faults.extend(lint(&tools, file)?);
        let (read, found) = clients::check(&tools, file)?;
        print_line(&format!("generated clients of {} read {read}: {}", file.display(), verdict(&found)));
        faults.extend(found);
    }
    let mut mocks = Vec::new();
    for file in &served {
        let vendor = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let endpoints: Vec<_> = model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == vendor).collect();
        let mock = Mock::start(&tools, file)?;
        let calls = mock::call(&mock, &model, &endpoints)?;
        let requests = counted(calls.requests, "request");
        let left_out = [
            (calls.without_example, "the examples of ", "endpoint"),
            (calls.left_out, "the rules between members of ", "made-up answer"),
        ];
        let left_out = left_out.into_iter().filter(|(count, ..)| *count > 0);
        let left_out: String =
            left_out.map(|(count, what, of)| format!(", without {what}{}", counted(count, of))).collect();
        print_line(&format!("prism serves {}, {requests}{left_out}: {}", file.display(), verdict(&calls.faults)));
        faults.extend(calls.faults);
        mocks.push((vendor, mock));
    }
    if args.out.is_none() {
        faults.extend(test_client(&mocks)?);
        if args.name.is_none() {
            faults.extend(exchange(&tools)?);
        }
    }
    Ok(exit(&faults))
}

/// Exchanges callbacks with other implementations; returns the faults.
fn exchange(tools: &Tools) -> Result<Vec<String>> {
    let (counts, faults) = callbacks::check(tools)?;
    print_line(&format!("others seal and open the same callbacks: {} {counts}", verdict(&faults)));
    Ok(faults)
}

/// Prints the faults.
fn exit(faults: &[String]) -> Exit {
    faults.iter().for_each(|fault| print_line(fault));
    if faults.is_empty() { Exit::Clean } else { Exit::Findings }
}

/// Lets the client of the generated crate call each vendor's mock; returns the faults.
fn test_client(mocks: &[(String, Mock)]) -> Result<Vec<String>> {
    // Cargo passes its own path in an environment variable.
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg("test").arg("--manifest-path").arg(workspace::root().join("Cargo.toml"));
    command.args(["--quiet", "--package", "tests", "--test", "http", "prism", "--", "--ignored", "--nocapture"]);
    for (vendor, mock) in mocks {
        command.env(format!("PRISM_{}", vendor.to_uppercase()), mock.address());
    }
    let output = command.output().context("cannot start cargo")?;
    let text = text(&output);
    let faults = if output.status.success() { Vec::new() } else { vec![text.trim().to_owned()] };
    let messages = text.lines().find(|line| line.contains("messages to Prism")).unwrap_or_default();
    print_line(&format!("the client calls prism: {} {messages}", verdict(&faults)));
    Ok(faults)
}

/// The descriptions in the folder of a generated crate.
fn descriptions(out: &Path) -> Result<Vec<PathBuf>> {
    let folder = out.join("openapi");
    let entries = fs::read_dir(&folder)
        .with_context(|| format!("cannot read the folder {}; `cargo xtask gen` creates it", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    if files.is_empty() {
        bail!("there is no description in {}; run `cargo xtask gen`", folder.display());
    }
    Ok(files)
}

/// The faults that openapi-spec-validator finds in a description.
fn validate(tools: &Tools, file: &Path) -> Result<Vec<String>> {
    let output = tools.python(&["-m", "openapi_spec_validator"]).arg(file).output().context(tools::MISSING)?;
    let faults = if output.status.success() { Vec::new() } else { vec![text(&output).trim().to_owned()] };
    print_line(&format!("openapi-spec-validator accepts {}: {}", file.display(), verdict(&faults)));
    Ok(faults)
}

/// The findings of Redocly in a description, including warnings.
fn lint(tools: &Tools, file: &Path) -> Result<Vec<String>> {
    let config = workspace::root().join("xtask/interop/redocly.yaml");
    let mut command = tools.npm_tool("redocly");
    // Without a maximum it reports only the first hundred problems.
    command.args(["lint", "--format=json", "--max-problems=1000000", "--config"]).arg(config).arg(file);
    let output = command.env("REDOCLY_TELEMETRY", "off").output().context(tools::MISSING)?;
    let report: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("redocly printed no report: {}", String::from_utf8_lossy(&output.stderr)))?;
    let Some(problems) = report["problems"].as_array() else { bail!("redocly's report has no problems: {report}") };
    let (of_xml, problems): (Vec<&Value>, Vec<&Value>) =
        problems.iter().partition(|problem| is_of_xml_example(problem));
    let faults: Vec<String> = problems.into_iter().map(|problem| describe(file, problem)).collect();
    let left_out = match of_xml.into_iter().map(place).collect::<BTreeSet<_>>().len() {
        0 => String::new(),
        count => format!(" without {} in XML", counted(count, "example")),
    };
    print_line(&format!("redocly accepts {}{left_out}: {}", file.display(), verdict(&faults)));
    Ok(faults)
}

/// Whether a problem is that an example in XML, which is a string in OpenAPI, is not an object. Redocly compares the string
/// with the schema, because it does not read XML. The generator compares these examples with the model.
fn is_of_xml_example(problem: &Value) -> bool {
    let example = place(problem).rsplit_once("/content/application~1xml/examples/").map(|(_, example)| example);
    // A problem in a member has a longer pointer, and is a fault.
    let is_whole = example.and_then(|example| example.split_once('/')).is_some_and(|(_, part)| part == "value");
    problem["ruleId"] == "no-invalid-media-type-examples" && is_whole
}

/// Where a problem of Redocly's report is.
fn place(problem: &Value) -> &str {
    problem["location"][0]["pointer"].as_str().unwrap_or_default()
}

/// A problem of Redocly's report, in words.
fn describe(file: &Path, problem: &Value) -> String {
    let word = |key: &str| problem[key].as_str().unwrap_or_default();
    format!("{}{}: {} [{}]", file.display(), place(problem), word("message"), word("ruleId"))
}

fn verdict(faults: &[String]) -> String {
    if faults.is_empty() { "yes".to_owned() } else { counted(faults.len(), "fault") }
}
