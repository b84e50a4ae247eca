//! Reports the usual slips in a file's structure, and repairs the tree, so that a slip is one error and hides no other.
//!
//! These slips are recognised: a misspelt key, lines that are indented too little or too much, and a text without quotes
//! in a flow map (`{ doc: one, two }`), which ends at its first comma.

mod level;

use self::level::Level;
use super::{
    grammar::FIELD,
    meant,
    node::{Key, Kind, Node},
    shape::{Rule, Shape},
};
use crate::diagnostic::{Code, Diagnostic, Span};

/// The greatest length of a text that a message repeats, in characters.
const REPEATED: usize = 100;

/// Repairs a file's tree and reports what it repaired.
pub(super) fn repair(file: &str, text: &str, node: &mut Node, shape: Shape, faults: &mut Vec<Diagnostic>) {
    Repair { file, text, faults }.shape(node, shape);
}

struct Repair<'a> {
    file: &'a str,
    text: &'a str,
    faults: &'a mut Vec<Diagnostic>,
}

impl Repair<'_> {
    fn shape(&mut self, node: &mut Node, shape: Shape) {
        let level = match shape {
            Shape::Record(record) | Shape::TextOr(record) => Level::Record(record),
            Shape::Fields(_) => Level::Fields,
            Shape::Map(names, of) => Level::Map(names, *of),
            Shape::AtLeast(limit) => return self.shape(node, limit.of),
            Shape::List(of) => {
                if let Kind::List(elements) = &mut node.kind {
                    if matches!(of, Shape::Text | Shape::Name(_) | Shape::Word(_) | Shape::Int) {
                        self.wide_commas(elements);
                    }
                    elements.iter_mut().for_each(|element| self.shape(element, *of));
                }
                return;
            }
            _ => return,
        };
        let Kind::Map(entries) = &mut node.kind else { return };
        self.cut_texts(entries, level);
        self.cut_at_colons(entries, level);
        self.shallow_blocks(entries, level);
        self.deep_lines(entries, level);
        if matches!(level, Level::Record(record) if std::ptr::eq(record, &FIELD)) {
            self.fields_of_a_field(entries);
        }
        self.misspelt_keys(entries, level);
        let is_choice = matches!(level, Level::Fields) && has_choice(entries);
        for (key, value) in entries {
            // The lines of a choice without a name are reported as such.
            if is_choice && Level::Record(&FIELD).knows(&key.text) {
                continue;
            }
            if let Some(shape) = level.shape_of(&key.text) {
                self.shape(value, shape);
            }
        }
    }

    /// Joins texts in a flow map with what follows their commas.
    fn cut_texts(&mut self, entries: &mut Vec<(Key, Node)>, level: Level) {
        let mut at = 1;
        while at < entries.len() {
            let rest = entries[at..].iter().take_while(|(key, value)| self.is_rest(key, value, level)).count();
            if rest == 0 || !self.is_plain(&entries[at - 1].1) {
                at += rest.max(1);
                continue;
            }
            let (first, last) = (entries[at].0.span, entries[at + rest - 1].0.span);
            let (key, value) = &mut entries[at - 1];
            value.span.end = last.end;
            let text = self.text.get(value.span.start..last.end).unwrap_or_default().to_owned();
            let message = format!("`{}` ends at the comma: a text that contains one needs quotes", key.text);
            let help = quoted(&key.text, &text);
            value.kind = Kind::Text(text);
            let span = Span { start: first.start, end: last.end };
            self.faults.push(Diagnostic::new(Code::Yaml, self.file, span, message).help(help));
            entries.drain(at..at + rest);
        }
    }

    /// Removes entries that are most likely the rest of the text before them: `{ doc: one, but: two }`.
    fn cut_at_colons(&mut self, entries: &mut Vec<(Key, Node)>, level: Level) {
        let Level::Record(record) = level else { return };
        let is_unknown = |key: &Key| {
            !level.knows(&key.text) && meant::instead(&key.text, record).is_none() && meant::key(key, record).is_none()
        };
        for at in (1..entries.len()).rev() {
            let ((key, before), (rest, _)) = (&entries[at - 1], &entries[at]);
            let between = self.text.get(before.span.end..rest.span.start).unwrap_or_default();
            let follows = between.trim() == "," && !between.contains('\n');
            let is_prose = before.text().is_some_and(|text| text.contains(' ')) && self.is_plain(before);
            if follows && is_prose && is_unknown(rest) {
                let message = format!("{} has no key `{}`", record.what, rest.text);
                let help = format!("if it belongs to the text of `{}`, put that text in quotes", key.text);
                self.faults.push(Diagnostic::new(Code::UnknownKey, self.file, rest.span, message).help(help));
                entries.remove(at);
            }
        }
    }

    /// Whether an entry is no key but the rest of a text: it has no colon, and no such key exists.
    fn is_rest(&self, key: &Key, value: &Node, level: Level) -> bool {
        let follows = self.text.get(key.span.end..).unwrap_or_default().trim_start();
        value.kind == Kind::Null && follows.starts_with([',', '}']) && !level.knows(&key.text)
    }

    /// Whether a value is a scalar without quotes.
    fn is_plain(&self, node: &Node) -> bool {
        let begins = self.text.get(node.span.start..).unwrap_or_default();
        node.kind != Kind::Null && node.scalar_text().is_some() && !begins.starts_with(['"', '\'', '|', '>'])
    }

    /// Moves lines into the block before them that lacks them.
    fn shallow_blocks(&mut self, entries: &mut Vec<(Key, Node)>, level: Level) {
        let mut at = 0;
        while at < entries.len() {
            let (key, value) = &entries[at];
            let inner = level.shape_of(&key.text).and_then(Level::of).filter(|_| self.is_empty(key, value));
            let Some(inner) = inner else {
                at += 1;
                continue;
            };
            let following = &entries[at + 1..];
            let count = following.iter().take_while(|(key, value)| level.is_of(inner, key, value)).count();
            if let Some((first, _)) = following.first().filter(|_| count > 0) {
                let first = first.clone();
                let moved: Vec<_> = entries.drain(at + 1..=at + count).collect();
                let (key, value) = &mut entries[at];
                let message = format!("`{}` is empty: the lines after it are not indented deeper", key.text);
                let help = format!("indent its lines deeper than `{}`, from `{}` on", key.text, first.text);
                let fault = Diagnostic::new(Code::WrongType, self.file, first.span, message).help(help);
                self.faults.push(fault.also(key.span, "this block is empty"));
                *value = Node { span: first.span, kind: Kind::Map(moved) };
            }
            at += 1;
        }
    }

    /// Whether a key has no value: nothing is written after its colon.
    fn is_empty(&self, key: &Key, value: &Node) -> bool {
        let follows = self.text.get(key.span.end..).unwrap_or_default();
        let line = follows.lines().next().unwrap_or_default();
        value.kind == Kind::Null && line.strip_prefix(':').is_some_and(|rest| rest.trim_start().is_empty())
    }

    /// Moves keys to the map above, if they are keys of that map and not of their own.
    fn deep_lines(&mut self, entries: &mut Vec<(Key, Node)>, level: Level) {
        let Level::Record(record) = level else { return };
        let known: Vec<String> = entries.iter().map(|(key, _)| key.text.clone()).collect();
        let mut moved: Vec<(Key, Node)> = Vec::new();
        for (above, value) in entries.iter_mut() {
            let inner = level.shape_of(&above.text).and_then(Level::of);
            let (Some(inner), Kind::Map(lines)) = (inner, &mut value.kind) else { continue };
            let is_choice = has_choice(lines);
            let is_deep = |(key, value): &(Key, Node)| {
                !is_choice && level.knows(&key.text) && !known.contains(&key.text) && !inner.is_home_of(key, value)
            };
            // The lines after an empty block may be its own.
            let empty = lines.iter().position(|(key, value)| {
                self.is_empty(key, value)
                    && inner.shape_of(&key.text).and_then(Level::of).is_some()
                    && !level.knows(&key.text)
            });
            let mut end = empty.unwrap_or(lines.len());
            while let Some(at) = lines[..end].iter().position(is_deep) {
                let (key, mut value) = lines.remove(at);
                end -= 1;
                let message = format!("`{}` is a key of {}: it is one level too deep", key.text, record.what);
                let help = format!("move it beside `{}`: indent it less", above.text);
                let fault = Diagnostic::new(Code::UnknownKey, self.file, key.span, message).help(help);
                self.faults.push(fault.also(above.span, "not part of this"));
                let of = level.shape_of(&key.text).and_then(Level::of);
                // The lines after an empty block are its own.
                if of.is_some() && value.kind == Kind::Null && at < lines.len() {
                    value = Node { span: lines[at].0.span, kind: Kind::Map(lines.split_off(at)) };
                    end = at;
                }
                moved.push((key, value));
            }
        }
        entries.append(&mut moved);
    }

    /// Puts fields that are written where the keys of a field belong into an `object`.
    fn fields_of_a_field(&mut self, entries: &mut Vec<(Key, Node)>) {
        let is_foreign = |ty: &Node| ty.text().is_some_and(|ty| ["object", "array", "list", "map"].contains(&ty));
        let has_type = |(key, value): &(Key, Node)| {
            let is_type = ["object", "objects", "choice"].contains(&key.text.as_str())
                || key.text == "type" && !is_foreign(value);
            is_type || (!Level::Record(&FIELD).knows(&key.text) && meant::instead(&key.text, &FIELD).is_some())
        };
        let is_field = |(key, value): &mut (Key, Node)| {
            let fields = Level::Fields;
            key.text.starts_with('$') || (!Level::Record(&FIELD).knows(&key.text) && fields.accepts(&key.text, value))
        };
        if entries.iter().any(has_type) {
            return;
        }
        let fields: Vec<(Key, Node)> = entries.extract_if(.., is_field).collect();
        let Some((first, _)) = fields.iter().find(|(key, _)| !key.text.starts_with('$')) else {
            return entries.extend(fields);
        };
        let (text, span) = (first.text.clone(), fields[0].0.span);
        entries.retain(|(key, _)| key.text != "type");
        let message = format!("`{text}` is written where the keys of a field belong");
        let help = format!("write `object:`, or `objects:` for a list, before `{text}`, and indent the fields deeper");
        self.faults.push(Diagnostic::new(Code::UnknownKey, self.file, first.span, message).help(help));
        let object = Node { span, kind: Kind::Map(fields) };
        entries.push((Key { span, text: "object".to_owned() }, object));
    }

    /// Splits texts of a flow list at full-width commas.
    fn wide_commas(&mut self, elements: &mut Vec<Node>) {
        for at in (0..elements.len()).rev() {
            let node = &elements[at];
            let Some(text) = node.text().filter(|text| text.contains('，') && self.is_plain(node)) else { continue };
            let (mut start, mut parts) = (node.span.start, Vec::new());
            for part in text.split('，') {
                let span = Span { start, end: start + part.len() };
                start = span.end + '，'.len_utf8();
                parts.push(Node { span, kind: super::scalar::plain(part.trim().to_owned()).unwrap_or(Kind::Null) });
            }
            let at_comma = node.span.start + text.find('，').unwrap_or_default();
            let span = Span { start: at_comma, end: at_comma + '，'.len_utf8() };
            let fault = Diagnostic::new(Code::Yaml, self.file, span, "`，` is a full-width comma");
            self.faults.push(fault.help("write `, `; if it is part of a text, put the text in quotes"));
            elements.splice(at..=at, parts);
        }
    }

    /// Renames misspelt keys, and keys of other languages whose values look like those of ours.
    fn misspelt_keys(&mut self, entries: &mut [(Key, Node)], level: Level) {
        for at in 0..entries.len() {
            let (key, value) = &entries[at];
            let Some(record) = level.record_of(&key.text).filter(|_| !level.knows(&key.text)) else { continue };
            let has = |wanted: &str| entries.iter().any(|(key, _)| key.text == wanted);
            let Some((ours, help)) = meant::instead(&key.text, record) else { continue };
            let excluded = |rule: &Rule| {
                rule.several.is_some() && rule.keys.contains(&ours) && rule.keys.iter().any(|key| has(key))
            };
            let shape = record.keys.iter().find(|entry| entry.key == ours).map(|entry| entry.shape);
            if has(ours) || record.rules.iter().any(excluded) || !shape.is_some_and(|shape| shape.fits(value)) {
                continue;
            }
            let message = format!("{} has no key `{}`", record.what, key.text);
            self.faults.push(Diagnostic::new(Code::UnknownKey, self.file, key.span, message).help(help));
            ours.clone_into(&mut entries[at].0.text);
        }
    }
}

/// Whether a map of fields has the keys of a choice, which lacks its name.
fn has_choice(entries: &[(Key, Node)]) -> bool {
    entries.iter().any(|(key, value)| key.text == "choice" && value.get("tag").is_some())
}

/// The help for a text that needs quotes.
fn quoted(key: &str, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().count() <= REPEATED && !text.contains(['"', '\\']) {
        true => format!("write `{key}: \"{text}\"`"),
        false => "put the text in quotes".to_owned(),
    }
}
