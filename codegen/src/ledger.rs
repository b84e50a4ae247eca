//! What was given up on purpose: breaks that were accepted, and names that are not to be used again.
//!
//! Both stand in one file at the root of the schemas. It is read with the schemas, so that a name that comes back is a
//! fault like any other; which breaks there are, and so which entry matches none, only a comparison can tell.

use crate::{
    Source,
    diagnostic::{Code, Diagnostic, Span},
    diff::Rule,
    lower::errata,
    naming,
    syntax::{
        self, Syntax,
        node::{Kind, Node},
    },
};

/// A break that somebody decided to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What kind of change it is.
    pub rule: Rule,
    /// The file that it is in, below the folder of the schemas.
    pub file: String,
    /// The place in that file.
    pub at: String,
    /// Why it was made.
    pub reason: String,
    /// When that was decided.
    pub date: String,
    /// The line of the entry, 1-based.
    pub line: usize,
    /// Its column, 1-based.
    pub column: usize,
}

/// The breaks that a ledger accepts. Entries with faults, which [`load`](crate::load) reports, are left out.
#[must_use]
pub fn accepted(source: &Source) -> Vec<Accepted> {
    let syntax = syntax::parse(std::slice::from_ref(source), &mut Vec::new());
    let Some(file) = &syntax.ledger else { return Vec::new() };
    elements(&file.root, "accepted").iter().filter_map(|entry| accept(&file.text, entry)).collect()
}

fn accept(text: &str, entry: &Node) -> Option<Accepted> {
    let (file, at) = scalar(entry, "at")?.split_once('#').map(|(file, at)| (file.to_owned(), at.to_owned()))?;
    let (line, column) = crate::position(text, entry.span.start)?;
    let rule = Rule::of_id(&scalar(entry, "rule")?)?;
    Some(Accepted { rule, file, at, reason: scalar(entry, "reason")?, date: scalar(entry, "date")?, line, column })
}

/// Reports what is wrong with the ledger: rules that there are not, and names that came back.
pub(crate) fn check(syntax: &Syntax, faults: &mut Vec<Diagnostic>) {
    let Some(ledger) = &syntax.ledger else { return };
    for entry in elements(&ledger.root, "accepted") {
        rule(&ledger.path, entry, faults);
        let place = entry.get("at").filter(|at| at.text().is_some_and(|at| !at.contains('#')));
        if let Some(at) = place {
            let fault = Diagnostic::new(Code::WrongType, &ledger.path, at.span, "expected a file and a place in it");
            faults.push(fault.help("write both with a # between them, as `cargo xtask diff` shows them: `wecom/kf/account.yaml#add.body.name`"));
        }
    }
    for tomb in elements(&ledger.root, "tombstones") {
        faults.extend(risen(syntax, &ledger.path, tomb));
    }
}

fn rule(path: &str, entry: &Node, faults: &mut Vec<Diagnostic>) {
    let Some(node) = entry.get("rule") else { return };
    let Some(id) = node.text().filter(|id| Rule::of_id(id).is_none()) else { return };
    let fault = Diagnostic::new(Code::UnknownWord, path, node.span, format!("there is no rule `{id}`"));
    let near = naming::nearest(id, Rule::ALL.iter().map(|rule| rule.id()));
    faults.push(fault.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cargo xtask explain` lists the rules".to_owned(),
    }));
}

/// A fault, if the name or the value of a tombstone is in use.
fn risen(syntax: &Syntax, path: &str, tomb: &Node) -> Option<Diagnostic> {
    let [file, at, name, wire, date] = ["file", "at", "name", "wire", "date"].map(|key| scalar(tomb, key));
    let (file, at, name, wire, date) = (syntax.file(&file?)?, at?, name?, wire?, date?);
    let user = members(&file.root, &at).into_iter().find(|member| member.name == name || member.wire == wire)?;
    let same = user.name == name && user.wire == wire;
    let (what, help) = if same {
        let help = "remove the tombstone if it means what it meant; else give it another name";
        (format!("`{name}`, which was removed on {date}, has come back"), help)
    } else {
        let taken = if user.name == name { &name } else { &wire };
        let help = "give it another name: who kept the old one would read it as what it was";
        (format!("`{taken}` belonged to what was removed on {date}, and now to something else"), help)
    };
    Some(Diagnostic::new(Code::NameReused, &file.path, user.span, what).help(help).also_in(
        path,
        tomb.span,
        "the tombstone",
    ))
}

/// Something with a name, beside others.
struct Member {
    name: String,
    wire: String,
    span: Span,
}

/// What stands where a removed thing stood.
fn members(root: &Node, at: &str) -> Vec<Member> {
    let around = match at.rsplit_once('.') {
        Some(("errors", _)) => root.get("errors"),
        Some((around, _)) => errata::find(root, around).ok().map(|(_, node)| node),
        None => {
            let name = |node: &Node, key: &str| node.get("route").and_then(Node::text).unwrap_or(key).to_owned();
            return all(root.get("endpoints"), |key, node| (key.to_owned(), name(node, key)));
        }
    };
    let Some(node) = around else { return Vec::new() };
    let named = |key: &str, node: &Node| {
        let name = ["name", "field"].into_iter().find_map(|key| node.get(key).and_then(Node::text));
        (name.unwrap_or(key).to_owned(), key.to_owned())
    };
    if let Some(values) = node.get("values").filter(|_| node.get("wire").is_some()) {
        let wire = |node: &Node| node.get("value").and_then(Node::scalar_text).unwrap_or_default().into_owned();
        return all(Some(values), |key, node| (key.to_owned(), wire(node)));
    }
    let fields = ["of", "object", "objects"].into_iter().find_map(|key| node.get(key));
    // What is a plain value has keys, and no members.
    let plain = node.get("type").is_some_and(|ty| !matches!(ty.kind, Kind::Map(_)));
    all(fields.or(Some(node).filter(|_| !plain)), named)
}

fn all(node: Option<&Node>, name: impl Fn(&str, &Node) -> (String, String)) -> Vec<Member> {
    let entries = node.map(Node::entries).unwrap_or_default().iter().filter(|(key, _)| !key.text.starts_with('$'));
    entries
        .map(|(key, node)| {
            let (name, wire) = name(&key.text, node);
            Member { name, wire, span: key.span }
        })
        .collect()
}

fn elements<'n>(root: &'n Node, key: &str) -> &'n [Node] {
    root.get(key).map(Node::elements).unwrap_or_default()
}

fn scalar(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::scalar_text).map(|text| text.trim().to_owned())
}
