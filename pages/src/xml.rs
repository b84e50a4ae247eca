//! XML of examples, read as the JSON that says the same.
//!
//! An element with elements is an object, any other a text. Elements of one name are a list.

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Map, Value};

/// The number of nodes in an example.
const MAX_NODES: u32 = 20_000;
/// The depth of an example.
const MAX_DEPTH: usize = 64;
/// The number of double quotes in an example. The parser compares each attribute with all others of its element.
const MAX_QUOTES: usize = 2_000;

/// Reads the elements below the root.
///
/// # Errors
/// If the text is no XML, or larger than an example can be: why.
pub(crate) fn read(text: &str) -> Result<Value, String> {
    if text.bytes().filter(|byte| matches!(byte, b'"' | b'\'')).count() > MAX_QUOTES {
        return Err(format!("it has more than {MAX_QUOTES} quotes"));
    }
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text.trim(), options).map_err(|error| error.to_string())?;
    value(document.root_element(), 0)
}

fn value(element: Node<'_, '_>, depth: usize) -> Result<Value, String> {
    if depth > MAX_DEPTH {
        return Err(format!("its elements are nested more than {MAX_DEPTH} times"));
    }
    let mut object = Map::new();
    for child in element.children().filter(Node::is_element) {
        let read = value(child, depth + 1)?;
        match object.get_mut(child.tag_name().name()) {
            Some(Value::Array(list)) => list.push(read),
            Some(one) => *one = Value::Array(vec![one.take(), read]),
            None => drop(object.insert(child.tag_name().name().to_owned(), read)),
        }
    }
    let text = || element.children().filter_map(|child| child.text()).collect::<String>();
    Ok(if object.is_empty() { Value::from(text().trim()) } else { Value::Object(object) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_become_members() {
        let read = |text| read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read("<xml><A><![CDATA[x]]></A><N> 1 </N><E/></xml>"), json!({ "A": "x", "N": "1", "E": "" }));
        assert_eq!(read("<xml><L><I>a</I><I>b</I><I>c</I></L></xml>"), json!({ "L": { "I": ["a", "b", "c"] } }));
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let deep = format!("<xml>{}{}</xml>", "<a>".repeat(99), "</a>".repeat(99));
        assert_eq!(read(&deep), Err("its elements are nested more than 64 times".to_owned()));
        let wide = format!("<xml{}></xml>", (0..1_001).map(|n| format!(" a{n}=''")).collect::<String>());
        assert_eq!(read(&wide), Err("it has more than 2000 quotes".to_owned()));
        assert!(read("<xml><a></xml>").is_err());
    }
}
