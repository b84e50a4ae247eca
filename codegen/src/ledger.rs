//! The ledger: breaking changes that were accepted, and names that must not be used again.
//!
//! Both are in one file at the root of the schemas. It is read with the schemas, so that the reuse of a name is an error
//! like any other. Whether an entry matches a change is up to the comparison of two versions.

use crate::{
    diagnostic::{Code, Diagnostic, FileSpan, Span},
    diff::Rule,
    naming,
    source::{self, Source},
    syntax::{
        self, Syntax,
        node::{Kind, Node},
        path::SchemaPath,
    },
};

/// A breaking change that was made on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The kind of change.
    pub rule: Rule,
    /// The schema file, relative to the schemas folder.
    pub file: String,
    /// The schema path in that file.
    pub at: String,
    /// Why it was made.
    pub reason: String,
    /// When it was decided.
    pub date: String,
    /// The line of the entry, 1-based.
    pub line: usize,
    /// Its column, 1-based.
    pub column: usize,
}

/// The changes that a ledger accepts. Invalid entries are left out; [`load`](crate::load) reports them.
#[must_use]
pub fn accepted(source: &Source) -> Vec<Accepted> {
    let syntax = syntax::parse([source], &mut Vec::new());
    let Some(file) = &syntax.ledger else { return Vec::new() };
    elements(&file.root, "accepted").iter().filter_map(|entry| accept(&file.text, entry)).collect()
}

fn accept(text: &str, entry: &Node) -> Option<Accepted> {
    let (file, at) = scalar(entry, "at")?.split_once('#').map(|(file, at)| (file.to_owned(), at.to_owned()))?;
    let (line, column) = source::line_and_column(text, entry.span.start)?;
    let rule = Rule::of_id(&scalar(entry, "rule")?)?;
    Some(Accepted { rule, file, at, reason: scalar(entry, "reason")?, date: scalar(entry, "date")?, line, column })
}

/// Reports unknown rules and reused names.
pub(crate) fn check(syntax: &Syntax) -> Vec<Diagnostic> {
    let Some(ledger) = &syntax.ledger else { return Vec::new() };
    let mut faults = Vec::new();
    for entry in elements(&ledger.root, "accepted") {
        faults.extend(unknown_rule(&ledger.path, entry));
        faults.extend(not_a_place(&ledger.path, entry));
    }
    faults.extend(elements(&ledger.root, "tombstones").iter().filter_map(|tomb| reused(syntax, &ledger.path, tomb)));
    faults
}

fn unknown_rule(path: &str, entry: &Node) -> Option<Diagnostic> {
    let node = entry.get("rule")?;
    let id = node.text().filter(|id| Rule::of_id(id).is_none())?;
    let near = naming::nearest(id, Rule::ALL.iter().map(|rule| rule.id()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cargo xtask explain` lists the rules".to_owned(),
    };
    Some(Diagnostic::new(Code::UnknownWord, path, node.span, format!("there is no rule `{id}`")).help(help))
}

fn not_a_place(path: &str, entry: &Node) -> Option<Diagnostic> {
    let at = entry.get("at").filter(|at| at.text().is_some_and(|at| !at.contains('#')))?;
    let help =
        "write both with a # between them, as `cargo xtask diff` prints them: `wecom/kf/account.yaml#add.body.name`";
    Some(Diagnostic::new(Code::WrongType, path, at.span, "expected a file and a schema path in it").help(help))
}

/// Reports that the name or the wire name of a tombstone is in use.
fn reused(syntax: &Syntax, path: &str, tomb: &Node) -> Option<Diagnostic> {
    let [file, at, name, wire, date] = ["file", "at", "name", "wire", "date"].map(|key| scalar(tomb, key));
    let (file, at, name, wire, date) = (syntax.file(&file?)?, at?, name?, wire?, date?);
    let user = siblings(&file.root, &at).into_iter().find(|sibling| sibling.name == name || sibling.wire == wire)?;
    let (message, help) = if user.name == name && user.wire == wire {
        let help =
            "remove the tombstone if the meaning is the old one; otherwise choose another name and another value";
        (format!("`{name}`, which was removed on {date}, is used again"), help)
    } else {
        let (taken, help) = match user.name == name {
            true => (&name, "choose another name: old code would use it with its old meaning"),
            false => (&wire, "choose another value: old clients would read it with its old meaning"),
        };
        (format!("`{taken}` belonged to something that was removed on {date}, and now means something else"), help)
    };
    let fault = Diagnostic::new(Code::NameReused, &file.path, user.span, message).help(help);
    Some(fault.also_in(FileSpan::new(path, tomb.span), "the tombstone"))
}

/// A named part of a schema, such as a field or a value.
struct Sibling {
    /// Its name in Rust, as far as the schema says.
    name: String,
    /// Its name or value on the wire.
    wire: String,
    span: Span,
}

/// The parts beside a removed part.
fn siblings(root: &Node, at: &str) -> Vec<Sibling> {
    let Some(parent) = SchemaPath::parse(at).parent() else {
        let route = |node: &Node, key: &str| node.get("route").and_then(Node::text).unwrap_or(key).to_owned();
        return all(root.get("endpoints"), |key, node| (key.to_owned(), route(node, key)));
    };
    let parent = match parent.to_string().as_str() {
        "errors" => root.get("errors"),
        _ => parent.find(root).ok().map(|(_, node)| node),
    };
    let Some(node) = parent else { return Vec::new() };
    if let Some(values) = node.get("values").filter(|_| node.get("wire").is_some()) {
        let wire = |node: &Node| node.get("value").and_then(Node::scalar_text).unwrap_or_default().into_owned();
        return all(Some(values), |key, node| (key.to_owned(), wire(node)));
    }
    let fields = ["of", "object", "objects"].into_iter().find_map(|key| node.get(key));
    // A plain field has keys, but no members.
    let is_plain = node.get("type").is_some_and(|ty| !matches!(ty.kind, Kind::Map(_)));
    all(fields.or(Some(node).filter(|_| !is_plain)), |key, node| {
        let name = ["name", "field"].into_iter().find_map(|key| node.get(key).and_then(Node::text));
        (name.unwrap_or(key).to_owned(), key.to_owned())
    })
}

/// The entries of a map, with `names` giving the name and the wire name of each.
fn all(map: Option<&Node>, names: impl Fn(&str, &Node) -> (String, String)) -> Vec<Sibling> {
    let entries = map.map(Node::entries).unwrap_or_default().iter().filter(|(key, _)| !key.text.starts_with('$'));
    entries
        .map(|(key, node)| {
            let (name, wire) = names(&key.text, node);
            Sibling { name, wire, span: key.span }
        })
        .collect()
}

fn elements<'n>(root: &'n Node, key: &str) -> &'n [Node] {
    root.get(key).map(Node::elements).unwrap_or_default()
}

fn scalar(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::scalar_text).map(|text| text.trim().to_owned())
}
