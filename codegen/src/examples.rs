//! Checks examples against the schema of their endpoint or object: if one does not match, either it or the schema is
//! wrong. An example that is listed as wrong must not match.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic, FileSpan, Span},
    interpret::{self, Class, Finding},
    model::{Endpoint, Event, Example, Model, Object, TypeName, WrongExample},
    syntax::{
        Syntax, examples, json,
        node::{Kind, Node},
    },
    xml,
};

/// Checks the examples of all endpoints that no error concerns: elsewhere, a mismatch may only follow from an error.
pub(crate) fn check(syntax: &Syntax, model: &Model, faults: &[Diagnostic]) -> Vec<Diagnostic> {
    let errors = faults.iter().filter(|fault| fault.is_error());
    let faulty: BTreeSet<&str> = errors.flat_map(Diagnostic::files).collect();
    let checker = Checker { syntax, model };
    let is_checked = |file: &str, roots: &[&TypeName]| {
        let Some(vendor) = model.vendors.get(vendor_of(file)) else { return false };
        let mut concerned = [file, vendor.file.as_str()].iter().any(|file| faulty.contains(file));
        if !faulty.is_empty() {
            model.visit(roots, &mut |declaration| concerned |= faulty.contains(declaration.file()));
        }
        !concerned && model.is_complete(roots)
    };
    let endpoints = model.endpoints.values().filter(|endpoint| is_checked(&endpoint.file, &endpoint.roots()));
    let objects = model.objects.iter().filter(|(name, object)| {
        let has_examples = !object.examples.is_empty() || !object.wrong_examples.is_empty();
        has_examples && is_checked(&object.file, &[name])
    });
    let of_endpoints = endpoints.flat_map(|endpoint| checker.endpoint(endpoint));
    let events = model.events.values().filter(|event| is_checked(&event.file, &[event.root()]));
    let of_events = events.flat_map(|event| checker.event(event));
    of_endpoints.chain(of_events).chain(objects.flat_map(|(name, object)| checker.object(name, object))).collect()
}

/// The vendor that a file belongs to.
fn vendor_of(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

/// A finding of the interpreter, and where it is.
struct Mismatch {
    finding: Finding,
    file: String,
    span: Span,
    /// Where the page lists the example.
    listed: Span,
}

struct Checker<'a> {
    syntax: &'a Syntax,
    model: &'a Model,
}

/// The examples of a message or of an object.
struct Listed<'a> {
    /// The file that lists them.
    file: &'a str,
    /// The lists in that file.
    lists: Vec<&'a Node>,
    right: Vec<&'a Example>,
    wrong: Vec<&'a WrongExample>,
}

impl<'a> Checker<'a> {
    fn endpoint(&self, endpoint: &'a Endpoint) -> Vec<Diagnostic> {
        let page = self.syntax.file(&endpoint.file);
        let lists = page.and_then(|page| page.root.get("endpoints")?.get(&endpoint.name)?.get("examples"));
        let vendor = self.model.vendor_of(endpoint);
        let each = endpoint.messages().into_iter().flat_map(|message| {
            let list = lists.and_then(|lists| lists.get(message.kind.as_str()));
            let own = (endpoint.file.as_str(), list.into_iter().collect());
            let all = [own].into_iter().chain(self.lists_elsewhere(endpoint, message.kind.as_str()));
            all.flat_map(move |(file, lists)| {
                // A page that adds examples has them in a folder of its own.
                let folder = format!("{}/", file.trim_end_matches(".yaml"));
                let right = message.examples.iter().filter(|example| example.file.starts_with(&folder)).collect();
                let wrong =
                    message.wrong_examples.iter().filter(|wrong| wrong.example.file.starts_with(&folder)).collect();
                let listed = Listed { file, lists, right, wrong };
                self.listed(&listed, &|value| interpret::check(self.model, vendor, message, value))
            })
        });
        each.collect()
    }

    fn event(&self, event: &'a Event) -> Vec<Diagnostic> {
        let page = self.syntax.file(&event.file);
        let list = page.and_then(|page| page.root.get("events")?.get(&event.name)?.get("examples"));
        let listed = Listed {
            file: &event.file,
            lists: list.into_iter().collect(),
            right: event.message.examples.iter().collect(),
            wrong: event.message.wrong_examples.iter().collect(),
        };
        let vendor = &self.model.vendors[&event.vendor];
        self.listed(&listed, &|value| interpret::check(self.model, vendor, &event.message, value))
    }

    /// The pages that add examples to an endpoint of another file, and their lists.
    fn lists_elsewhere(&self, endpoint: &'a Endpoint, kind: &str) -> Vec<(&'a str, Vec<&'a Node>)> {
        let adding = self.syntax.pages.iter().filter(|page| page.vendor == endpoint.vendor);
        let lists = adding.filter_map(|page| {
            let all = page.file.root.get("examples")?.entries().iter();
            Some((page.file.path.as_str(), all.filter_map(|(_, examples)| examples.get(kind)).collect()))
        });
        lists.filter(|(file, _)| *file != endpoint.file).collect()
    }

    fn object(&self, name: &TypeName, object: &'a Object) -> Vec<Diagnostic> {
        let mut lists = Vec::new();
        if let Some(file) = self.syntax.file(&object.file) {
            examples::of_objects(&file.root, &mut lists);
        }
        let listed = Listed {
            file: &object.file,
            lists,
            right: object.examples.iter().collect(),
            wrong: object.wrong_examples.iter().collect(),
        };
        self.listed(&listed, &|value| interpret::check_object(self.model, name, value))
    }

    fn listed(&self, listed: &Listed<'_>, check: &dyn Fn(&Value) -> Vec<Finding>) -> Vec<Diagnostic> {
        // Pages show members that the server ignores.
        let check = |value: &Value| -> Vec<Finding> {
            check(value).into_iter().filter(|finding| finding.class != Class::Warning).collect()
        };
        let found = listed.right.iter().flat_map(|example| self.mismatches(listed, example, check(&example.value)));
        let misfits = merged(found.collect()).into_iter().map(|(first, more)| {
            let fault = Diagnostic::new(Code::ExampleMisfit, &first.file, first.span, first.finding.to_string())
                .help(help(&first.finding))
                .also_in(FileSpan::new(listed.file, first.listed), "listed as an example here");
            more.iter().fold(fault, |fault, other| fault.also_in(FileSpan::new(&other.file, other.span), "and here"))
        });
        let wrong = listed.wrong.iter().map(|wrong| &wrong.example);
        let not_wrong = wrong.filter(|example| check(&example.value).is_empty()).map(|example| {
            let message = format!("`{}` is listed as wrong, but matches the schema", example.file_name());
            let help = format!("list it as `{}`; if it is wrong, the schema lacks the rule", example.file_name());
            Diagnostic::new(Code::ExampleNotWrong, listed.file, listed.place_of(example), message).help(help)
        });
        misfits.chain(not_wrong).collect()
    }

    fn mismatches(&self, listed: &Listed<'_>, example: &Example, found: Vec<Finding>) -> Vec<Mismatch> {
        if found.is_empty() {
            return Vec::new();
        }
        let place = listed.place_of(example);
        let bytes = self.syntax.examples.get(&example.file).map(Vec::as_slice).unwrap_or_default();
        let is_xml = example.file.ends_with(".xml");
        let json = if is_xml { None } else { json::parse(&example.file, bytes).ok() };
        let place_of = |finding: &Finding| match &json {
            Some(json) => span_of(json, finding),
            None => {
                let text = String::from_utf8_lossy(bytes);
                let range = xml::place(&text, &finding.pointer).filter(|_| is_xml).unwrap_or_default();
                Span { start: range.start, end: range.end }
            }
        };
        let mismatch = |finding: Finding| {
            let span = place_of(&finding);
            Mismatch { finding, file: example.file.clone(), span, listed: place }
        };
        without_consequences(found).into_iter().map(mismatch).collect()
    }
}

impl Listed<'_> {
    /// Where an example is listed.
    fn place_of(&self, example: &Example) -> Span {
        let mut names = self.lists.iter().flat_map(|list| list.elements()).filter_map(examples::file_of);
        let entry = names.find(|(name, _)| *name == example.file_name());
        entry.map_or_else(Span::default, |(_, span)| span)
    }
}

/// What to do about a finding, if the example is the one that the page shows.
fn help(finding: &Finding) -> String {
    let fix = match finding.rule {
        "coerced" => {
            let found = finding.message.split("found ").nth(1).unwrap_or_default();
            let json = ["string", "number"].into_iter().find(|json| found.contains(json)).unwrap_or("bool");
            format!("add an erratum for the field with `also_accept: {{ types: [{json}] }}`")
        }
        "required" => {
            "remove `required` from the field, or correct its name if the example uses another one".to_owned()
        }
        "unknown_member" => "add the field to the schema, or correct its name there".to_owned(),
        "unit" if finding.message.ends_with("milliseconds") => "declare the field as `timestamp_ms`".to_owned(),
        "unit" if finding.message.ends_with("probably seconds") => "declare the field as `timestamp`".to_owned(),
        "unit" => "declare the field as `int64`, and say in its `doc` what it is".to_owned(),
        "type" => "correct the `type` of the field".to_owned(),
        _ => "correct the schema; if the example breaks a rule of its own page, list it as `{ file: …, wrong: why }`"
            .to_owned(),
    };
    format!("if the file matches the page, {fix}")
}

/// Drops findings about a missing member if the example has it under a similar name, which is a finding of its own.
fn without_consequences(found: Vec<Finding>) -> Vec<Finding> {
    let misspelt: Vec<String> = found
        .iter()
        .filter(|finding| finding.rule == "unknown_member")
        .filter_map(|finding| {
            let near = finding.message.rsplit_once("did you mean `")?.1.split('`').next()?;
            Some(format!("{}/{near}", finding.pointer.rsplit_once('/')?.0))
        })
        .collect();
    found.into_iter().filter(|finding| finding.rule != "required" || !misspelt.contains(&finding.pointer)).collect()
}

/// Groups mismatches that differ only in the file or in indices of lists: the first of each group, and the others.
fn merged(found: Vec<Mismatch>) -> Vec<(Mismatch, Vec<Mismatch>)> {
    let kind = |mismatch: &Mismatch| {
        let names = mismatch.finding.pointer.split('/').filter(|part| part.parse::<usize>().is_err());
        (mismatch.finding.rule, names.map(str::to_owned).collect::<Vec<_>>())
    };
    let mut merged: Vec<(Mismatch, Vec<Mismatch>)> = Vec::new();
    for mismatch in found {
        match merged.iter_mut().find(|(first, _)| kind(first) == kind(&mismatch)) {
            Some((_, more)) => more.push(mismatch),
            None => merged.push((mismatch, Vec::new())),
        }
    }
    merged
}

/// Where in an example a finding is: the member's name if the finding is about the name, else its value. A missing
/// value is reported at the object or list that lacks it.
fn span_of(tree: &Node, finding: &Finding) -> Span {
    let mut node = tree;
    let mut span = beginning(tree);
    for part in finding.pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        let index = name.parse::<usize>().ok();
        let Some(found) = node.get(&name).or_else(|| node.elements().get(index?)) else { break };
        let key = node.key(&name).filter(|_| finding.rule == "unknown_member");
        span = key.map_or_else(|| beginning(found), |key| key.span);
        node = found;
    }
    span
}

/// The opening bracket of an object or a list; all of any other value.
fn beginning(node: &Node) -> Span {
    match node.kind {
        Kind::List(_) | Kind::Map(_) => Span { start: node.span.start, end: node.span.start + 1 },
        _ => node.span,
    }
}
