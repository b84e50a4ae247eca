//! Reads YAML with positions.
//!
//! The crate `yaml` gives the structure and the positions; [`scalar`] gives the type of a scalar without quotes. YAML
//! features that schemas do not support (anchors, aliases, tags, merge keys, several documents) are reported here.

use std::collections::{BTreeMap, btree_map::Entry};

use serde::Serialize;
use yaml::{Characters, Event, Item, Parser, Style, turns_text};

use super::{
    culprit::culprit,
    node::{Key, Kind, Node},
    scalar,
    unseen::{UNSEEN_HELP, unseen},
};
use crate::diagnostic::{Code, Diagnostic, Span};

/// The help for most texts that are not YAML.
const QUOTE: &str = "check the indentation of this line and the one before it, and look for a quote that is not closed; a text that contains `: `, ` #`, `[`, `]`, `{`, `}` or `,` needs quotes";

/// The greatest depth of nested maps and lists.
const DEPTH: usize = 64;

/// The greatest length of a key, in characters: YAML allows longer ones only after a `?`.
const KEY: usize = 1024;

/// Reads one YAML document.
///
/// # Errors
/// Every duplicate key and every unsupported feature, or the first place that is not YAML.
pub(crate) fn parse(file: &str, text: &str) -> Result<Node, Vec<Diagnostic>> {
    let Characters { unprintable, turning } = Characters::of(text);
    let mut reader = Reader { file, text, parser: Parser::new(text), turning, faults: Vec::new() };
    match reader.printable(unprintable).and_then(|()| reader.document()) {
        Ok(node) if reader.faults.is_empty() => Ok(node),
        Ok(_) => Err(reader.faults),
        Err(fatal) => {
            reader.faults.push(*fatal);
            Err(reader.faults)
        }
    }
}

/// Writes a value as YAML.
pub(crate) fn write(value: &impl Serialize) -> String {
    match serde_yaml::to_string(value) {
        Ok(yaml) => yaml,
        Err(error) => panic!("the value cannot be written as YAML: {error}"),
    }
}

/// Builds nodes from the events.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    parser: Parser<'a>,
    /// Whether a character of the text changes the direction of the text around it.
    turning: bool,
    faults: Vec<Diagnostic>,
}

/// A fault after which nothing more can be read.
type Fatal = Box<Diagnostic>;

impl<'a> Reader<'a> {
    /// Reports a character that YAML does not allow: the parser lets control characters pass.
    fn printable(&self, unprintable: Option<usize>) -> Result<(), Fatal> {
        let found = unprintable.and_then(|at| Some((at, self.text[at..].chars().next()?)));
        let Some((at, c)) = found else { return Ok(()) };
        let message = format!("this is not YAML: it contains the control character U+{:04X}", u32::from(c));
        let span = Span { start: at, end: at + c.len_utf8() };
        Err(Box::new(self.fault(Code::Yaml, span, message).help("remove the invisible character")))
    }

    fn next(&mut self) -> Result<Item, Fatal> {
        self.parser.next_item().map_err(|error| {
            let (span, what, help) = match culprit(self.text, error.at, &error.message) {
                Some(found) => (found.span, found.message, found.help),
                None => (Span { start: error.at, end: error.at }, error.message.into(), QUOTE.into()),
            };
            Box::new(self.fault(Code::Yaml, span, format!("this is not YAML: {what}")).help(help))
        })
    }

    /// Removes the white space behind a text in quotes, which the parser counts as part of it.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        Span { start: span.start, end: span.start + text.trim_end().len() }
    }

    fn fault(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, span, message)
    }

    fn document(&mut self) -> Result<Node, Fatal> {
        let mut root = None;
        loop {
            let item = self.next()?;
            match item.event {
                Event::End => break,
                Event::Document if root.is_some() => {
                    let help = "remove the `---`, or put each document into a file of its own";
                    let fault = self.fault(Code::YamlFeature, span(&item), "a schema file must be one YAML document");
                    return Err(Box::new(fault.help(help)));
                }
                Event::Document => {
                    let item = self.next()?;
                    root = Some(self.node(item, 0)?);
                }
                _ => return Err(self.unexpected(span(&item))),
            }
        }
        root.ok_or_else(|| {
            let help = "transcribe the page, or remove the file";
            Box::new(self.fault(Code::Yaml, Span::default(), "the file is empty").help(help))
        })
    }

    fn unexpected(&self, span: Span) -> Fatal {
        Box::new(self.fault(Code::Yaml, span, "this is not YAML").help(QUOTE))
    }

    fn node(&mut self, item: Item, depth: usize) -> Result<Node, Fatal> {
        let span = span(&item);
        if depth > DEPTH {
            let fault = self.fault(Code::TooDeep, span, format!("nested deeper than {DEPTH} levels"));
            return Err(Box::new(fault.help("give inner objects names under `types`")));
        }
        self.refuse_features(&item, span);
        match item.event {
            Event::Scalar(text, style) => {
                let span = self.trimmed(span);
                Ok(Node { span, kind: self.scalar(text, style, span) })
            }
            Event::List => self.list(span, depth),
            Event::Map => self.map(span, depth),
            // It was reported.
            Event::Alias => Ok(Node { span, kind: Kind::Null }),
            _ => Err(self.unexpected(span)),
        }
    }

    /// Reports anchors, tags and aliases.
    fn refuse_features(&mut self, item: &Item, span: Span) {
        let write_out = "write the value out where it is needed";
        let (what, help) = match item.event {
            Event::Alias => ("aliases", write_out),
            _ if item.has_tag => ("tags", "remove the tag: the type of a value follows from its key"),
            _ if item.has_anchor => ("anchors", write_out),
            _ => return,
        };
        self.unsupported(span, what, help);
    }

    fn unsupported(&mut self, span: Span, feature: &str, help: &str) {
        let message = format!("schemas do not support {feature}");
        self.faults.push(self.fault(Code::YamlFeature, span, message).help(help));
    }

    /// The value of a scalar.
    fn scalar(&mut self, text: String, style: Style, span: Span) -> Kind {
        // In quotes, an escape can stand for a character that is not in the file.
        if (self.turning || style == Style::DoubleQuoted)
            && let Some(c) = text.chars().find(|c| turns_text(*c))
        {
            let message = format!("U+{:04X} changes the direction of the text around it", u32::from(c));
            let fault = self.fault(Code::YamlFeature, span, message).help("remove the invisible character");
            self.faults.push(fault);
        }
        if style != Style::Plain {
            return Kind::Text(text);
        }
        scalar::plain(text).unwrap_or_else(|scalar::OutOfRange| {
            let written = self.text.get(span.start..span.end).unwrap_or_default();
            let message = format!("the number {written} is out of range");
            let help =
                format!("numbers go from {} to {}; put it in quotes if it is meant as a text", i64::MIN, i64::MAX);
            self.faults.push(self.fault(Code::Yaml, span, message).help(help));
            Kind::Null
        })
    }

    fn list(&mut self, start: Span, depth: usize) -> Result<Node, Fatal> {
        let mut elements = Vec::new();
        loop {
            let item = self.next()?;
            if item.event == Event::ListEnd {
                elements.shrink_to_fit();
                let span = container(start, elements.first().map(|node: &Node| node.span), span(&item));
                return Ok(Node { span, kind: Kind::List(elements) });
            }
            elements.push(self.node(item, depth + 1)?);
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> Result<Node, Fatal> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        let mut first = BTreeMap::new();
        loop {
            let item = self.next()?;
            if item.event == Event::MapEnd {
                entries.shrink_to_fit();
                let span = container(start, entries.first().map(|(key, _)| key.span), span(&item));
                return Ok(Node { span, kind: Kind::Map(entries) });
            }
            let key = self.key(item, depth + 1, &mut first)?;
            let value = self.next()?;
            entries.push((key, self.node(value, depth + 1)?));
        }
    }

    /// Reads a key, and reports one that cannot be one. `first` has the positions of the keys before it.
    fn key(&mut self, item: Item, depth: usize, first: &mut BTreeMap<String, Span>) -> Result<Key, Fatal> {
        let Event::Scalar(text, ..) = &item.event else {
            let Node { span, .. } = self.node(item, depth)?;
            let message = "a key must be a text, not a list or a map";
            let help = "write a text without brackets before the colon, and no `?` before that";
            self.faults.push(self.fault(Code::WrongType, span, message).help(help));
            return Ok(Key { span, text: String::new() });
        };
        let text = text.clone();
        let Node { span, .. } = self.node(item, depth)?;
        if text.chars().nth(KEY).is_some() {
            let here = Span { start: span.start, end: span.start };
            let fault = self.fault(Code::Yaml, here, format!("this is not YAML: a key longer than {KEY} characters"));
            self.faults.push(fault.help("shorten the key, or look for a `: ` in a text without quotes"));
        }
        if text == "<<" {
            self.unsupported(span, "merge keys", "write the values out where they are needed");
        }
        if let Some(unseen) = Some(&text).filter(|text| !text.is_ascii()).and_then(|text| unseen(text)) {
            self.faults.push(self.fault(Code::BadName, span, unseen).help(UNSEEN_HELP));
        }
        match first.entry(text.clone()) {
            Entry::Vacant(entry) => drop(entry.insert(span)),
            Entry::Occupied(entry) => {
                let fault = self
                    .fault(Code::DuplicateKey, span, format!("duplicate key `{text}`"))
                    .also(*entry.get(), "first here")
                    .help("remove one of the two");
                self.faults.push(fault);
            }
        }
        Ok(Key { span, text })
    }
}

fn span(item: &Item) -> Span {
    Span { start: item.place.start, end: item.place.end }
}

/// The position of a list or a map: its brackets if it has them, else its first entry, so that a caret stays on one line.
fn container(start: Span, first: Option<Span>, end: Span) -> Span {
    match first {
        Some(first) if start.start == start.end => first,
        Some(first) if start.start == first.start => first,
        _ if end.end > start.start => Span { start: start.start, end: end.end },
        _ => start,
    }
}

#[cfg(test)]
mod tests {
    use serde_yaml::{Mapping, Value};

    use super::*;

    /// Whether a node has the structure and the values of what serde_yaml wrote.
    fn is_same(node: &Node, value: &Value) -> bool {
        match (&node.kind, value) {
            (Kind::Null, Value::Null) => true,
            (Kind::Bool(ours), Value::Bool(theirs)) => ours == theirs,
            (Kind::Int(ours), Value::Number(theirs)) =>
            {
                #[expect(clippy::cast_precision_loss, reason = "a float without a fraction is an integer")]
                theirs.as_i64().map_or_else(|| theirs.as_f64() == Some(*ours as f64), |theirs| *ours == theirs)
            }
            (Kind::Float(ours), Value::Number(theirs)) => Some(*ours) == theirs.as_f64(),
            (Kind::Text(ours), Value::String(theirs)) => ours == theirs,
            (Kind::List(ours), Value::Sequence(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
            }
            (Kind::Map(ours), Value::Mapping(theirs)) => {
                let mut pairs = ours.iter().zip(theirs);
                ours.len() == theirs.len()
                    && pairs.all(|((key, ours), (name, theirs))| {
                        name.as_str() == Some(key.text.as_str()) && is_same(ours, theirs)
                    })
            }
            _ => false,
        }
    }

    /// A value that depends on a seed alone.
    fn value(seed: &mut u64, depth: usize) -> Value {
        const TEXTS: &[&str] = &[
            "",
            "a",
            "1",
            "0x1f",
            "1e3",
            "~",
            "null",
            "true",
            " a ",
            "a: b",
            "a #b",
            "- a",
            "? a",
            "[a]",
            "{a: b}",
            "'",
            "\"",
            "a\nb",
            "a\n\nb\n",
            "\n",
            "\t",
            "例：，",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "|",
            ">",
            "---",
            "...",
            "2024-05-01",
            "\\",
            "\u{7}",
            "0o17",
            "-",
            ":",
            "a:",
            "<<",
            "=",
            "yes",
            "\r\n",
            "a\nb",
            "a\n\n b: #c\n- d",
            "a\n\u{7f}",
        ];
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let random = *seed >> 33;
        let text = |at: u64| TEXTS[usize::try_from(at).unwrap_or_default() % TEXTS.len()];
        match random % if depth == 0 { 6 } else { 10 } {
            0 => Value::Null,
            1 => Value::from(random % 4 < 2),
            2 => Value::from(i64::try_from(random).unwrap_or_default() - (1 << 30)),
            3 => Value::from(f64::from(u32::try_from(random).unwrap_or_default()) / 1024.0),
            4 | 5 => Value::from(text(random / 10)),
            6 | 7 => (0..random / 10 % 4).map(|_| value(seed, depth - 1)).collect::<Vec<_>>().into(),
            _ => {
                let keys = (0..random / 10 % 4).map(|at| format!("{at}{}", text(random / 40 + at)));
                keys.map(|key| (Value::from(key), value(seed, depth - 1))).collect::<Mapping>().into()
            }
        }
    }

    #[test]
    fn what_serde_yaml_writes_is_read_back() {
        let mut seed = 7;
        for _ in 0..20_000 {
            let value = value(&mut seed, 4);
            let text = write(&value);
            let node = parse("x", &text).unwrap_or_else(|faults| panic!("{text}\n{faults:?}"));
            assert!(is_same(&node, &value), "{text}\n{node:?}");
        }
    }

    #[test]
    fn control_characters_are_not_yaml() {
        for c in ['\0', '\u{7}', '\u{7f}', '\u{80}', '\u{fffe}'] {
            let faults = parse("x", &format!("a: b{c}")).expect_err("it is not YAML");
            assert_eq!(
                faults.iter().map(|fault| (fault.code, fault.span.start)).collect::<Vec<_>>(),
                [(Code::Yaml, 4)]
            );
        }
    }

    #[test]
    fn a_number_out_of_range_is_reported_with_everything_else() {
        let faults = parse("x", "a: 99999999999999999999\nb: &c 1\nb: 1\n").expect_err("it has faults");
        let codes: Vec<Code> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::Yaml, Code::YamlFeature, Code::DuplicateKey]);
    }
}
