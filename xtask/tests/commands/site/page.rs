//! A strict reader of the pages of the site: tags must be closed in order, and attributes quoted.

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// A page that was read.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) tags: Vec<Tag>,
    /// The texts of all elements, joined.
    pub(super) text: String,
}

impl Page {
    /// The values of an attribute.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.tags.iter().filter_map(|tag| tag.attribute(name)).collect()
    }

    /// The levels of the headings, in order.
    pub(super) fn headings(&self) -> Vec<u32> {
        let levels = self.tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok());
        levels.collect()
    }
}

/// Reads a page.
///
/// # Panics
/// If it is not strict HTML.
pub(super) fn read(path: &str, page: &str) -> Page {
    let mut rest = page.strip_prefix("<!doctype html>").unwrap_or_else(|| panic!("{path}: there is no doctype"));
    let mut read = Page { tags: Vec::new(), text: String::new() };
    let mut open: Vec<String> = Vec::new();
    while let Some(start) = rest.find('<') {
        read.text.push_str(&unescaped(path, &rest[..start]));
        let (tag, after) = rest[start + 1..].split_once('>').unwrap_or_else(|| panic!("{path}: a tag has no end"));
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{path}: an element is closed out of order");
            continue;
        }
        let tag = self::tag(path, tag);
        if !["br", "hr", "input", "link", "meta", "wbr"].contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        read.tags.push(tag);
    }
    read.text.push_str(&unescaped(path, rest));
    assert_eq!(open, Vec::<String>::new(), "{path}: elements are not closed");
    read
}

fn tag(path: &str, text: &str) -> Tag {
    let (name, mut rest) = text.split_once(' ').unwrap_or((text, ""));
    assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{path}: <{text}>");
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(value) => value.split_once('"').unwrap_or_else(|| panic!("{path}: <{text}> has no closing quote")),
            None => ("", after),
        };
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{path}: <{text}>");
        attributes.push((name.to_owned(), unescaped(path, value)));
        rest = after.trim_start();
    }
    Tag { name: name.to_owned(), attributes }
}

fn unescaped(path: &str, text: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")];
    let text = known.iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c));
    let bare = text.match_indices('&').find(|(at, _)| !text[*at..].starts_with("&amp;"));
    assert!(bare.is_none(), "{path}: an ampersand is not escaped: {text}");
    text.replace("&amp;", "&")
}

/// The text of a part of a page, which may end within elements.
pub(super) fn words(part: &str) -> String {
    let texts = part.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    unescaped("a part", &texts.collect::<String>())
}
