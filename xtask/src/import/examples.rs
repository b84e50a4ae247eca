//! The examples of a page as files.

use facts::Direction;
use pages::{
    example::Reading,
    page::{Example, Part},
};
use serde_json::Value as Json;

use super::{
    known::Known,
    layout::{Entries, TODO, Value, text, word},
    tree::in_order,
};

/// An example.
struct Entry {
    /// The endpoint or event.
    owner: String,
    direction: Direction,
    /// The object that it is an example of; empty for a whole message.
    path: String,
    file: String,
    text: String,
    value: Json,
    /// Why it does not fit the draft.
    wrong: Option<String>,
}

/// The examples of a page.
pub(crate) struct Examples {
    entries: Vec<Entry>,
    /// The member with the code of a reply, and the code of success.
    success: Option<(String, i64)>,
    /// Whether names begin with that of the endpoint.
    are_many: bool,
    /// The names of files that exist.
    taken: Vec<String>,
    /// The examples that are not among the files, and why.
    pub(crate) left_out: Vec<String>,
}

impl Examples {
    pub(crate) fn new(known: &Known, are_many: bool) -> Self {
        let (entries, taken, left_out) = Default::default();
        Self { entries, success: known.success.clone(), are_many, taken, left_out }
    }

    /// The examples that a schema lacks, whose folder has files with these names.
    pub(crate) fn beside(known: &Known, taken: Vec<String>) -> Self {
        Self { taken, ..Self::new(known, true) }
    }

    /// Adds the examples of an endpoint or an event. One that repeats another is left out.
    pub(crate) fn add(&mut self, part: &Part, owner: &str) {
        for example in &part.examples {
            let value = match example.reading.value() {
                Some(value) if example.path.is_empty() || value.is_object() => value.clone(),
                Some(_) => {
                    self.left_out.push(format!("an example of `{}` in {owner}, which is no object", example.path));
                    continue;
                }
                None => {
                    self.left_out.push(format!("an example in {owner} that cannot be read"));
                    continue;
                }
            };
            let is_known =
                |entry: &Entry| entry.owner == owner && entry.direction == example.direction && entry.value == value;
            if self.entries.iter().any(is_known) {
                continue;
            }
            let file = self.file_name(example, owner, &value);
            let text = published(example, &value);
            let (owner, direction, path) = (owner.to_owned(), example.direction, example.path.clone());
            self.entries.push(Entry { owner, direction, path, file, text, value, wrong: None });
        }
    }

    fn file_name(&self, example: &Example, owner: &str, value: &Json) -> String {
        let code = self.success.as_ref().and_then(|(member, success)| Some((value.get(member)?.as_i64()?, *success)));
        let is_error = code.is_some_and(|(code, success)| code != success);
        let name = match (example.direction, is_error) {
            _ if !example.path.is_empty() => fragment(&example.path, value),
            (Direction::Request, _) => "request",
            (Direction::Reply, false) => "ok",
            (Direction::Reply, true) => "error",
            (Direction::Event, _) => owner,
        };
        let name = match self.are_many && example.direction != Direction::Event {
            true => format!("{owner}_{name}"),
            false => name.to_owned(),
        };
        let ending = if example.code.text.trim_start().starts_with('<') { "xml" } else { "json" };
        let numbered = (2..).map(|number| format!("{name}_{number}.{ending}"));
        let mut names = std::iter::once(format!("{name}.{ending}")).chain(numbered);
        let is_free =
            |name: &String| !self.taken.contains(name) && !self.entries.iter().any(|entry| entry.file == *name);
        names.find(is_free).unwrap_or_default()
    }

    /// Leaves out examples of objects that are not inline objects of the parts of a draft.
    pub(crate) fn settle(&mut self, draft: &Entries) {
        let has_place = |entry: &Entry| {
            let part = ["endpoints", "events"].iter().find_map(|key| {
                let (_, Value::Block(parts)) = draft.iter().find(|(found, _)| found == key)? else { return None };
                parts.iter().find(|(name, _)| *name == entry.owner).map(|(_, part)| part.clone())
            });
            // Those of other parts are not in question.
            let Some(Value::Block(mut part)) = part else { return true };
            entry.path.is_empty() || fields_at(&mut part, entry).is_some()
        };
        let (kept, others) = std::mem::take(&mut self.entries).into_iter().partition(|entry| has_place(entry));
        self.entries = kept;
        let others: Vec<Entry> = others;
        let notes = others
            .iter()
            .map(|entry| format!("an example of `{}` in {}, which is no object of its own", entry.path, entry.owner));
        self.left_out.extend(notes);
    }

    /// The names and texts of the files.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| (entry.file.as_str(), entry.text.as_str()))
    }

    /// Notes that an example does not fit the draft.
    pub(crate) fn is_wrong(&mut self, file: &str, why: &str) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.file == file) {
            entry.wrong.get_or_insert_with(|| why.to_owned());
        }
    }

    /// Lists the files in the endpoints and events of a draft.
    pub(crate) fn list_in(&self, draft: &mut Entries) {
        for (key, value) in draft {
            let (Value::Block(parts), true) = (value, ["endpoints", "events"].contains(&key.as_str())) else {
                continue;
            };
            for (name, part) in parts {
                let Value::Block(entries) = part else { continue };
                for entry in self.entries.iter().filter(|entry| entry.owner == *name && !entry.path.is_empty()) {
                    if let Some(fields) = fields_at(entries, entry) {
                        add_fragment(fields, listed(entry));
                    }
                }
                entries.extend(self.of(name).map(|list| ("examples".to_owned(), list)));
            }
        }
    }

    /// The lists of the whole messages of an endpoint or an event.
    pub(crate) fn of(&self, owner: &str) -> Option<Value> {
        let of = |direction| {
            let own = self.entries.iter().filter(|entry| entry.owner == owner && entry.path.is_empty());
            own.filter(|entry| entry.direction == direction).map(listed).collect::<Vec<_>>()
        };
        let events = of(Direction::Event);
        let lists = [("request", of(Direction::Request)), ("response", of(Direction::Reply))];
        let lists: Entries = (lists.into_iter())
            .filter(|(_, files)| !files.is_empty())
            .map(|(key, files)| (key.to_owned(), list(files)))
            .collect();
        match events.is_empty() {
            false => Some(list(events)),
            true => (!lists.is_empty()).then_some(Value::Block(lists)),
        }
    }

    /// The examples of objects within messages of an endpoint or an event: the path of each object, and its file.
    pub(crate) fn fragments(&self, owner: &str) -> impl Iterator<Item = (Direction, &str, &str)> {
        let own = self.entries.iter().filter(move |entry| entry.owner == owner && !entry.path.is_empty());
        own.map(|entry| (entry.direction, entry.path.as_str(), entry.file.as_str()))
    }
}

/// The name of a fragment: that of the only object in it, else that of the object that it is.
fn fragment<'a>(path: &'a str, value: &'a Json) -> &'a str {
    let objects = value.as_object().into_iter().flatten().filter(|(_, value)| value.is_object());
    let objects: Vec<&str> = objects.map(|(name, _)| name.as_str()).collect();
    match objects[..] {
        [name] => name,
        _ => path.rsplit('.').next().unwrap_or(path),
    }
}

/// The fields of the inline object that an entry is an example of.
fn fields_at<'d>(entries: &'d mut Entries, entry: &Entry) -> Option<&'d mut Entries> {
    let within = match entry.direction {
        Direction::Reply => "response",
        Direction::Request | Direction::Event => "body",
    };
    let mut fields = block(entries, within)?;
    for name in entry.path.split('.') {
        let (_, Value::Block(field)) = fields.iter_mut().find(|(key, _)| key == name)? else { return None };
        let key = if field.iter().any(|(key, _)| key == "objects") { "objects" } else { "object" };
        fields = block(field, key)?;
    }
    Some(fields)
}

fn block<'d>(entries: &'d mut Entries, name: &str) -> Option<&'d mut Entries> {
    match entries.iter_mut().find(|(key, _)| key == name)? {
        (_, Value::Block(fields)) => Some(fields),
        _ => None,
    }
}

/// Lists an example of an inline object.
fn add_fragment(fields: &mut Entries, file: Value) {
    const KEY: &str = "$examples";
    match fields.first_mut() {
        Some((key, value)) if key == KEY => {
            if let Value::Items(files) | Value::List(files) = value {
                files.push(file);
                *value = list(std::mem::take(files));
            }
        }
        _ => fields.insert(0, (KEY.to_owned(), list(vec![file]))),
    }
}

/// A list on one line, unless an element has a reason.
fn list(files: Vec<Value>) -> Value {
    let are_names = files.iter().all(|file| matches!(file, Value::Word(_)));
    if are_names { Value::List(files) } else { Value::Items(files) }
}

fn listed(entry: &Entry) -> Value {
    match &entry.wrong {
        None => word(&entry.file),
        Some(why) => {
            let wrong = text(format!("{TODO}: {why}"));
            Value::Map(vec![("file".to_owned(), word(&entry.file)), ("wrong".to_owned(), wrong)])
        }
    }
}

/// The text of an example: as published, or the JSON that it means.
fn published(example: &Example, value: &Json) -> String {
    match &example.reading {
        Reading::Json(_) => format!("{}\n", example.code.text.trim()),
        _ => {
            let mut json = String::new();
            write(value, &example.code.text, 0, &mut json);
            json.push('\n');
            json
        }
    }
}

/// Writes JSON with its members in the order in which a text has their names.
fn write(value: &Json, order: &str, indent: usize, out: &mut String) {
    let space = "  ".repeat(indent + 1);
    let line = |out: &mut String, at: usize| {
        out.push_str(if at > 0 { ",\n" } else { "\n" });
        out.push_str(&space);
    };
    let end = |out: &mut String, bracket: char| {
        out.push('\n');
        out.push_str(&space[2..]);
        out.push(bracket);
    };
    match value {
        Json::Object(members) if !members.is_empty() => {
            out.push('{');
            for (at, (name, value)) in in_order(members, order).into_iter().enumerate() {
                line(out, at);
                out.push_str(&format!("{}: ", Json::from(name.as_str())));
                write(value, order, indent + 1, out);
            }
            end(out, '}');
        }
        Json::Array(elements) if !elements.is_empty() => {
            out.push('[');
            for (at, value) in elements.iter().enumerate() {
                line(out, at);
                write(value, order, indent + 1, out);
            }
            end(out, ']');
        }
        other => out.push_str(&other.to_string()),
    }
}
