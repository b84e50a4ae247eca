//! Claims: what descriptions state in a fixed form, and sentences that have the marks of a rule and that no form fits.

use std::{collections::BTreeMap, ops::Range};

use facts::{
    Bounds, Claim, Direction,
    vocabulary::{BEYOND, MARKS, QUIET, Type, Unit},
};
use serde_json::Value;

use crate::{
    labels::{self, Labelled},
    limits::{self, Found},
    page::{Claimed, Member, Page, Part},
    scan::Scan,
    text::{Span, Text},
};

/// Finds the claims of all rows.
pub(crate) fn complete(page: &mut Page, text: &str) {
    for part in &mut page.parts {
        let shown = Direction::ALL.map(|direction| shown(part, direction));
        for table in &mut part.tables {
            let [request, reply, event] = &shown;
            let shown = match table.direction {
                Direction::Request => request,
                Direction::Reply => reply,
                Direction::Event => event,
            };
            for member in &mut table.rows {
                let kind = kind(member, shown.get(&member.path).copied());
                let stated = std::mem::take(&mut member.claims);
                let read = Read::new(&member.description, kind, text, stated);
                part.unclaimed.extend(read.unclaimed);
                member.claims = read.claims;
                if member.values.is_empty() {
                    member.values = read.values;
                }
            }
        }
    }
}

/// The sentences of a line outside tables that have the marks of a rule.
pub(crate) fn unclaimed(line: &Text) -> Vec<Text> {
    let scan = Scan::new(&line.text);
    let free = vec![true; scan.chars.len()];
    marked(&scan, &free, line)
}

/// What kind of value a member has, as far as limits are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    List,
    Number,
    Bool,
    Text,
    Unknown,
}

fn kind(member: &Member, shown: Option<Kind>) -> Kind {
    match (member.ty, shown) {
        (Some(Type::List | Type::TextList | Type::IntegerList | Type::ObjectList), _) | (_, Some(Kind::List)) => {
            Kind::List
        }
        (Some(Type::Integer | Type::Number), _) => Kind::Number,
        (Some(Type::Bool), _) => Kind::Bool,
        (Some(Type::Text), _) => Kind::Text,
        (_, Some(kind)) => kind,
        (_, None) => Kind::Unknown,
    }
}

/// The kinds of the values in examples, by their paths.
fn shown(part: &Part, direction: Direction) -> BTreeMap<String, Kind> {
    let mut kinds = BTreeMap::new();
    for example in part.examples.iter().filter(|example| example.direction == direction) {
        if let Some(value) = example.reading.value() {
            add(value, &example.path, &mut kinds);
        }
    }
    kinds
}

fn add(value: &Value, path: &str, kinds: &mut BTreeMap<String, Kind>) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                add(member, &path, kinds);
                let kind = match member {
                    Value::Array(_) => Kind::List,
                    Value::Number(_) => Kind::Number,
                    Value::Bool(_) => Kind::Bool,
                    Value::String(_) => Kind::Text,
                    Value::Null | Value::Object(_) => Kind::Unknown,
                };
                kinds.insert(path, kind);
            }
        }
        Value::Array(list) => list.iter().for_each(|element| add(element, path, kinds)),
        _ => {}
    }
}

/// What a description says.
struct Read<'t> {
    scan: Scan<'t>,
    description: &'t Text,
    /// The text of the page.
    page: &'t str,
    kind: Kind,
    claims: Vec<Claimed>,
    values: Vec<(Text, Text)>,
    unclaimed: Vec<Text>,
    /// The characters that no claim has.
    free: Vec<bool>,
}

impl<'t> Read<'t> {
    /// Reads a description. `claims`: what is known already.
    fn new(description: &'t Text, kind: Kind, page: &'t str, claims: Vec<Claimed>) -> Self {
        let scan = Scan::new(&description.text);
        let free = vec![true; scan.chars.len()];
        let (values, unclaimed) = Default::default();
        let mut read = Self { scan, description, page, kind, claims, values, unclaimed, free };
        let listed = labels::list(&read.scan);
        read.list(&listed);
        let in_labels = read.free.clone();
        for (range, found) in limits::find(&read.scan) {
            let is_in_label = matches!(found, Found::Limit { .. }) && range.clone().any(|at| !in_labels[at]);
            if let Some(claim) = read.claim(&found, &listed).filter(|_| !is_in_label) {
                read.add(claim, &range);
            }
        }
        if !read.claims.is_empty() {
            let words: Vec<&str> = BEYOND.iter().map(|(word, _)| *word).collect();
            skip(&read.scan, &mut read.free, &words);
        }
        read.unclaimed = marked(&read.scan, &read.free, description);
        read
    }

    /// The place in the page of some characters of the description.
    fn place(&self, range: &Range<usize>) -> Span {
        place(self.page, self.description, self.scan.slice(range))
    }

    fn text(&self, range: &Range<usize>) -> Text {
        Text::new(self.scan.slice(range), self.place(range))
    }

    fn list(&mut self, listed: &[Labelled]) {
        let (Some(first), Some(last)) = (listed.first(), listed.last()) else { return };
        self.values = listed.iter().map(|one| (self.text(&one.value), self.text(&one.label))).collect();
        let values = self.values.iter().map(|(value, _)| value.text.clone()).collect();
        let all = first.value.start.min(first.label.start)..last.label.end.max(last.value.end);
        if !self.claims.iter().any(|known| matches!(known.claim, Claim::Values(_))) {
            self.claims.push(Claimed { claim: Claim::Values(values), at: self.place(&all) });
        }
        for one in listed {
            let range = one.value.start.min(one.label.start)..one.label.end.max(one.value.end);
            self.free[range].fill(false);
        }
    }

    /// Adds a claim, unless the row has another one of its kind. Two limits that complete each other are one.
    fn add(&mut self, claim: Claim, range: &Range<usize>) {
        let known = self.claims.iter_mut().find(|known| known.claim.kind() == claim.kind());
        let is_new = match known {
            Some(known) => known.claim == claim || completed(&mut known.claim, &claim),
            None => {
                let at = self.place(range);
                self.claims.push(Claimed { claim, at });
                true
            }
        };
        if is_new {
            self.free[range.clone()].fill(false);
        }
    }

    fn claim(&self, found: &Found, listed: &[Labelled]) -> Option<Claim> {
        let text = |range: &Range<usize>| self.scan.slice(range).to_owned();
        match found {
            Found::Limit { min, max, unit } => self.limit(Bounds { min: *min, max: *max }, *unit),
            Found::Fixed(value) => Some(Claim::Fixed(text(value))),
            Found::OneOf(values) => Some(Claim::Values(values.iter().map(text).collect())),
            Found::Default(value) => {
                let word = self.scan.slice(value);
                let labelled = listed.iter().find(|one| self.scan.slice(&one.label) == word);
                let yes_or_no = match (self.kind, word) {
                    (Kind::Bool, "是") => Some("true"),
                    (Kind::Bool, "否") => Some("false"),
                    _ => None,
                };
                let is_value = word.is_ascii() || !self.scan.at(value.start).is_some_and(char::is_alphabetic);
                labelled
                    .map(|one| text(&one.value))
                    .or(yes_or_no.map(str::to_owned))
                    .or(is_value.then(|| word.to_owned()))
                    .map(Claim::Default)
            }
        }
    }

    /// A limit of what it counts, or, if that is not said, of what the type has.
    fn limit(&self, bounds: Bounds, unit: Option<Unit>) -> Option<Claim> {
        match (unit, self.kind) {
            (Some(Unit::Bytes), Kind::Text | Kind::List | Kind::Unknown) => Some(Claim::Bytes(bounds)),
            (Some(Unit::Chars), Kind::Text | Kind::List | Kind::Unknown) => Some(Claim::Chars(bounds)),
            (Some(Unit::Items) | None, Kind::List) => Some(Claim::Items(bounds)),
            (Some(Unit::Items) | None, Kind::Number) => Some(Claim::Range(bounds)),
            _ => None,
        }
    }
}

/// Adds an end to a limit that has only the other.
fn completed(known: &mut Claim, new: &Claim) -> bool {
    let (Claim::Bytes(known) | Claim::Chars(known) | Claim::Items(known) | Claim::Range(known)) = known else {
        return false;
    };
    let (Claim::Bytes(new) | Claim::Chars(new) | Claim::Items(new) | Claim::Range(new)) = new else { return false };
    let fits = |known: Option<i64>, new: Option<i64>| new.is_none() || known.is_none() || known == new;
    let fit = fits(known.min, new.min) && fits(known.max, new.max);
    if fit {
        *known = Bounds { min: known.min.or(new.min), max: known.max.or(new.max) };
    }
    fit
}

/// Where in a page a part of a text is: exactly, if the page has it as it is; else where the text is.
fn place(page: &str, text: &Text, part: &str) -> Span {
    let found = page.get(text.at.clone()).and_then(|cell| cell.find(part));
    found.map_or_else(|| text.at.clone(), |at| text.at.start + at..text.at.start + at + part.len())
}

/// The sentences that have a mark among the characters that no claim has.
fn marked(scan: &Scan<'_>, free: &[bool], text: &Text) -> Vec<Text> {
    let mut free = free.to_vec();
    skip(scan, &mut free, QUIET);
    let ends = |at: &usize| scan.at(*at).is_some_and(|c| "。;!\n".contains(c));
    let mut found = Vec::new();
    let mut start = 0;
    while start < scan.chars.len() {
        let end = (start..scan.chars.len()).find(ends).map_or(scan.chars.len(), |end| end + 1);
        let has_number = (start..end).any(|at| free[at] && scan.at(at).is_some_and(|c| c.is_ascii_digit()));
        let is_mark =
            |at: usize| free[at] && scan.meaning(at, MARKS).is_some_and(|(_, numbered)| has_number || !numbered);
        if (start..end).any(is_mark) {
            found.push(Text::new(scan.slice(&(start..end)), text.at.clone()));
        }
        start = end;
    }
    found
}

/// Marks some words as read.
fn skip(scan: &Scan<'_>, free: &mut [bool], words: &[&str]) {
    for at in 0..free.len() {
        if let Some(end) = scan.word(at, words) {
            free[at..end].fill(false);
        }
    }
}
