//! Schema paths: how errata, `allow`, the ledger and `cargo xtask diff` name a place in a schema file.
//!
//! `batchget.body.cursor` is a field of an endpoint, `Customer.name` a field of a type, `Gender.male` a value of an enum,
//! `errors.40001` an error code; `page`, `area` and `vendor` are the head of a file. A field of an inline object comes after the
//! field that holds the object, a field of a variant after the variant's tag.

use std::fmt;

use super::{
    File,
    describe::listed,
    node::{Key, Node},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    naming,
};

/// The parts of an endpoint that have fields.
pub(crate) const PARTS: [&str; 4] = ["query", "headers", "body", "response"];

/// The sections of a file whose entries a path can start with.
const SECTIONS: [&str; 5] = ["endpoints", "events", "types", "enums", "scalars"];

/// The keys of a file that are paths themselves.
const HEADS: [&str; 3] = ["page", "area", "vendor"];

/// The part of an event that has fields.
const BODY: &str = "body";

/// The key of a file under which paths into other files lead to fields.
const ADDS: &str = "adds";

/// The names that lead to a place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SchemaPath {
    /// Never empty.
    segments: Vec<String>,
}

impl fmt::Display for SchemaPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.segments.join("."))
    }
}

impl SchemaPath {
    /// Splits a path as it is written. Whether it exists in a file is up to [`SchemaPath::find`].
    pub(crate) fn parse(text: &str) -> Self {
        Self { segments: text.split('.').map(str::to_owned).collect() }
    }

    /// The path of the smallest entry that contains a span and that a path can name.
    pub(crate) fn of_span(root: &Node, span: Span) -> Option<Self> {
        let section = |section: &'static str| Some((section, entry_around(root.get(section)?, span)?));
        if let Some((section, (key, node))) = SECTIONS.into_iter().find_map(section) {
            let mut segments = vec![key.text.clone()];
            match section {
                "endpoints" => {
                    let part = entry_around(node, span).filter(|(part, _)| PARTS.contains(&part.text.as_str()));
                    if let Some((part, fields)) = part {
                        segments.push(part.text.clone());
                        extend(&mut segments, fields, span);
                    }
                }
                "events" => {
                    if let Some((part, fields)) = entry_around(node, span).filter(|(part, _)| part.text == BODY) {
                        segments.push(part.text.clone());
                        extend(&mut segments, fields, span);
                    }
                }
                "types" => extend(&mut segments, node, span),
                "enums" => {
                    let value = node.get("values").and_then(|values| entry_around(values, span));
                    segments.extend(value.map(|(value, _)| value.text.clone()));
                }
                _ => {}
            }
            return Some(Self { segments });
        }
        if let Some((path, fields)) = root.get(ADDS).and_then(|adds| entry_around(adds, span)) {
            let mut segments = vec![ADDS.to_owned()];
            segments.extend(path.text.split('.').map(str::to_owned));
            extend(&mut segments, fields, span);
            return Some(Self { segments });
        }
        if let Some((code, _)) = root.get("errors").and_then(|errors| entry_around(errors, span)) {
            return Some(Self { segments: vec!["errors".to_owned(), code.text.clone()] });
        }
        let (head, _) = entry_around(root, span).filter(|(key, _)| HEADS.contains(&key.text.as_str()))?;
        Some(Self { segments: vec![head.text.clone()] })
    }

    /// The path without its last segment.
    pub(crate) fn parent(&self) -> Option<Self> {
        let (_, above) = self.segments.split_last()?;
        (!above.is_empty()).then(|| Self { segments: above.to_vec() })
    }

    /// The key and the value that the path leads to.
    ///
    /// # Errors
    /// The first segment that does not exist, and what could be there.
    pub(crate) fn find<'n>(&self, root: &'n Node) -> Result<(&'n Key, &'n Node), PathError> {
        let (first, rest) = self.segments.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        if let ("errors", [_], Some(errors)) = (first, rest, root.get("errors")) {
            return self.step(errors, 1);
        }
        if let (ADDS, Some(adds)) = (first, root.get(ADDS)) {
            return self.find_added(adds);
        }
        let declares = |section: &&str| root.get(section).is_some_and(|node| node.get(first).is_some());
        let Some(section) = SECTIONS.into_iter().find(declares) else {
            return match rest {
                [] if HEADS.contains(&first) => self.step(root, 0),
                _ => Err(self.unknown_start(root)),
            };
        };
        let entries = root.get(section).unwrap_or(root);
        let entry = self.step(entries, 0)?;
        match (section, rest) {
            (_, []) => Ok(entry),
            ("endpoints", [part, rest @ ..]) if PARTS.contains(&part.as_str()) => {
                let part = self.step(entry.1, 1)?;
                if rest.is_empty() { Ok(part) } else { self.descend(part.1, 2) }
            }
            ("endpoints", _) => Err(PathError {
                segment: self.segment(1),
                known: PARTS.map(str::to_owned).to_vec(),
                within: entry.1.extent(),
                depth: 1,
            }),
            ("events", [part, rest @ ..]) if part == BODY => {
                let part = self.step(entry.1, 1)?;
                if rest.is_empty() { Ok(part) } else { self.descend(part.1, 2) }
            }
            ("events", _) => Err(PathError {
                segment: self.segment(1),
                known: vec![BODY.to_owned()],
                within: entry.1.extent(),
                depth: 1,
            }),
            ("types", _) => self.descend(entry.1, 1),
            ("enums", [_]) => match entry.1.get("values") {
                Some(values) => self.step(values, 1),
                None => Err(self.dead_end(entry.1, 1)),
            },
            _ => Err(self.dead_end(entry.1, 1)),
        }
    }

    /// Finds a field that a page adds: the path of the object has as many segments as the key.
    fn find_added<'n>(&self, adds: &'n Node) -> Result<(&'n Key, &'n Node), PathError> {
        let object = |(path, fields): &'n (Key, Node)| {
            let depth = 1 + path.text.split('.').count();
            let leads_there = self.segments.get(1..depth).is_some_and(|object| object.join(".") == path.text);
            leads_there.then_some((path, fields, depth))
        };
        match adds.entries().iter().find_map(object) {
            Some((path, fields, depth)) if depth == self.segments.len() => Ok((path, fields)),
            Some((_, fields, depth)) => self.descend(fields, depth),
            None => {
                let known = adds.entries().iter().map(|(key, _)| key.text.clone()).collect();
                Err(PathError { segment: self.segments[1..].join("."), known, within: adds.extent(), depth: 1 })
            }
        }
    }

    /// Follows fields through inline objects and choices, from the segment at `depth` on.
    fn descend<'n>(&self, fields: &'n Node, depth: usize) -> Result<(&'n Key, &'n Node), PathError> {
        let field = self.step(fields, depth)?;
        let next = depth + 1;
        if next == self.segments.len() {
            return Ok(field);
        }
        if let Some(inner) = inline_fields(field.1) {
            return self.descend(inner, next);
        }
        let Some(variants) = field.1.get("of") else { return Err(self.dead_end(field.1, next)) };
        let variant = self.step(variants, next)?;
        if next + 1 == self.segments.len() {
            return Ok(variant);
        }
        match inline_fields(variant.1) {
            Some(inner) => self.descend(inner, next + 1),
            None => Err(self.dead_end(field.1, next + 1)),
        }
    }

    /// Looks up the segment at `depth` in a map.
    fn step<'n>(&self, map: &'n Node, depth: usize) -> Result<(&'n Key, &'n Node), PathError> {
        let segment = self.segment(depth);
        map.key(&segment).zip(map.get(&segment)).ok_or_else(|| {
            let known = map.entries().iter().map(|(key, _)| key.text.clone()).filter(|key| !key.starts_with('$'));
            PathError { segment, known: known.collect(), within: map.extent(), depth }
        })
    }

    fn segment(&self, depth: usize) -> String {
        self.segments.get(depth).cloned().unwrap_or_default()
    }

    fn unknown_start(&self, root: &Node) -> PathError {
        let declared = SECTIONS.into_iter().filter_map(|section| root.get(section)).flat_map(Node::entries);
        let declared = declared.map(|(key, _)| key.text.clone());
        let heads = HEADS.into_iter().filter(|head| root.get(head).is_some()).map(str::to_owned);
        PathError { segment: self.segment(0), known: declared.chain(heads).collect(), within: root.extent(), depth: 0 }
    }

    /// The error for a segment below something without parts.
    fn dead_end(&self, node: &Node, depth: usize) -> PathError {
        PathError { segment: self.segment(depth), known: Vec::new(), within: node.extent(), depth }
    }
}

/// A segment of a path that does not exist.
#[derive(Debug)]
pub(crate) struct PathError {
    segment: String,
    /// What could be there instead.
    known: Vec<String>,
    /// The part of the file that was searched.
    pub(crate) within: Span,
    /// The index of the segment.
    depth: usize,
}

impl PathError {
    /// Reports it at the text of the path, `at`.
    pub(crate) fn diagnostic(&self, file: &File, at: &Node) -> Diagnostic {
        let Self { segment, known, depth, .. } = self;
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let help = match naming::nearest(segment, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => {
                format!("end the path before `.{segment}`: a path cannot lead any deeper here")
            }
            None => format!("it can be {}", listed(&known)),
        };
        let message = format!("`{segment}` does not exist at this place");
        Diagnostic::new(Code::ErratumPath, &file.path, segment_span(at, *depth), message).help(help)
    }
}

/// The span of a segment within the text of a path; all of the text if it is not written literally.
fn segment_span(at: &Node, depth: usize) -> Span {
    let path = at.text().unwrap_or_default();
    let written = at.span.end - at.span.start;
    let quote = match written.checked_sub(path.len()) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return at.span,
    };
    let mut start = at.span.start + quote;
    for (index, segment) in path.split('.').enumerate() {
        if index == depth {
            return Span { start, end: start + segment.len() };
        }
        start += segment.len() + 1;
    }
    at.span
}

/// The fields of an inline object.
pub(crate) fn inline_fields(node: &Node) -> Option<&Node> {
    ["object", "objects"].into_iter().find_map(|key| node.get(key))
}

/// Extends a path by the fields around a span, through inline objects and choices.
fn extend(segments: &mut Vec<String>, fields: &Node, span: Span) {
    // A path cannot contain a name with a dot.
    let can_be_named = |(key, _): &(&Key, &Node)| !key.text.starts_with('$') && !key.text.contains('.');
    let Some((key, field)) = entry_around(fields, span).filter(can_be_named) else { return };
    segments.push(key.text.clone());
    if let Some((tag, variant)) = field.get("of").and_then(|variants| entry_around(variants, span)) {
        segments.push(tag.text.clone());
        inline_fields(variant).into_iter().for_each(|fields| extend(segments, fields, span));
    }
    inline_fields(field).into_iter().for_each(|fields| extend(segments, fields, span));
}

/// The entry of a map that contains a span.
fn entry_around(map: &Node, span: Span) -> Option<(&Key, &Node)> {
    map.entries().iter().find(|(key, node)| key.entry(node).contains(span)).map(|(key, node)| (key, node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml;

    const FILE: &str = "\
page: { title: T }
endpoints:
  list:
    body:
      cursor: { type: string }
      filter:
        object:
          ids: { type: [string] }
    response:
      info:
        choice: { tag: kind, wire: int }
        of:
          1: { field: text, object: { body: { type: string } } }
enums:
  Gender: { wire: int32, values: { male: { value: 1 } } }
errors:
  40001: { name: bad }
";

    /// What the value at a path looks like, or the segment that does not exist.
    fn look(path: &str) -> Result<String, String> {
        let root = yaml::parse("x.yaml", FILE).expect("it is YAML");
        match SchemaPath::parse(path).find(&root) {
            Ok((key, node)) => {
                // Every path that `find` accepts is the path of the place that it leads to.
                assert_eq!(SchemaPath::of_span(&root, key.span), Some(SchemaPath::parse(path)));
                Ok(node.inline())
            }
            Err(error) => Err(format!("{}: {}", error.segment, error.known.join(" "))),
        }
    }

    #[test]
    fn paths_lead_to_places_and_back() {
        for (path, value) in [
            ("page", "{title: T}"),
            ("list.body.cursor", "{type: string}"),
            ("list.body.filter.ids", "{type: [string]}"),
            ("list.response.info.1.body", "{type: string}"),
            ("Gender.male", "{value: 1}"),
            ("errors.40001", "{name: bad}"),
        ] {
            assert_eq!(look(path).as_deref(), Ok(value), "{path}");
        }
    }

    #[test]
    fn a_missing_segment_is_named_with_what_could_be_there() {
        for (path, error) in [
            ("vendor", "vendor: page endpoints enums errors"),
            ("lists.body", "lists: list Gender page"),
            ("list.request", "request: query headers body response"),
            ("list.body.ids", "ids: cursor filter"),
            ("list.body.cursor.x", "x: "),
            ("list.response.info.2", "2: 1"),
            ("Gender.male.x", "male: "),
            ("errors.1", "1: 40001"),
        ] {
            assert_eq!(look(path), Err(error.to_owned()), "{path}");
        }
    }

    #[test]
    fn the_parent_of_a_path() {
        assert_eq!(SchemaPath::parse("a.b.c").parent(), Some(SchemaPath::parse("a.b")));
        assert_eq!(SchemaPath::parse("a").parent(), None);
    }
}
