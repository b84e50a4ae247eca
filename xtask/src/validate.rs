//! `validate`: checks a captured payload against the schema of its endpoint or event.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use anyhow::{Context, Result, bail};
use codegen::{
    interpret::{Class, Document, check_document, failure, read},
    model::{Encoding, MessageKind, Model, Owner, Vendor},
    xml,
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
    let owner = endpoint::find(&model, &name)?;
    let Some(message) = owner.message(args.message) else {
        let has = match owner {
            Owner::Endpoint(..) => "an endpoint has requests and responses",
            Owner::Event(..) => "an event has one message, `event`",
        };
        bail!("`{}` has no {}: {has}", owner.name(), args.message.as_str());
    };
    let document = match document(&contents(&args.file)?, message.encoding) {
        Ok(document) => document,
        Err(error) => {
            print_line(&error);
            return Ok(Exit::Findings);
        }
    };
    let vendor = &model.vendors[owner.vendor()];
    let findings = check_document(&model, vendor, message, &document);
    let (warnings, findings): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| finding.class == Class::Warning);
    for warning in &warnings {
        print_line(&format!("warning: {warning}"));
    }
    for finding in &findings {
        print_line(&finding.to_string());
    }
    let name = owner.name();
    if !findings.is_empty() {
        print_line(&format!("{} from {name} ({})", counted(findings.len(), "deviation"), owner.page().url));
        return Ok(Exit::Findings);
    }
    print_line(&match args.message {
        MessageKind::Request => format!("a request of {name}, as documented"),
        MessageKind::Event => format!("an event {name}, as documented"),
        MessageKind::Response => match error_code(&model, vendor, &document.value) {
            Some(error) => format!("an error reply of {name}, as documented: {error}"),
            None => format!("a response of {name}, as documented"),
        },
    });
    Ok(Exit::Clean)
}

/// Reads a document. An event that is pushed as XML may be given as JSON, too.
fn document(text: &[u8], encoding: Encoding) -> Result<Document, String> {
    let start = text.iter().find(|byte| !byte.is_ascii_whitespace());
    match encoding {
        Encoding::Xml if start != Some(&b'{') => {
            let value =
                xml::read(&String::from_utf8_lossy(text)).map_err(|error| format!("this is not XML: {error}"))?;
            Ok(Document::from(&value))
        }
        Encoding::Xml | Encoding::Json | Encoding::Parameters | Encoding::Form | Encoding::File => {
            read(text).map_err(|error| error.to_string())
        }
    }
}

/// The error code of a reply and its name, unless the reply reports success.
fn error_code(model: &Model, vendor: &Vendor, reply: &Value) -> Option<String> {
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
