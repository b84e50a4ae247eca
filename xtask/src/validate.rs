//! `validate`: checks a captured payload against the schema of its endpoint.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use anyhow::{Context, Result};
use codegen::{
    interpret::{Class, check_document, failure, read},
    model::{Endpoint, MessageKind, Model},
};
use serde_json::Value;

use crate::{
    args::Validate,
    endpoint,
    exit::Exit,
    report::{self, About},
    terminal::{counted, print_line},
};

pub(crate) fn run(args: &Validate) -> Result<Exit> {
    let Some((model, name)) = report::endpoint(&args.schemas, &args.endpoint, About::Nothing)? else {
        return Ok(Exit::Findings);
    };
    let (name, endpoint) = endpoint::find(&model, &name)?;
    let document = match read(&contents(&args.file)?) {
        Ok(document) => document,
        Err(error) => {
            print_line(&error.to_string());
            return Ok(Exit::Findings);
        }
    };
    let findings = check_document(&model, model.vendor_of(endpoint), endpoint.message(args.message), &document);
    let (warnings, findings): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| finding.class == Class::Warning);
    for warning in &warnings {
        print_line(&format!("warning: {warning}"));
    }
    for finding in &findings {
        print_line(&finding.to_string());
    }
    if !findings.is_empty() {
        print_line(&format!("{} from {name} ({})", counted(findings.len(), "deviation"), endpoint.page.url));
        return Ok(Exit::Findings);
    }
    print_line(&match args.message {
        MessageKind::Request => format!("a request of {name}, as documented"),
        MessageKind::Response => match error_code(&model, endpoint, &document.value) {
            Some(error) => format!("an error reply of {name}, as documented: {error}"),
            None => format!("a response of {name}, as documented"),
        },
    });
    Ok(Exit::Clean)
}

/// The error code of a reply and its name, unless the reply reports success.
fn error_code(model: &Model, endpoint: &Endpoint, reply: &Value) -> Option<String> {
    let vendor = model.vendor_of(endpoint);
    let code = failure(model, vendor, reply)?;
    let name = vendor.errors.get(&code).map(|error| error.name.as_str())?;
    Some(format!("{code} {name}"))
}

fn contents(file: &Path) -> Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}
