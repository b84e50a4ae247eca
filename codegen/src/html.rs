//! HTML by construction: text becomes markup only through functions that escape it.
//!
//! A small builder is enough, and costs no compile time: a template language would bring a proc macro or files that are
//! checked only when they are rendered.

use crate::visible::is_hidden;

/// The colours of all pages, light and dark, as CSS.
pub const PALETTE: &str = include_str!("palette.css");

/// Markup in which all text is escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// No markup.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends markup or text.
    #[must_use]
    pub fn with(mut self, more: impl Into<Html>) -> Self {
        self.push(more);
        self
    }

    /// Appends markup or text.
    pub fn push(&mut self, more: impl Into<Html>) {
        self.0.push_str(&more.into().0);
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

/// Text, in which runs of Chinese are marked as such.
impl From<&str> for Html {
    fn from(text: &str) -> Self {
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        let mut rest = text;
        while let Some(start) = rest.find(is_han) {
            let (before, han) = rest.split_at(start);
            let end = han.find(|c| !is_han(c)).unwrap_or(han.len());
            escape(before, &mut out);
            out.push_str("<span lang=\"zh\">");
            escape(&han[..end], &mut out);
            out.push_str("</span>");
            rest = &han[end..];
        }
        escape(rest, &mut out);
        Self(out)
    }
}

impl From<&String> for Html {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Html {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl<T: Into<Html>> From<Option<T>> for Html {
    fn from(maybe: Option<T>) -> Self {
        maybe.map(Into::into).unwrap_or_default()
    }
}

impl<T: Into<Html>> FromIterator<T> for Html {
    fn from_iter<I: IntoIterator<Item = T>>(parts: I) -> Self {
        parts.into_iter().fold(Self::default(), Self::with)
    }
}

/// Text as it is: code, or a term in one language.
#[must_use]
pub fn verbatim(text: &str) -> Html {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    Html(out)
}

/// An element under construction.
#[derive(Clone, Debug)]
pub struct Element {
    tag: &'static str,
    attributes: String,
    inner: Html,
}

/// An element without attributes and contents.
#[must_use]
pub fn el(tag: &'static str) -> Element {
    Element { tag, attributes: String::new(), inner: Html::new() }
}

impl Element {
    /// Adds an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push(' ');
        self.attributes.push_str(name);
        self.attributes.push_str("=\"");
        escape(value, &mut self.attributes);
        self.attributes.push('"');
        self
    }

    /// Adds an attribute without a value, if it is set.
    #[must_use]
    pub fn flag(mut self, name: &'static str, is_set: bool) -> Self {
        if is_set {
            self.attributes.push(' ');
            self.attributes.push_str(name);
        }
        self
    }

    /// Adds classes.
    #[must_use]
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// Adds an id.
    #[must_use]
    pub fn id(self, id: &str) -> Self {
        self.attr("id", id)
    }

    /// Appends markup or text.
    #[must_use]
    pub fn with(mut self, more: impl Into<Html>) -> Self {
        self.inner.push(more);
        self
    }
}

/// Elements that have no contents and no end tag.
const VOID: &[&str] = &["br", "hr", "input", "link", "meta", "wbr"];

/// Elements that begin a line of the text, so that differences of pages can be read.
const LINES: &[&str] = &[
    "article", "aside", "body", "dd", "details", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "head", "header",
    "html", "li", "link", "main", "meta", "nav", "ol", "p", "pre", "script", "section", "summary", "table", "tbody",
    "thead", "title", "tr", "ul",
];

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        let Element { tag, attributes, inner } = element;
        let line = if LINES.contains(&tag) { "\n" } else { "" };
        let end = if VOID.contains(&tag) { String::new() } else { format!("</{tag}>") };
        Self(format!("{line}<{tag}{attributes}>{}{end}", inner.0))
    }
}

/// Escapes a text for an element or an attribute. Characters that hide others or reorder them become visible.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
}

/// Whether a text has Chinese characters.
#[must_use]
pub fn has_han(text: &str) -> bool {
    text.contains(is_han)
}

/// Whether a character is Chinese: an ideograph, or punctuation of full width.
fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_attributes_are_escaped() {
        let link = el("a").attr("href", "https://a/\"onclick='x'").with("<script>&\u{202e}");
        let expected = "<a href=\"https://a/&quot;onclick=&#39;x&#39;\">&lt;script&gt;&amp;\\u{202e}</a>";
        assert_eq!(Html::from(link).into_text(), expected);
    }

    #[test]
    fn runs_of_chinese_are_marked() {
        let text = Html::from("get 客户，详情 <1>").into_text();
        assert_eq!(text, "get <span lang=\"zh\">客户，详情</span> &lt;1&gt;");
        assert_eq!(verbatim("客户 & a").into_text(), "客户 &amp; a");
    }

    #[test]
    fn void_elements_have_no_end() {
        assert_eq!(el("p").with("a").with(el("br")).with(Some("b")).into_html(), "\n<p>a<br>b</p>");
    }

    impl Element {
        fn into_html(self) -> String {
            Html::from(self).into_text()
        }
    }
}
