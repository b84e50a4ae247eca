//! One edit of a page changes several facts: a row that is new has a name, a type and a description. Each edit is one finding.

use std::collections::BTreeSet;

use facts::{Change, Direction, Facts, Id, Row};

/// A change, and those that only follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) change: Change,
    /// What the member, or the endpoint, was called.
    pub(crate) renamed: Option<String>,
    /// The changes that follow from it.
    pub(crate) details: Vec<Change>,
}

/// The member that a change is about.
type Place = (Option<String>, Option<Direction>, Option<String>);

/// Groups the changes of a page.
pub(crate) fn groups(old: &Facts, new: &Facts, changes: Vec<Change>) -> Vec<Group> {
    let mut open = changes;
    let mut groups = Vec::new();
    parts(old, new, &mut open, &mut groups);
    members(old, new, &mut open, &mut groups);
    sentences(&mut open, &mut groups);
    examples(&mut open, &mut groups);
    groups.extend(open.into_iter().map(|change| Group { change, renamed: None, details: Vec::new() }));
    groups.sort_by_key(|group| group.change.line);
    groups
}

fn place(id: &Id) -> Place {
    (id.part.clone(), id.direction, id.path.clone())
}

/// Removes the changes that `is_one` finds.
fn take(open: &mut Vec<Change>, mut is_one: impl FnMut(&Change) -> bool) -> Vec<Change> {
    let (taken, rest) = std::mem::take(open).into_iter().partition(|change| is_one(change));
    *open = rest;
    taken
}

/// Endpoints and events that are new, gone, or have another route or other tags.
fn parts(old: &Facts, new: &Facts, open: &mut Vec<Change>, groups: &mut Vec<Group>) {
    let rows = |facts: &Facts, change: &Change| {
        let part = facts.parts.iter().find(|part| Some(part.name()) == change.id.part);
        part.map(|part| {
            Direction::ALL.map(|direction| part.rows(direction).iter().map(without_line).collect::<Vec<_>>())
        })
    };
    let mut gone = take(open, |change| change.id.kind == "part" && change.new.is_empty());
    for change in take(open, |change| change.id.kind == "part" && change.old.is_empty()) {
        let same = gone.iter().position(|gone| rows(old, gone) == rows(new, &change));
        let renamed = same.map(|at| gone.remove(at).id.part.unwrap_or_default());
        let details =
            take(open, |other| other.id.part == change.id.part || (renamed.is_some() && other.id.part == renamed));
        groups.push(Group { change, renamed, details });
    }
    for change in gone {
        let details = take(open, |other| other.id.part == change.id.part);
        groups.push(Group { change, renamed: None, details });
    }
}

fn without_line(row: &Row) -> Row {
    Row { line: 0, ..row.clone() }
}

/// Members that are new, gone, or have another name.
fn members(old: &Facts, new: &Facts, open: &mut Vec<Change>, groups: &mut Vec<Group>) {
    let rows = |facts: &Facts, change: &Change| -> Vec<Row> {
        let parts = facts.parts.iter().filter(|part| Some(part.name()) == change.id.part);
        let rows = parts.flat_map(|part| change.id.direction.map(|direction| part.rows(direction)).unwrap_or_default());
        let same = rows.filter(|row| Some(&row.path) == change.id.path.as_ref());
        same.map(|row| Row { path: String::new(), examples: Vec::new(), ..without_line(row) }).collect()
    };
    // A member that only examples have now is gone from its table.
    let is_gone = |change: &Change| !change.new.iter().any(|place| place == "table") && !change.old.is_empty();
    let mut gone = take(open, |change| change.id.kind == "member" && is_gone(change));
    for change in take(open, |change| change.id.kind == "member") {
        let is_new = change.old.is_empty();
        let is_documented = |rows: &[Row]| rows.iter().any(Row::is_documented);
        let same = gone.iter().position(|gone| {
            let (was, is) = (rows(old, gone), rows(new, &change));
            is_new && was == is && is_documented(&is) && gone.id.part == change.id.part
        });
        let renamed = same.map(|at| gone.remove(at).id);
        let (is, was) = (place(&change.id), renamed.as_ref().map(place));
        let details = take(open, |other| place(&other.id) == is || Some(place(&other.id)) == was);
        groups.push(Group { change, renamed: renamed.and_then(|id| id.path), details });
    }
    for change in gone {
        let at = place(&change.id);
        let details = take(open, |other| place(&other.id) == at);
        groups.push(Group { change, renamed: None, details });
    }
}

/// A sentence is another one when a limit in it is another one. What no pattern understands is in a sentence, too.
fn sentences(open: &mut Vec<Change>, groups: &mut [Group]) {
    let lines: BTreeSet<usize> = groups.iter().map(|group| group.change.line).collect();
    let of_groups = take(open, |change| change.id.kind == "unclaimed" && lines.contains(&change.line));
    for change in of_groups {
        if let Some(group) = groups.iter_mut().find(|group| group.change.line == change.line) {
            group.details.push(change);
        }
    }
    let stated: BTreeSet<Place> = (open.iter())
        .filter(|change| {
            matches!(change.id.kind, "bytes" | "chars" | "items" | "range" | "default" | "fixed" | "values")
        })
        .map(|change| place(&change.id))
        .collect();
    drop(take(open, |change| change.id.kind == "text" && stated.contains(&place(&change.id))));
    let lines: BTreeSet<usize> =
        open.iter().filter(|change| change.id.kind != "unclaimed").map(|change| change.line).collect();
    drop(take(open, |change| change.id.kind == "unclaimed" && lines.contains(&change.line)));
}

/// An example is another one when a member that only examples have is new or gone, or when a value has another type.
fn examples(open: &mut Vec<Change>, groups: &mut [Group]) {
    let message = |id: &Id| (id.part.clone(), id.direction);
    let in_examples = |change: &Change| change.old.iter().chain(&change.new).any(|place| place == "example");
    let members = groups.iter().filter(|group| group.change.id.kind == "member" && in_examples(&group.change));
    let from_groups = members.map(|group| message(&group.change.id));
    let from_types = open.iter().filter(|change| change.id.kind == "examples").map(|change| message(&change.id));
    let moved: BTreeSet<_> = from_groups.chain(from_types).collect();
    for example in take(open, |change| change.id.kind == "example" && moved.contains(&message(&change.id))) {
        // The type of a value is found where the example is.
        let types = open.iter_mut().filter(|change| change.id.kind == "examples");
        let same = types.filter(|change| message(&change.id) == message(&example.id));
        same.for_each(|change| change.line = example.line);
    }
}
