//! Drafts what a page has and its schema lacks.

use codegen::Lack;
use facts::{Direction, text};
use pages::page::{Page, Part};

use super::{
    draft::{Drafting, is_parameter, names, permission, route, scalar},
    examples::Examples,
    fields::{Fields, listed},
    known::Known,
    layout::{self, Entries, TODO, Value, text, word},
    tree::Node,
};

/// What a page has and its schema lacks.
pub(crate) struct Additions<'k> {
    drafting: Drafting<'k>,
    /// The entries, by the places where they belong.
    places: Vec<Place>,
    pub(crate) notes: Vec<String>,
}

/// Where entries belong.
struct Place {
    /// The file, below the folder of schemas.
    file: String,
    /// The schema path.
    at: String,
    /// The lines of the page.
    lines: Vec<usize>,
    entries: Entries,
}

/// What is lacked, with the name that facts have for the endpoint or event that it is about.
pub(crate) struct Lacked {
    pub(crate) lack: Lack,
    pub(crate) part: Option<String>,
}

impl<'k> Additions<'k> {
    /// Drafts what is lacked. `file`: the schema of the page. `taken`: the names of the files in its folder.
    pub(crate) fn of(
        page: &Page,
        lacked: &[Lacked],
        known: &'k Known,
        file: &str,
        taken: Vec<String>,
        source: &str,
    ) -> Self {
        let area: Vec<String> = file.split('/').skip(1).map(str::to_owned).collect();
        let area = area[..area.len().saturating_sub(1)].to_vec();
        let fields = Fields::new(known, area);
        let drafting = Drafting { fields, examples: Examples::beside(known, taken), are_labelled: true };
        let mut additions = Self { drafting, places: Vec::new(), notes: Vec::new() };
        for Lacked { lack, part } in lacked {
            let part = part.as_ref().or((lack.kind == "part").then_some(&lack.value));
            let found = part.and_then(|name| page.parts.iter().find(|part| name_of(part, source) == *name));
            additions.add(page, lack, found, lacked);
        }
        additions.settle(file);
        additions
    }

    fn add(&mut self, page: &Page, lack: &Lack, part: Option<&Part>, all: &[Lacked]) {
        let owner = lack.owner.as_ref().map_or("", |(_, key)| key.as_str());
        match (lack.kind, part) {
            ("unclaimed", _) => {
                self.push(lack, &lack.at, (lack.value.clone(), text(format!("{TODO}: line {}", lack.line))));
            }
            ("part", Some(part)) => self.part(lack, part),
            ("member", _) => self.member(page, lack, part),
            ("values", _) => self.value(page, lack, part, all),
            ("permission", Some(part)) => {
                let stated = part
                    .permissions
                    .iter()
                    .filter(|(app, _)| text::normalized(&app.text) == text::normalized(&lack.value));
                let entries = stated.map(|(app, needs)| permission(&app.text, &needs.text)).collect();
                self.push(lack, owner, ("permissions".to_owned(), Value::Items(entries)));
            }
            ("query", _) => {
                let is_member = all.iter().any(|other| {
                    other.lack.kind == "member"
                        && other.lack.owner == lack.owner
                        && other.lack.path.as_ref() == Some(&lack.value)
                });
                let field = Value::Map(vec![("type".to_owned(), word("string")), ("doc".to_owned(), text(TODO))]);
                if !is_member {
                    self.push(lack, &format!("{owner}.query"), (lack.value.clone(), field));
                }
            }
            ("example", Some(part)) => {
                let is_it = |example: &&pages::page::Example| {
                    text::digest_of_example(&example.code.text, example.reading.value()) == lack.value
                };
                let examples = part.examples.iter().filter(is_it).cloned().collect();
                self.drafting.examples.add(&Part { examples, ..Part::default() }, owner);
                self.push_examples(lack, owner);
            }
            _ => self.lost(lack),
        }
    }

    /// Notes what is not in the draft.
    fn lost(&mut self, lack: &Lack) {
        let path = lack.path.as_ref().map(|path| format!(" `{path}`")).unwrap_or_default();
        self.notes.push(format!("not in the draft: {}{path} `{}`, line {}", lack.kind, lack.value, lack.line));
    }

    fn push(&mut self, lack: &Lack, at: &str, entry: (String, Value)) {
        let known = self.places.iter().position(|place| place.file == lack.file && place.at == at);
        let at = known.unwrap_or_else(|| {
            let (file, at) = (lack.file.clone(), at.to_owned());
            self.places.push(Place { file, at, lines: Vec::new(), entries: Vec::new() });
            self.places.len() - 1
        });
        let place = &mut self.places[at];
        if !place.lines.contains(&lack.line) {
            place.lines.push(lack.line);
        }
        match (place.entries.iter_mut().find(|(key, _)| *key == entry.0), entry) {
            // Several apps.
            (Some((_, Value::Items(known))), (_, Value::Items(mut more))) => known.append(&mut more),
            (Some((_, known)), (_, value)) => *known = value,
            (None, entry) => place.entries.push(entry),
        }
    }

    /// An endpoint, an event, or a type that the page describes apart from them.
    fn part(&mut self, lack: &Lack, part: &Part) {
        let key = match (part.is_endpoint(), part.event.is_some()) {
            (true, _) => "endpoints",
            (_, true) => "events",
            _ => {
                let types = self.drafting.types(&[part]);
                return types.into_iter().for_each(|ty| self.push(lack, "types", ty));
            }
        };
        let (endpoints, events): (&[&Part], &[&Part]) =
            if key == "endpoints" { (&[part], &[]) } else { (&[], &[part]) };
        let name = names(endpoints, events).pop().unwrap_or_default();
        let draft = self.drafting.part(part, &name, true);
        let mut draft = vec![(key.to_owned(), Value::Block(vec![(name, draft)]))];
        self.drafting.examples.settle(&draft);
        self.drafting.examples.list_in(&mut draft);
        if let Some((_, Value::Block(parts))) = draft.pop() {
            parts.into_iter().for_each(|part| self.push(lack, key, part));
        }
    }

    fn member(&mut self, page: &Page, lack: &Lack, part: Option<&Part>) {
        let Some((node, direction, part)) = node(page, lack, part) else { return self.lost(lack) };
        self.drafting.fields.direction = direction;
        let is_query = direction == Direction::Request && lack.at.ends_with(".body") && is_parameter(part, &node.name);
        let at = if is_query { format!("{}query", lack.at.trim_end_matches("body")) } else { lack.at.clone() };
        let field = self.drafting.fields.field(&node, &format!("{at}.{}", node.name), true);
        self.push(lack, &at, (node.name.clone(), if is_query { scalar(&field) } else { field }));
    }

    /// A value of an enum, or a variant of a choice.
    fn value(&mut self, page: &Page, lack: &Lack, part: Option<&Part>, all: &[Lacked]) {
        let Some((node, direction, _)) = node(page, lack, part) else { return self.lost(lack) };
        self.drafting.fields.direction = direction;
        let listed = listed(&node);
        let is_enum = !lack.at.contains('.');
        if lack.direction.is_none() {
            // The schema has no values there.
            match self.drafting.fields.enumeration(&node) {
                Some(name) => self.push(lack, &lack.at, ("type".to_owned(), word(name))),
                None => self.lost(lack),
            }
            return;
        }
        let of_enum = listed.into_iter().find(|(value, _)| *value == lack.value).map(|(_, entry)| entry);
        match (is_enum, of_enum) {
            (true, Some(entry)) => self.push(lack, &lack.at, entry),
            (true, None) => self.lost(lack),
            (false, of_enum) => {
                // The member that the value selects, if the schema lacks it, too.
                let (parent, _) = lack.path.as_deref().unwrap_or_default().rsplit_once('.').unwrap_or_default();
                let path = if parent.is_empty() { lack.value.clone() } else { format!("{parent}.{}", lack.value) };
                let sibling =
                    all.iter().find(|other| other.lack.kind == "member" && other.lack.path.as_ref() == Some(&path));
                let sibling = sibling.map(|other| Lack { path: Some(path), ..other.lack.clone() });
                let selected = sibling.as_ref().and_then(|lack| node_of(page, lack, part));
                let label = match of_enum {
                    Some((_, Value::Map(entries))) => entries.into_iter().find(|(key, _)| key == "label"),
                    _ => None,
                };
                let mut variant: Entries = Vec::new();
                match &selected {
                    Some(node) => variant.push(("field".to_owned(), word(&node.name))),
                    None => variant.push(("name".to_owned(), text(TODO))),
                }
                variant.extend(label);
                if let Some(node) = &selected {
                    variant.push(self.drafting.fields.selected(node, &format!("{}.{}", lack.at, lack.value)));
                }
                self.push(lack, &lack.at, (lack.value.clone(), Value::Map(variant)));
            }
        }
    }

    fn push_examples(&mut self, lack: &Lack, owner: &str) {
        let fragments: Vec<(Direction, String, String)> = (self.drafting.examples.fragments(owner))
            .map(|(direction, path, file)| (direction, path.to_owned(), file.to_owned()))
            .collect();
        for (direction, path, file) in fragments {
            let message = if direction == Direction::Reply { "response" } else { "body" };
            let files = Value::List(vec![word(file)]);
            self.push(lack, &format!("{owner}.{message}.{path}"), ("$examples".to_owned(), files));
        }
        if let Some(list) = self.drafting.examples.of(owner) {
            self.push(lack, owner, ("examples".to_owned(), list));
        }
    }

    /// Adds what the drafts of fields need: enums, and errata.
    fn settle(&mut self, file: &str) {
        let (enums, errata) =
            (std::mem::take(&mut self.drafting.fields.enums), std::mem::take(&mut self.drafting.fields.errata));
        let place = |at: &str, entries| Place { file: file.to_owned(), at: at.to_owned(), lines: Vec::new(), entries };
        if !enums.is_empty() {
            self.places.push(place("enums", enums));
        }
        if !errata.is_empty() {
            self.places.push(place("the end", vec![("errata".to_owned(), Value::Items(errata))]));
        }
        let left_out = std::mem::take(&mut self.drafting.examples.left_out);
        self.notes.extend(left_out.into_iter().map(|left_out| format!("not in the draft: {left_out}")));
    }

    /// The draft; empty if the schema lacks nothing.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for Place { file, at, lines, entries } in &self.places {
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            let lines = match lines.len() {
                0 => String::new(),
                1 => format!(" (line {} of the page)", lines[0]),
                _ => format!(" (lines {} of the page)", lines.join(", ")),
            };
            out.push_str(&format!("\n# {file}, at `{at}`{lines}\n{}", layout::fragment(entries)));
        }
        out
    }

    /// The names and texts of the examples.
    pub(crate) fn examples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.drafting.examples.files()
    }
}

/// The name that facts have for a part.
fn name_of(part: &Part, source: &str) -> String {
    let heading = part.heading.as_ref().map(|heading| heading.text.clone());
    let begins = part.heading.as_ref().map_or(0, |heading| heading.at.start);
    let named =
        route(part).filter(|_| part.is_endpoint()).or_else(|| part.event.as_ref().map(|event| event.text.clone()));
    named.or(heading).unwrap_or_else(|| format!("line {}", pages::text::line_of(source, begins)))
}

/// The member that a lack is about, with the part that has it.
fn node<'p>(page: &'p Page, lack: &Lack, part: Option<&'p Part>) -> Option<(Node<'p>, Direction, &'p Part)> {
    let path = lack.path.as_deref()?;
    let directions = Direction::ALL.into_iter().filter(|direction| lack.direction.is_none_or(|own| own == *direction));
    let own = directions.clone().find_map(|direction| {
        let part = part?;
        Some((Node::of(part, direction).find(path)?, direction, part))
    });
    // The rows of types have the path within the type.
    let within = || path.match_indices('.').map(|(at, _)| &path[at + 1..]).chain([path]);
    let types = || page.parts.iter().filter(|part| part.is_type());
    let of_types = || {
        types().flat_map(|part| Direction::ALL.map(|direction| (part, direction))).find_map(|(part, direction)| {
            let found = within().find_map(|path| Node::of(part, direction).find(path));
            Some((found?, lack.direction.unwrap_or(direction), part))
        })
    };
    own.or_else(of_types)
}

fn node_of<'p>(page: &'p Page, lack: &Lack, part: Option<&'p Part>) -> Option<Node<'p>> {
    node(page, lack, part).map(|(node, ..)| node)
}
