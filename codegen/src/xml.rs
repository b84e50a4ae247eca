//! Reads XML as a JSON value, as far as that is possible without a schema.
//!
//! An element with elements becomes an object, any other its text. Elements of one name become a list if there are
//! several. An empty element is left out: XML has no other form of an absent member.

use std::{fmt, ops::Range};

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Map, Value};

/// The depth to which elements may be nested.
const MAX_DEPTH: usize = 32;

/// The number of nodes in a document.
const MAX_NODES: u32 = 1 << 20;

/// The reason why a text is not XML, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotXml {
    /// What is wrong.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
}

impl fmt::Display for NotXml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for NotXml {}

/// Reads the root element of a document.
///
/// # Errors
/// The text is not XML, has a document type, or is nested too deeply.
pub fn read(text: &str) -> Result<Value, NotXml> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        let message = error.to_string();
        // The position is given apart.
        let message = message.rsplit_once(" at ").map_or(message.as_str(), |(message, _)| message).to_owned();
        NotXml { message, line: at.row as usize, column: at.col as usize }
    })?;
    let deepest = document.descendants().find(|node| node.ancestors().count() > MAX_DEPTH + 1);
    if let Some(node) = deepest {
        let at = document.text_pos_at(node.range().start);
        let message = format!("elements are nested more than {MAX_DEPTH} deep");
        return Err(NotXml { message, line: at.row as usize, column: at.col as usize });
    }
    Ok(value(document.root_element()))
}

/// Whether an element can have this name. Names with a colon have a prefix, which no vendor uses.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let is_first = |letter: char| letter.is_alphabetic() || letter == '_';
    let is_other = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    text.starts_with(is_first) && text.chars().all(is_other)
}

/// The start tag of the element that a JSON pointer leads to, in bytes. The value is one that [`read`] returned, with lists in
/// the form that the schema gives them: an index counts the elements in an element, or those of the same name.
#[must_use]
pub fn place(text: &str, pointer: &str) -> Option<Range<usize>> {
    let document = Document::parse(text).ok()?;
    let mut at = document.root_element();
    for name in pointer.split('/').skip(1) {
        let next = match name.parse::<usize>() {
            Ok(index) if at.children().any(|child| child.is_element()) => {
                at.children().filter(Node::is_element).nth(index)
            }
            Ok(index) => {
                let name = at.tag_name();
                at.parent()?.children().filter(|child| child.is_element() && child.tag_name() == name).nth(index)
            }
            Err(_) => at.children().find(|child| child.is_element() && child.tag_name().name() == name),
        };
        let Some(next) = next else { break };
        at = next;
    }
    let start = at.range().start;
    let end = text.get(start..)?.find('>')?;
    Some(start..start + end + 1)
}

fn value(element: Node<'_, '_>) -> Value {
    let children: Vec<Node<'_, '_>> = element.children().filter(Node::is_element).collect();
    if children.is_empty() {
        return Value::String(element.children().filter_map(|child| child.text()).collect());
    }
    let mut members = Map::new();
    for child in children {
        let value = value(child);
        if value == "" {
            continue;
        }
        let name = child.tag_name().name();
        match members.get_mut(name) {
            None => drop(members.insert(name.to_owned(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{NotXml, place, read};

    #[test]
    fn elements_are_objects_lists_or_texts() {
        let xml = "<xml>\n <A><![CDATA[1 & 2]]></A><B/><L>1</L><L>2</L><O><C>&lt;</C></O></xml>";
        assert_eq!(read(xml), Ok(json!({ "A": "1 & 2", "L": ["1", "2"], "O": { "C": "<" } })));
        assert_eq!(read("<xml/>"), Ok(json!("")));
    }

    #[test]
    fn pointers_lead_to_start_tags() {
        let xml = "<xml><A>1</A><L><Item>a</Item><Item>b</Item></L><R>1</R><R>2</R></xml>";
        let tag = |pointer: &str| place(xml, pointer).map(|range| (range.start, &xml[range]));
        assert_eq!(tag(""), Some((0, "<xml>")));
        assert_eq!(tag("/A"), Some((5, "<A>")));
        assert_eq!(tag("/L/1"), Some((30, "<Item>")));
        assert_eq!(tag("/R/1"), Some((56, "<R>")));
        assert_eq!(tag("/Missing"), Some((0, "<xml>")));
    }

    #[test]
    fn errors_have_a_place() {
        let error = read("<xml>\n  <A>1</B>\n</xml>").err();
        let message = "expected 'A' tag, not 'B'".to_owned();
        assert_eq!(error, Some(NotXml { message, line: 2, column: 7 }));
        assert!(read("<!DOCTYPE x [<!ENTITY a \"b\">]><xml>&a;</xml>").is_err());
        let deep = format!("{}{}", "<a>".repeat(40), "</a>".repeat(40));
        assert_eq!(read(&deep).err().map(|error| (error.line, error.column)), Some((1, 97)));
    }
}
