//! Members from the schemas of OpenAPI.

use std::collections::BTreeSet;

use facts::{
    Bounds, Claim,
    vocabulary::{REQUIRED, TYPES, look_up},
};
use serde_json::Value;

use crate::{
    block::Note,
    page::{Claimed, Member, Nesting},
    text::Text,
    tree::Node,
};

/// How often schemas may be nested.
const MAX_DEPTH: usize = 32;
/// The number of rows of one message. Schemas that refer to others twice, which do the same, grow beyond every limit.
const MAX_ROWS: usize = 5_000;
/// The number of references that lead to a schema.
const MAX_HOPS: usize = 32;

/// The schemas of a description.
pub(crate) struct Schemas<'t> {
    root: &'t Node,
    pub(crate) notes: Vec<Note>,
    /// The references that were reported.
    reported: BTreeSet<String>,
}

/// What is read at the moment.
struct Walk<'t> {
    rows: Vec<Member>,
    /// The references that enclose the schema.
    open: Vec<&'t str>,
}

impl<'t> Schemas<'t> {
    pub(crate) fn new(root: &'t Node) -> Self {
        Self { root, notes: Vec::new(), reported: BTreeSet::new() }
    }

    /// What a node refers to, or the node.
    pub(crate) fn resolved(&mut self, mut node: &'t Node) -> &'t Node {
        for _ in 0..MAX_HOPS {
            let Some(reference) = node.get("$ref").and_then(Node::str) else { return node };
            match self.target(reference) {
                Some(target) => node = target,
                None => {
                    self.note(node, reference, "refers to nothing in this description");
                    return node;
                }
            }
        }
        node
    }

    fn target(&self, reference: &str) -> Option<&'t Node> {
        let path = reference.strip_prefix("#/")?;
        let names = path.split('/').map(|name| name.replace("~1", "/").replace("~0", "~"));
        names.into_iter().try_fold(self.root, |node, name| node.get(&name))
    }

    fn note(&mut self, node: &Node, reference: &str, text: &str) {
        if self.reported.insert(reference.to_owned()) {
            self.notes.push(Note { at: node.at.clone(), text: format!("`{reference}` {text}") });
        }
    }

    /// The row of a parameter, which has its schema within or beside it.
    pub(crate) fn parameter(&mut self, parameter: &'t Node) -> Option<Member> {
        let name = parameter.get("name")?.text()?;
        let schema = parameter.get("schema").unwrap_or(parameter);
        let required = parameter.get("required").is_some_and(|node| node.value() == Value::Bool(true));
        let path = name.text.clone();
        let mut member = self.member(name, path, schema, required);
        if let Some(description) = parameter.get("description").and_then(Node::text) {
            member.description = description;
        }
        Some(member)
    }

    /// The rows of a message.
    pub(crate) fn rows(&mut self, schema: &'t Node) -> Vec<Member> {
        let mut walk = Walk { rows: Vec::new(), open: Vec::new() };
        self.members(schema, "", true, &mut walk);
        if walk.rows.len() >= MAX_ROWS {
            let text = format!("only the first {MAX_ROWS} members of a message were read");
            self.notes.push(Note { at: schema.at.clone(), text });
        }
        walk.rows
    }

    /// Adds the members of a schema. `certain`: it holds for every message.
    fn members(&mut self, schema: &'t Node, path: &str, certain: bool, walk: &mut Walk<'t>) {
        if walk.open.len() >= MAX_DEPTH || walk.rows.len() >= MAX_ROWS {
            return;
        }
        let reference = schema.get("$ref").and_then(Node::str);
        if let Some(reference) = reference.filter(|reference| walk.open.contains(reference)) {
            self.note(schema, reference, "contains itself; its members are listed once");
            return;
        }
        walk.open.push(reference.unwrap_or_default());
        let schema = self.resolved(schema);
        let required: Vec<&str> =
            schema.get("required").map(Node::elements).unwrap_or_default().iter().filter_map(Node::str).collect();
        for (name, member) in schema.get("properties").map(Node::members).unwrap_or_default() {
            if walk.rows.len() >= MAX_ROWS {
                break;
            }
            let path = if path.is_empty() { name.text.clone() } else { format!("{path}.{}", name.text) };
            let is_required = certain && required.contains(&name.text.as_str());
            let row = self.member(name.clone(), path.clone(), member, is_required);
            walk.rows.push(row);
            self.members(member, &path, true, walk);
        }
        for part in schema.get("allOf").map(Node::elements).unwrap_or_default() {
            self.members(part, path, certain, walk);
        }
        for variant in ["oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)).flat_map(Node::elements) {
            self.members(variant, path, false, walk);
        }
        if let Some(items) = schema.get("items") {
            self.members(items, path, certain, walk);
        }
        if let Some(entries) = schema.get("additionalProperties").filter(|node| !node.members().is_empty()) {
            let path = if path.is_empty() { "*".to_owned() } else { format!("{path}.*") };
            let name = Text::new("*", entries.at.clone());
            let row = self.member(name, path.clone(), entries, false);
            walk.rows.push(row);
            self.members(entries, &path, true, walk);
        }
        walk.open.pop();
    }

    fn member(&mut self, name: Text, path: String, schema: &'t Node, required: bool) -> Member {
        let own = self.resolved(schema);
        let type_word = self.type_word(own);
        if let Some(word) = type_word.as_ref().filter(|word| look_up(TYPES, &word.text).is_none()) {
            self.notes.push(Note { at: word.at.clone(), text: format!("`{}` is an unknown word", word.text) });
        }
        let flag = Text::new(if required { "required" } else { "optional" }, name.at.clone());
        let described = schema.get("description").or_else(|| own.get("description")).or_else(|| own.get("title"));
        Member {
            ty: type_word.as_ref().and_then(|word| look_up(TYPES, &word.text)),
            type_word,
            required: look_up(REQUIRED, &flag.text).flatten(),
            required_word: Some(flag),
            description: described.and_then(Node::text).unwrap_or_default(),
            claims: claims(own),
            values: values(own),
            nesting: Nesting::Written,
            at: name.at.clone(),
            path,
            name,
        }
    }

    /// The word for the type, in the words of the vocabulary. A schema with members needs none.
    fn type_word(&mut self, schema: &'t Node) -> Option<Text> {
        let stated = schema.get("type");
        // OpenAPI 3.1 has a list of types, of which `null` says nothing about the others.
        let node = match stated {
            Some(types) if !types.elements().is_empty() => {
                types.elements().iter().find(|node| node.str() != Some("null"))?
            }
            Some(one) => one,
            None => return (schema.get("properties")).map(|node| Text::new("object", node.at.clone())),
        };
        let word = match (node.str()?, schema.get("items")) {
            ("array", Some(items)) => {
                let items = self.resolved(items);
                let of = items.get("type").and_then(Node::str).or(items.get("properties").map(|_| "object"));
                of.map_or_else(|| "array".to_owned(), |of| format!("array[{of}]"))
            }
            (word, _) => word.to_owned(),
        };
        let word =
            if look_up(TYPES, &word).is_none() && word.starts_with("array[") { "array".to_owned() } else { word };
        Some(Text::new(word, node.at.clone()))
    }
}

/// What a schema states of a value.
fn claims(schema: &Node) -> Vec<Claimed> {
    let number = |name: &str| schema.get(name).and_then(|node| node.value().as_i64());
    let bounds = |min: &str, max: &str| Bounds { min: number(min), max: number(max) };
    let is_exclusive = |name: &str| schema.get(name).is_some_and(|node| node.value() == Value::Bool(true));
    let text = |node: &Node| node.str().map_or_else(|| node.value().to_string(), str::to_owned);
    let mut range = bounds("minimum", "maximum");
    range.min = range.min.map(|min| min.saturating_add(i64::from(is_exclusive("exclusiveMinimum"))));
    range.max = range.max.map(|max| max.saturating_sub(i64::from(is_exclusive("exclusiveMaximum"))));
    range.min = range.min.or_else(|| number("exclusiveMinimum").map(|min| min.saturating_add(1)));
    range.max = range.max.or_else(|| number("exclusiveMaximum").map(|max| max.saturating_sub(1)));
    let limits = [
        Claim::Chars(bounds("minLength", "maxLength")),
        Claim::Items(bounds("minItems", "maxItems")),
        Claim::Range(range),
    ];
    let is_stated = |claim: &Claim| match claim {
        Claim::Chars(bounds) | Claim::Items(bounds) | Claim::Range(bounds) => *bounds != Bounds::default(),
        _ => true,
    };
    let fixed = schema.get("const").map(|node| Claim::Fixed(text(node)));
    let default = schema.get("default").filter(|node| node.members().is_empty() && node.elements().is_empty());
    let all = schema.get("enum").map(|node| Claim::Values(node.elements().iter().map(text).collect()));
    let others = [default.map(|node| Claim::Default(text(node))), fixed, all];
    let stated = limits.into_iter().filter(is_stated).chain(others.into_iter().flatten());
    stated.map(|claim| Claimed { claim, at: schema.at.clone() }).collect()
}

/// The values of an enum with their labels, which are an extension of several tools.
fn values(schema: &Node) -> Vec<(Text, Text)> {
    let text = |node: &Node| {
        let text = node.str().map_or_else(|| node.value().to_string(), str::to_owned);
        Text::new(text, node.at.clone())
    };
    let listed = schema.get("x-apifox-enum").map(Node::elements).unwrap_or_default().iter().filter_map(|one| {
        let label = one.get("description").or_else(|| one.get("name"))?;
        Some((text(one.get("value")?), text(label)))
    });
    let listed: Vec<(Text, Text)> = listed.collect();
    let values = schema.get("enum").map(Node::elements).unwrap_or_default();
    let labels = ["x-enum-descriptions", "x-enum-varnames"].iter().find_map(|key| schema.get(key));
    match (listed.is_empty(), labels) {
        (true, Some(labels)) if labels.elements().len() == values.len() => {
            values.iter().map(&text).zip(labels.elements().iter().map(&text)).collect()
        }
        _ => listed,
    }
}
