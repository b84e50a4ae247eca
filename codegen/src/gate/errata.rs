//! Errata assert what they correct: each names the fact that it contradicts, or why no fact can say it.

use std::collections::{BTreeMap, BTreeSet};

use facts::text;

use super::statement::{ABSENT, SchemaPlace, Statement};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan},
    syntax::{
        File, Syntax,
        node::{Kind, Node},
        path::SchemaPath,
    },
};

/// Takes back the contradictions that errata speak about. Reports errata whose fact the page does not state any more, or with
/// which the schema agrees, and errata of compared pages that assert nothing.
pub(super) fn check(syntax: &Syntax, pages: &BTreeSet<&str>, statements: &mut [Statement<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let about = about(syntax, statements);
    for file in syntax.files() {
        let errata = errata_of(file);
        let is_compared = pages.contains(file.path.as_str());
        let mut without = Vec::new();
        for erratum in errata {
            let Some(at) = erratum.get("at").filter(|_| !file.is_faulty_within(erratum.extent())) else { continue };
            match erratum.get("fact") {
                Some(fact) => {
                    let about = about.get(file.path.as_str()).map(Vec::as_slice).unwrap_or_default();
                    let assertion = Assertion { file, at, fact, is_compared, about };
                    found.extend(assertion.check(statements));
                }
                None if is_compared && erratum.get("kind").is_none() => without.push(at),
                None => {}
            }
        }
        found.extend(assert_nothing(file, &without, statements));
    }
    found
}

fn errata_of(file: &File) -> &[Node] {
    file.root.get("errata").map(Node::elements).unwrap_or_default()
}

/// The indices of the statements about each file that has errata.
fn about<'s>(syntax: &'s Syntax, statements: &[Statement<'_>]) -> BTreeMap<&'s str, Vec<usize>> {
    let files = syntax.files().filter(|file| !errata_of(file).is_empty());
    let mut about: BTreeMap<&str, Vec<usize>> = files.map(|file| (file.path.as_str(), Vec::new())).collect();
    for (at, statement) in statements.iter().enumerate() {
        for place in statement.places.iter().chain(&statement.owner) {
            match about.get_mut(place.file.as_str()) {
                Some(indices) if indices.last() != Some(&at) => indices.push(at),
                _ => {}
            }
        }
    }
    about
}

/// The entry `fact:` of an erratum.
struct Assertion<'f> {
    file: &'f File,
    at: &'f Node,
    fact: &'f Node,
    /// Whether the file is a page with facts. Others assert what only some pages state.
    is_compared: bool,
    /// The indices of the statements about the file.
    about: &'f [usize],
}

impl Assertion<'_> {
    fn check(&self, statements: &mut [Statement<'_>]) -> Vec<Diagnostic> {
        let entries = self.fact.entries().iter().filter(|(key, _)| key.text != "path");
        let values = entries.flat_map(|(key, value)| match value.kind {
            Kind::List(ref values) => values.iter().map(|value| (key.text.as_str(), value)).collect(),
            _ => vec![(key.text.as_str(), value)],
        });
        values.collect::<Vec<_>>().into_iter().filter_map(|(kind, value)| self.value(kind, value, statements)).collect()
    }

    /// Takes back what one value speaks about; the fault, if it speaks about nothing.
    fn value(&self, kind: &str, value: &Node, statements: &mut [Statement<'_>]) -> Option<Diagnostic> {
        let quoted = written(self.file, value);
        let place = SchemaPlace::new(&self.file.path, self.at.text().unwrap_or_default());
        let path = self.fact.get("path").and_then(Node::text);
        let is_here = |at: &usize| statements[*at].kind == kind && is_at(&statements[*at], &place, path);
        let here: Vec<usize> = self.about.iter().copied().filter(is_here).collect();
        let saying: Vec<usize> = here.iter().copied().filter(|at| statements[*at].says(&quoted)).collect();
        if saying.is_empty() {
            let stated: Vec<&Statement<'_>> = here.iter().map(|at| &statements[*at]).collect();
            return (self.is_compared || !stated.is_empty()).then(|| self.not_stated(kind, &quoted, value, &stated));
        }
        // Descriptions are not compared, and that no table has a member contradicts the page alone.
        let mut contradicts = kind == "text" || kind == "member" && quoted == "example";
        for at in &saying {
            contradicts |= statements[*at].contradiction.take().is_some();
        }
        (!contradicts).then(|| {
            let message =
                format!("the schema agrees with the page about `{kind}: {quoted}`, so there is nothing to correct");
            let help = "remove the erratum; if it is about the description, quote that: `fact: { text: … }`";
            let stated: Vec<&Statement<'_>> = saying.iter().map(|at| &statements[*at]).collect();
            self.fault(value, message, help, &stated)
        })
    }

    fn not_stated(&self, kind: &str, quoted: &str, value: &Node, stated: &[&Statement<'_>]) -> Diagnostic {
        let mut says: Vec<String> = stated.iter().map(|statement| in_words(statement)).collect();
        says.sort();
        says.dedup();
        let place = match self.fact.get("path").and_then(Node::text) {
            Some(path) => format!("about `{path}`"),
            None => "here".to_owned(),
        };
        let says = match says.is_empty() {
            true => format!("it has no `{kind}` {place}"),
            false => format!("it says {}", says.join(", ")),
        };
        let message = format!("the page does not say `{kind}: {quoted}` {place}: {says}");
        self.fault(value, message, "decide again: correct the erratum and its place, or remove it", stated)
    }

    fn fault(&self, value: &Node, message: String, help: &str, stated: &[&Statement<'_>]) -> Diagnostic {
        let fault = Diagnostic::new(Code::ErratumFact, &self.file.path, value.span, message).help(help);
        let place = stated.iter().find_map(|statement| Some((statement.span()?, statement.source?.1)));
        match place {
            Some(((file, span), line)) => fault.also_in(FileSpan::new(file, span), format!("line {line} of the page")),
            None => fault,
        }
    }
}

/// What a page says, with the line.
fn in_words(statement: &Statement<'_>) -> String {
    match statement.source {
        Some((_, line)) => format!("`{}` (line {line})", statement.value),
        None => format!("`{}`", statement.value),
    }
}

/// Whether a statement is about a place. A path says which statement of an object, an endpoint or a page is meant.
fn is_at(statement: &Statement<'_>, place: &SchemaPlace, path: Option<&str>) -> bool {
    let Some(path) = path else { return statement.places.contains(place) };
    if statement.path.as_deref() != Some(path) {
        return false;
    }
    let around = SchemaPath::parse(&place.at).parent().map(|at| SchemaPlace::new(&place.file, at.to_string()));
    let first = place.at.split('.').next().unwrap_or_default();
    let is_owner = |owner: &SchemaPlace| owner.file == place.file && (owner.at == first || first == "page");
    statement.places.contains(place)
        || around.is_some_and(|around| statement.places.contains(&around))
        || statement.owner.as_ref().is_some_and(is_owner)
}

/// A value as it is written: a digest may look like a number.
fn written(file: &File, value: &Node) -> String {
    match value.text() {
        Some(text) => text.trim().to_owned(),
        None => file.text.get(value.span.start..value.span.end).unwrap_or_default().trim().to_owned(),
    }
}

/// Reports errata that assert nothing, all of a file at once, with what each could assert.
fn assert_nothing(file: &File, without: &[&Node], statements: &[Statement<'_>]) -> Option<Diagnostic> {
    let (first, others) = without.split_first()?;
    let message = match others.len() {
        0 => "the erratum does not say which fact of the page it corrects".to_owned(),
        more => format!("{} errata do not say which facts of the page they correct", more + 1),
    };
    let help = "add `fact: { type: uint32 }` with what the page says there; or `kind: server`, `kind: stricter` or `kind: pages`, if the page is contradicted by the server, by a stricter schema, or by another page";
    let fault = Diagnostic::new(Code::ErratumWithoutFact, &file.path, first.span, message).help(help);
    Some(without.iter().fold(fault, |fault, at| fault.also(at.span, could_assert(file, at, statements))))
}

fn could_assert(file: &File, at: &Node, statements: &[Statement<'_>]) -> String {
    let place = SchemaPlace::new(&file.path, at.text().unwrap_or_default());
    let mut here: Vec<&Statement<'_>> =
        statements.iter().filter(|statement| statement.places.contains(&place)).collect();
    here.sort_by_key(|statement| (statement.contradiction.is_none(), statement.kind == "member"));
    let mut facts: Vec<String> = Vec::new();
    for statement in here.into_iter().filter(|statement| statement.value != ABSENT || statement.contradiction.is_some())
    {
        let fact = format!("{}: {}", statement.kind, text::scalar(&statement.value));
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    match facts.is_empty() {
        true => "the page says nothing here".to_owned(),
        false => format!("the page says here: {}", facts.join("; ")),
    }
}
