//! `validate`: a captured payload against the schema of its endpoint.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use anyhow::{Context, Result};
use codegen::{
    interpret::{self, check},
    model::{Endpoint, Model},
};
use serde_json::Value;

use crate::{
    Direction, Found, Schemas,
    load::{self, counted},
    say,
};

pub(crate) fn run(schemas: &Schemas, endpoint: &str, direction: Direction, file: &Path) -> Result<Found> {
    let Some(model) = schemas.model()? else { return Ok(Found::Something) };
    let (name, endpoint) = load::endpoint(&model, endpoint)?;
    let bytes = read(file)?;
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(error) => {
            say(&format!("the document: not JSON: {error}"));
            return Ok(Found::Something);
        }
    };
    let (half, word) = match direction {
        Direction::Request => (interpret::Direction::Request, "request"),
        Direction::Response => (interpret::Direction::Response, "response"),
    };
    let findings = check(&model, endpoint, half, &value);
    for finding in &findings {
        say(&finding.to_string());
    }
    match findings.len() {
        0 => {
            let error = error_code(&model, endpoint, &value).filter(|_| half == interpret::Direction::Response);
            match error {
                Some(error) => say(&format!("an error reply of {name}, as documented: {error}")),
                None => say(&format!("a {word} of {name}, as documented")),
            }
            Ok(Found::Nothing)
        }
        count => {
            say(&format!("{} from {name} ({})", counted(count, "deviation"), endpoint.page.url));
            Ok(Found::Something)
        }
    }
}

/// The name of the error code that a reply carries, if it carries one.
fn error_code(model: &Model, endpoint: &Endpoint, reply: &Value) -> Option<String> {
    let vendor = model.vendor_of(endpoint);
    let code = reply.get(&vendor.envelope.code)?.as_i64().filter(|code| *code != vendor.envelope.success)?;
    let name = vendor.errors.get(&code).map(|error| error.name.as_str())?;
    Some(format!("{code} {name}"))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}
