//! Paths of rows: where in its message a row of a table is.
//!
//! Tables write the path with dots, by indentation, or not at all. What a table lacks is completed from the examples of the same
//! direction and from the rows above. Anything else is a guess, and reported.

use std::collections::BTreeSet;

use facts::{
    Direction,
    vocabulary::{SUBTABLES, Type},
};
use serde_json::Value;

use crate::{
    block::Note,
    name::Name,
    page::{Example, Member, Members, Nesting, Page, Part},
    text::Text,
};

/// Completes the paths of all rows.
pub(crate) fn complete(page: &mut Page) {
    let mut notes = Vec::new();
    for part in &mut page.parts {
        let shapes = Direction::ALL.map(|direction| (direction, Shape::of(part, direction)));
        let is_type = part.is_type();
        let mut declared: Vec<(Direction, String)> = Vec::new();
        let mut tables = std::mem::take(&mut part.tables);
        for table in &mut tables {
            let of = |direction: Direction| is_type || direction == table.direction;
            let mut shape = Shape::default();
            shapes.iter().filter(|(direction, _)| of(*direction)).for_each(|(_, one)| shape.add(one));
            let known = declared.iter().filter(|(direction, _)| of(*direction)).map(|(_, path)| path.clone()).collect();
            let mut walk = Walk::new(&shape, known, part, table);
            for row in &mut table.rows {
                notes.extend(walk.row(row));
            }
            declared.extend(table.rows.iter().map(|row| (table.direction, row.path.clone())));
        }
        part.tables = tables;
    }
    page.notes.extend(notes);
}

/// Finds out which examples are parts of a message, and where they belong.
///
/// The first example of a direction is a whole message. A later one is a part of it if they have no member in common, and if one
/// object within the first has a member of it.
pub(crate) fn place_fragments(part: &mut Part) {
    for direction in Direction::ALL {
        let mut whole = Shape::default();
        for example in part.examples.iter_mut().filter(|example| example.direction == direction) {
            let Some(value) = example.reading.value() else { continue };
            match whole.place_of(value) {
                Some(place) => example.path = place,
                None => whole.add_value(value, ""),
            }
        }
    }
}

/// The places in a part where an example belongs that is no whole message.
pub(crate) fn place_in(part: &Part, value: &Value) -> Vec<(Direction, String)> {
    let places = Direction::ALL.map(|direction| (direction, Shape::of_whole(part, direction).place_of(value)));
    places.into_iter().filter_map(|(direction, place)| Some((direction, place?))).collect()
}

/// Whether whole messages of a part have a member of an example.
pub(crate) fn shares_members(part: &Part, value: &Value) -> bool {
    let names = || value.as_object().into_iter().flat_map(|object| object.keys());
    Direction::ALL.into_iter().any(|direction| {
        let whole = Shape::of_whole(part, direction);
        names().any(|name| whole.has(name))
    })
}

/// The paths of the members in examples.
#[derive(Clone, Default)]
struct Shape {
    paths: BTreeSet<String>,
}

impl Shape {
    fn of(part: &Part, direction: Direction) -> Self {
        let mut shape = Self::default();
        for example in part.examples.iter().filter(|example| example.direction == direction) {
            if let Some(value) = example.reading.value() {
                shape.add_value(value, &example.path);
            }
        }
        shape
    }

    /// The paths in examples of whole messages.
    fn of_whole(part: &Part, direction: Direction) -> Self {
        let mut shape = Self::default();
        for example in part.examples.iter().filter(|example| example.direction == direction && example.path.is_empty())
        {
            if let Some(value) = example.reading.value() {
                shape.add_value(value, "");
            }
        }
        shape
    }

    fn add(&mut self, other: &Self) {
        self.paths.extend(other.paths.iter().cloned());
    }

    fn add_value(&mut self, value: &Value, path: &str) {
        match value {
            Value::Object(object) => {
                for (name, member) in object {
                    let path = join(path, name);
                    self.add_value(member, &path);
                    self.paths.insert(path);
                }
            }
            Value::Array(list) => list.iter().for_each(|element| self.add_value(element, path)),
            _ => {}
        }
    }

    fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// The only path that ends with a name or a path and that `spared` does not have.
    fn only_ending(&self, ending: &str, spared: &BTreeSet<String>) -> Option<&str> {
        let ends = |path: &&String| path.strip_suffix(ending).is_some_and(|before| before.ends_with('.'));
        only(self.paths.iter().filter(ends).filter(|path| !spared.contains(*path))).map(String::as_str)
    }

    /// The only path that has the names of another in their order, begins and ends like it, and has more between them.
    fn only_longer(&self, path: &str) -> Option<&str> {
        let is_longer = |known: &&String| {
            let mut names = known.split('.');
            let ends = known.split('.').next_back() == path.split('.').next_back();
            let begins = known.split('.').next() == path.split('.').next();
            begins && ends && path.split('.').all(|name| names.any(|known| known == name))
        };
        only(self.paths.iter().filter(is_longer)).map(String::as_str)
    }

    /// Where in the message an example belongs that has none of its members.
    fn place_of(&self, value: &Value) -> Option<String> {
        let names: Vec<&String> = value.as_object()?.keys().collect();
        if names.iter().any(|name| self.has(name)) {
            return None;
        }
        let parents = self.paths.iter().filter_map(|path| path.rsplit_once('.'));
        let places: BTreeSet<&str> =
            parents.filter(|(_, name)| names.iter().any(|known| known == name)).map(|(parent, _)| parent).collect();
        only(places.into_iter()).map(str::to_owned)
    }
}

fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next();
    if all.next().is_some() { None } else { first }
}

/// A path below another; both may be empty.
fn join(path: &str, below: &str) -> String {
    match (path.is_empty(), below.is_empty()) {
        (true, _) => below.to_owned(),
        (_, true) => path.to_owned(),
        (false, false) => format!("{path}.{below}"),
    }
}

/// The walk over the rows of a table.
struct Walk<'s> {
    shape: &'s Shape,
    /// The paths of rows of earlier tables, and of the rows above.
    known: BTreeSet<String>,
    /// The names of the parameters in the URL.
    query: Vec<String>,
    /// The member whose members the table has; empty for a whole message.
    base: String,
    /// The object in which the row above is, without the names that the row itself has.
    outer: String,
    /// The row above: its path, and whether its type has members.
    last: Option<(String, bool)>,
    /// The paths of the rows above in this table.
    claimed: BTreeSet<String>,
    /// The rows that enclose the next one by their indentation.
    open: Vec<(usize, String)>,
    indented: bool,
}

impl<'s> Walk<'s> {
    fn new(shape: &'s Shape, known: BTreeSet<String>, part: &Part, table: &Members) -> Self {
        let mut walk = Self {
            shape,
            known,
            query: if table.direction == Direction::Request { part.query.clone() } else { Vec::new() },
            base: String::new(),
            outer: String::new(),
            last: None,
            claimed: BTreeSet::new(),
            open: Vec::new(),
            indented: table.rows.iter().any(|row| Name::of(&row.name).is_ok_and(|name| name.indent > 0)),
        };
        walk.base = walk.named_base(table.heading.as_ref()).unwrap_or_else(|| {
            // The example above, if it is a part of a message.
            let is_above = |one: &&Example| one.direction == table.direction && one.code.at.end <= table.at.start;
            part.examples.iter().rfind(is_above).map(|one| one.path.clone()).unwrap_or_default()
        });
        walk.outer.clone_from(&walk.base);
        walk
    }

    /// The member that a heading such as `profile说明` names.
    fn named_base(&self, heading: Option<&Text>) -> Option<String> {
        let text = heading?.text.trim_matches(['*', '#', ':', '：', ' ']);
        let ending = SUBTABLES.iter().find_map(|ending| text.strip_suffix(ending))?;
        let name = Name::of(&Text::new(ending, 0..0)).ok()?.path();
        match self.shape.has(&name) || self.known.contains(&name) {
            true => Some(name),
            false => {
                let ends = |path: &&String| path.strip_suffix(&name).is_some_and(|before| before.ends_with('.'));
                only(self.shape.paths.union(&self.known).filter(ends)).cloned()
            }
        }
    }

    /// Completes the path of a row.
    fn row(&mut self, row: &mut Member) -> Option<Note> {
        let name = match Name::of(&row.name) {
            Ok(name) => name,
            Err(problem) => {
                row.path.clone_from(&row.name.text);
                row.nesting = Nesting::Guessed;
                return Some(Note { at: row.name.at.clone(), text: problem });
            }
        };
        let written = name.path();
        if self.query.contains(&written) {
            row.path = written;
            return None;
        }
        let (path, nesting) = self.path(&name, &written);
        let note = match (nesting, self.other(&path)) {
            (_, Some(other)) => Some(format!("examples have `{other}` in place of `{path}`")),
            (Nesting::Guessed, _) if path == written => Some(format!("no example shows where `{written}` is")),
            (Nesting::Guessed, _) => Some(format!("`{written}` was read as `{path}`")),
            _ => None,
        };
        self.enter(&name, &written, &path, row.ty);
        (row.path, row.nesting) = (path, nesting);
        note.map(|text| Note { at: row.name.at.clone(), text })
    }

    /// The path that examples have in place of one that they lack.
    fn other(&self, path: &str) -> Option<&str> {
        let (object, name) = path.rsplit_once('.').filter(|_| !self.shape.has(path))?;
        let object = object.split('.').next().unwrap_or_default();
        let is_object_unknown = !self.shape.has(object) && !self.known.contains(object);
        let same_name = || self.shape.only_ending(name, &BTreeSet::new()).filter(|_| is_object_unknown);
        self.shape.only_longer(path).or_else(same_name)
    }

    /// Remembers a row for those that follow.
    fn enter(&mut self, name: &Name, written: &str, path: &str, ty: Option<Type>) {
        if let Some(outer) = path.strip_suffix(written) {
            outer.trim_end_matches('.').clone_into(&mut self.outer);
        }
        self.open.push((name.indent, path.to_owned()));
        self.claimed.insert(path.to_owned());
        self.known.insert(path.to_owned());
        let has_members = matches!(ty, Some(Type::Object | Type::List | Type::ObjectList));
        self.last = Some((path.to_owned(), has_members));
    }

    fn path(&mut self, name: &Name, written: &str) -> (String, Nesting) {
        if self.indented {
            while self.open.last().is_some_and(|(indent, _)| *indent >= name.indent) {
                self.open.pop();
            }
            let path = join(self.open.last().map_or(self.base.as_str(), |(_, parent)| parent), written);
            let better = if self.shape.has(&path) { None } else { self.in_examples(written) };
            let path = better.unwrap_or(path);
            let nesting = if path == written { Nesting::Written } else { Nesting::Completed };
            return (path, nesting);
        }
        let found = match self.in_examples(written) {
            Some(path) => path,
            None => return self.beside_examples(name, written),
        };
        let nesting = if found == written { Nesting::Written } else { Nesting::Completed };
        (found, nesting)
    }

    /// The path of a member that an example has.
    fn in_examples(&self, written: &str) -> Option<String> {
        let direct = join(&self.base, written);
        if self.shape.has(&direct) && !self.claimed.contains(&direct) {
            return Some(direct);
        }
        let mut around = self.last.as_ref().map(|(path, _)| path.as_str());
        while let Some(object) = around {
            let path = join(object, written);
            if self.shape.has(&path) && !self.claimed.contains(&path) {
                return Some(path);
            }
            around = object.rsplit_once('.').map(|(object, _)| object);
        }
        if self.shape.has(&direct) {
            return Some(direct);
        }
        if self.shape.has(written) {
            return Some(written.to_owned());
        }
        self.shape.only_ending(written, &self.claimed).map(str::to_owned)
    }

    /// The path of a member that no example has.
    fn beside_examples(&self, name: &Name, written: &str) -> (String, Nesting) {
        let nesting = |path: &str| if path == written { Nesting::Written } else { Nesting::Completed };
        let completed = |path: String| (path.clone(), nesting(&path));
        // The object is known, the member is not.
        for (at, _) in written.rmatch_indices('.') {
            let (object, rest) = (&written[..at], &written[at..]);
            let declared = join(&self.base, object);
            if self.known.contains(&declared) {
                return completed(format!("{declared}{rest}"));
            }
            if let Some(object) = self.in_examples(object) {
                return completed(format!("{object}{rest}"));
            }
        }
        let is_split = name.has_slash && !self.shape.paths.is_empty();
        let is_within = self.last.as_ref().is_some_and(|(path, has_members)| {
            *has_members && !self.shape.has(path) && !written.contains('.') && path.rsplit_once('.').is_none()
        });
        match (self.outer == self.base, is_split || is_within) {
            (true, false) => completed(join(&self.base, written)),
            (true, true) => (join(&self.base, written), Nesting::Guessed),
            (false, _) => (join(&self.outer, written), Nesting::Guessed),
        }
    }
}
