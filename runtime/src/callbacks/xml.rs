//! XML messages, read as the JSON that says the same.
//!
//! An element with elements is an object, any other a text. What is a list is not visible in XML: the schema says so.

use std::{borrow::Cow, collections::BTreeMap, fmt::Write};

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Map, Value};

/// A list in messages: the path of its element, and the element of each entry. Without the latter, the element itself is
/// repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub struct List {
    /// Names of elements below the root, joined by `/`; an entry adds no name.
    pub path: &'static str,
    /// The name of an entry's element.
    pub item: Option<&'static str>,
}

/// The number of nodes in a document.
const MAX_NODES: u32 = 20_000;
/// The depth of a document.
const MAX_DEPTH: usize = 32;
/// The number of attributes in a document. Messages have none, and the parser compares each with all others of its element.
const MAX_ATTRIBUTES: usize = 100;

/// A problem of a document.
type Problem = String;

/// Parses a text that has no [forbidden characters](without_forbidden).
pub(super) fn parse(text: &str) -> Result<Document<'_>, Problem> {
    if has_many_attributes(text) {
        return Err(format!("it has more than {MAX_ATTRIBUTES} attributes"));
    }
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// Whether there are more quotes in tags than attributes are allowed. Up to the first error in a document, it finds the tags
/// that the parser finds.
fn has_many_attributes(mut text: &str) -> bool {
    const OTHERS: [(&str, &str); 3] = [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")];
    let mut count = 0;
    while let Some(start) = text.find('<') {
        text = &text[start..];
        if let Some((begin, end)) = OTHERS.iter().find(|(begin, _)| text.starts_with(begin)) {
            text = text[begin.len()..].split_once(end).map_or("", |(_, after)| after);
            continue;
        }
        loop {
            // A tag that does not end is an error.
            let Some(at) = text.find(['>', '"', '\'']) else { return false };
            let quote = text.as_bytes()[at];
            text = &text[at + 1..];
            if quote == b'>' {
                break;
            }
            count += 1;
            if count > MAX_ATTRIBUTES {
                return true;
            }
            text = text.split_once(char::from(quote)).map_or("", |(_, after)| after);
        }
    }
    false
}

/// The members of a document. Without `lists`, every name that occurs repeatedly in an element is a list.
pub(super) fn members(document: &Document<'_>, lists: Option<&[List]>) -> Result<Map<String, Value>, Problem> {
    let mut path = Path { lists, names: String::new(), depth: 0 };
    path.members(document.root_element())
}

/// Replaces characters that no document may contain. Senders copy what users typed.
pub(super) fn without_forbidden(text: &str) -> Cow<'_, str> {
    let is_forbidden = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(is_forbidden) { text.replace(is_forbidden, "\u{fffd}").into() } else { text.into() }
}

struct Path<'l> {
    lists: Option<&'l [List]>,
    names: String,
    depth: usize,
}

impl Path<'_> {
    /// The members of an element with elements.
    fn members(&mut self, element: Node<'_, '_>) -> Result<Map<String, Value>, Problem> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("elements are nested more than {MAX_DEPTH} deep"));
        }
        // All values of each name. What occurs once is itself, unless it is a list.
        let mut found: BTreeMap<&str, (bool, Vec<Value>)> = BTreeMap::new();
        for child in element.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            let length = self.names.len();
            let _ = write!(self.names, "{}{name}", if length == 0 { "" } else { "/" });
            let list = self.lists.into_iter().flatten().find(|list| list.path == self.names);
            let value = match list.and_then(|list| list.item) {
                Some(item) => self.entries(child, item)?,
                None => self.value(child)?,
            };
            // XML has no other form of an absent member.
            if value != "" {
                let is_repeated = list.is_some_and(|list| list.item.is_none());
                found.entry(name).or_insert((is_repeated, Vec::new())).1.push(value);
            }
            self.names.truncate(length);
        }
        self.depth -= 1;
        let member = |(name, (is_list, mut values)): (&str, (bool, Vec<Value>))| {
            let one = if is_list || values.len() > 1 { None } else { values.pop() };
            (name.to_owned(), one.unwrap_or(Value::Array(values)))
        };
        Ok(found.into_iter().map(member).collect())
    }

    fn value(&mut self, element: Node<'_, '_>) -> Result<Value, Problem> {
        if element.children().any(|child| child.is_element()) {
            return self.members(element).map(Value::Object);
        }
        let texts = element.children().filter(Node::is_text).filter_map(|text| text.text());
        Ok(Value::String(texts.collect()))
    }

    /// The entries of a list whose element contains them. A text in their place is kept, so that it is noticed.
    fn entries(&mut self, element: Node<'_, '_>, item: &str) -> Result<Value, Problem> {
        if !element.children().any(|child| child.is_element()) {
            return self.value(element);
        }
        let entries = element.children().filter(|entry| entry.has_tag_name(item));
        entries.map(|entry| self.value(entry)).collect::<Result<_, _>>().map(Value::Array)
    }
}

/// Writes a document whose root is `xml`. Texts are CDATA, numbers and bools are not, as senders do it.
pub(super) fn write(members: &Map<String, Value>, lists: &[List]) -> String {
    let mut writer = Writer { text: "<xml>".to_owned(), lists };
    writer.members(members, "");
    writer.text + "</xml>"
}

struct Writer<'l> {
    text: String,
    lists: &'l [List],
}

impl Writer<'_> {
    fn members(&mut self, members: &Map<String, Value>, above: &str) {
        for (name, value) in members {
            let path = if above.is_empty() { name.clone() } else { format!("{above}/{name}") };
            let item = self.lists.iter().find(|list| list.path == path).and_then(|list| list.item);
            match (value, item) {
                (Value::Array(entries), Some(item)) => {
                    let _ = write!(self.text, "<{name}>");
                    entries.iter().for_each(|entry| self.element(item, entry, &path));
                    let _ = write!(self.text, "</{name}>");
                }
                (Value::Array(entries), None) => entries.iter().for_each(|entry| self.element(name, entry, &path)),
                (Value::Null, _) => {}
                (value, _) => self.element(name, value, &path),
            }
        }
    }

    fn element(&mut self, name: &str, value: &Value, path: &str) {
        let _ = write!(self.text, "<{name}>");
        match value {
            Value::Object(members) => self.members(members, path),
            Value::String(text) => self.cdata(text),
            Value::Bool(value) => self.text.push(if *value { '1' } else { '0' }),
            other => {
                let _ = write!(self.text, "{other}");
            }
        }
        let _ = write!(self.text, "</{name}>");
    }

    /// A text may contain the end of CDATA, which is split into two.
    fn cdata(&mut self, text: &str) {
        let _ = write!(self.text, "<![CDATA[{}]]>", without_forbidden(text).replace("]]>", "]]]]><![CDATA[>"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{List, MAX_ATTRIBUTES, MAX_DEPTH, members, parse, without_forbidden, write};

    const LISTS: &[List] = &[List { path: "Changed", item: Some("Item") }, List { path: "Steps/Step", item: None }];

    fn read(xml: &str, lists: Option<&[List]>) -> Value {
        let text = without_forbidden(xml.trim_start_matches('\u{feff}').trim());
        let members = parse(&text).and_then(|document| members(&document, lists));
        members.map_or_else(Value::String, Value::Object)
    }

    fn value(xml: &str) -> Value {
        read(xml, Some(LISTS))
    }

    #[test]
    fn texts_and_cdata_mean_the_same() {
        let xml = "<xml>\n  <A><![CDATA[a & b]]></A><B>a &amp; b</B><C>&#x732b;</C><D> a<![CDATA[b]]>c </D></xml>";
        assert_eq!(value(xml), json!({ "A": "a & b", "B": "a & b", "C": "猫", "D": " abc " }));
    }

    #[test]
    fn an_empty_element_is_absent() {
        assert_eq!(value("<xml><A/><B></B><C><![CDATA[]]></C><D>0</D></xml>"), json!({ "D": "0" }));
    }

    #[test]
    fn lists_have_items_or_repeat() {
        let xml = "<xml><Changed><Item>a</Item><Item>b</Item></Changed><Steps><Step><N>1</N></Step></Steps></xml>";
        assert_eq!(value(xml), json!({ "Changed": ["a", "b"], "Steps": { "Step": [{ "N": "1" }] } }));
        assert_eq!(value("<xml><Changed/></xml>"), json!({}));
        assert_eq!(value("<xml><Changed>a</Changed></xml>"), json!({ "Changed": "a" }));
        assert_eq!(value("<xml><A>1</A><A>2</A><A>3</A></xml>"), json!({ "A": ["1", "2", "3"] }));
        let twice = "<xml><Changed><Item>a</Item></Changed><Changed><Item>b</Item></Changed></xml>";
        assert_eq!(value(twice), json!({ "Changed": [["a"], ["b"]] }));
        let unknown = read("<xml><A>1</A><B>2</B><A>3</A><A>4</A></xml>", None);
        assert_eq!(unknown, json!({ "A": ["1", "3", "4"], "B": "2" }));
    }

    #[test]
    fn what_is_hostile_is_refused() {
        let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><A>&b;</A></xml>"#;
        assert!(value(bomb).is_string());
        assert!(value(r#"<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>"#).is_string());
        assert!(value("<xml><A>&b;</A></xml>").is_string());
        assert!(value("<xml><A").is_string() && value("<xml a='").is_string());
        let deep = format!("<xml>{}{}</xml>", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert!(value(&deep).is_string());
        let deep = |depth: usize| format!("{}x{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(value(&deep(MAX_DEPTH + 1)).is_object());
        assert_eq!(value(&deep(MAX_DEPTH + 2)), json!("elements are nested more than 32 deep"));
        assert!(value(&format!("<xml>{}</xml>", "<a/>".repeat(30_000))).is_string());
        let attributes = |count: usize| (0..count).map(|n| format!(" a{n}='>\"'")).collect::<String>();
        assert_eq!(value(&format!("<xml{}><A>1</A></xml>", attributes(MAX_ATTRIBUTES))), json!({ "A": "1" }));
        let many = json!("it has more than 100 attributes");
        assert_eq!(value(&format!("<xml{}><A>1</A></xml>", attributes(MAX_ATTRIBUTES + 1))), many);
        let others = "<?a <'> ?><!-- <'>> --><xml><![CDATA[ <'> ]]>";
        assert_eq!(value(&format!("{others}<b{}/></xml>", attributes(MAX_ATTRIBUTES + 1))), many);
        assert_eq!(value(&format!("<xml><A>{}</A></xml>", "\"'".repeat(200))), json!({ "A": "\"'".repeat(200) }));
    }

    #[test]
    fn forbidden_characters_cost_only_themselves() {
        assert_eq!(value("\u{feff} <xml><A>a\u{1}b\u{ffff}\tc</A></xml>"), json!({ "A": "a\u{fffd}b\u{fffd}\tc" }));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let members =
            json!({ "A": "<]]>&", "B": 5, "C": true, "Changed": ["a", "b"], "Steps": { "Step": [{ "N": "1" }] } });
        let xml = write(members.as_object().unwrap_or(&Default::default()), LISTS);
        let read =
            json!({ "A": "<]]>&", "B": "5", "C": "1", "Changed": ["a", "b"], "Steps": { "Step": [{ "N": "1" }] } });
        assert_eq!(value(&xml), read, "{xml}");
    }
}
