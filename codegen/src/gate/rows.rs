//! The rows of a page's tables and the members of a schema, both ways.

use std::{borrow::Cow, collections::BTreeSet};

use facts::{Claim, Direction, Row};
use serde_json::Value;

use super::{
    index::{Found, Index, prefixes},
    judge::{Judged, judge},
    page::Page,
    parts::{Pair, place_of},
    statement::{ABSENT, Contradiction, Home, SchemaPlace, Statement},
    types::TypePart,
};
use crate::{
    diagnostic::Code,
    members::{self, WireKind, WireMember},
    model::{Encoding, Message, MessageKind, Owner, Type},
    syntax::FactsFile,
};

/// A message with what the page says about it.
struct About<'p, 'a> {
    page: &'p Page<'a>,
    owner: Owner<'a>,
    message: &'a Message,
    direction: Direction,
    rows: Vec<(&'a FactsFile, Cow<'a, Row>)>,
    index: Index<'a>,
    /// The paths and types in examples that the schema lists as wrong.
    wrong: BTreeSet<(String, &'static str)>,
}

impl<'a> Page<'a> {
    /// What the page says about the members of an endpoint or an event.
    pub(super) fn members(
        &self,
        owner: Owner<'a>,
        pairs: &[Pair<'a>],
        types: &mut [TypePart<'a>],
        found: &mut Vec<Statement<'a>>,
    ) {
        for message in owner.messages() {
            let direction = match message.kind {
                MessageKind::Request => Direction::Request,
                MessageKind::Response => Direction::Reply,
                MessageKind::Event => Direction::Event,
            };
            let index = Index::new(members::members(self.model, owner, message), message);
            let mut rows: Vec<(&'a FactsFile, Cow<'a, Row>)> = Vec::new();
            for pair in pairs {
                rows.extend(pair.part.rows(direction).iter().map(|row| (pair.facts, Cow::Borrowed(row))));
            }
            let has_rows = !rows.is_empty();
            let mut wrong = BTreeSet::new();
            message.wrong_examples.iter().for_each(|listed| types_in(&listed.example.value, "", &mut wrong));
            let mut about = About { page: self, owner, message, direction, rows, index, wrong };
            about.mount(types);
            about.rows(found);
            if owner.file() == self.file.path && !pairs.is_empty() {
                about.members(has_rows, found);
            }
        }
    }
}

impl<'a> About<'_, 'a> {
    /// Adds the rows of types to those of the message, wherever it has objects of the type.
    fn mount(&mut self, types: &mut [TypePart<'a>]) {
        for ty in types {
            let rows: Vec<&Row> = ty.rows.iter().map(|row| row.row).collect();
            for mount in self.index.mounts(&rows) {
                for of_type in &mut ty.rows {
                    let row = Row { path: format!("{mount}{}", of_type.row.path), ..of_type.row.clone() };
                    if let Found::Nothing = self.index.find(&row.path) {
                        of_type.unmet.get_or_insert_with(|| self.unmet(ty.facts, &row));
                        continue;
                    }
                    of_type.is_met = true;
                    self.rows.push((ty.facts, Cow::Owned(row)));
                }
            }
        }
    }

    /// What rows say.
    fn rows(&self, found: &mut Vec<Statement<'a>>) {
        let is_unknown = |path: &&str| matches!(self.index.find(path), Found::Nothing);
        let unknown: BTreeSet<&str> = self.rows.iter().map(|(_, row)| row.path.as_str()).filter(is_unknown).collect();
        for (facts, row) in &self.rows {
            match self.index.find(&row.path) {
                Found::Members(members) => self.row(facts, row, &members, found),
                Found::Anything => {}
                Found::Nothing => {
                    let is_below = prefixes(&row.path).any(|prefix| unknown.contains(prefix));
                    if !is_below && !self.is_only_in_wrong_examples(row) {
                        found.push(self.unmet(facts, row));
                    }
                }
            }
        }
    }

    /// Which members have no row.
    fn members(&self, has_rows: bool, found: &mut Vec<Statement<'a>>) {
        let own: Vec<&WireMember<'_>> = self.index.members.iter().filter(|member| self.is_of_page(member)).collect();
        if !has_rows {
            found.extend((!own.is_empty()).then(|| self.nothing(own.len())));
            return;
        }
        let stated = self.rows.iter().flat_map(|(_, row)| self.index.at(&row.path));
        let stated: BTreeSet<&str> = stated.map(|member| member.path.as_str()).collect();
        self.absent(&own, &stated, found);
        self.unlisted_values(&own, found);
    }

    /// Whether a table of the page would have a member: the page's own file lists it, and it is no file and no part of JSON in
    /// a string, which pages describe in sentences.
    fn is_of_page(&self, member: &WireMember<'_>) -> bool {
        let is_file = matches!(member.model_type(), Some(Type::File));
        let is_own = member.place.as_ref().is_some_and(|(file, _)| *file == self.page.file.path);
        is_own && !is_file && !member.is_held
    }

    fn is_only_in_wrong_examples(&self, row: &Row) -> bool {
        !row.is_documented() && self.wrong.iter().any(|(path, _)| *path == row.path)
    }

    fn row(&self, facts: &'a FactsFile, row: &Row, members: &[&WireMember<'a>], found: &mut Vec<Statement<'a>>) {
        let places = self.places_of(members);
        if places.is_empty() {
            return;
        }
        let is_xml = self.message.encoding == Encoding::Xml;
        let own = self.wrong.iter().filter(|(path, _)| *path == row.path).map(|(_, ty)| *ty).collect();
        for judged in judge(row, members, self.direction, is_xml, &own) {
            let Judged { kind, value, verdict } = judged;
            let contradiction = verdict.map(|verdict| Contradiction {
                code: Code::FactContradicted,
                group: format!("{kind} {} {:?}", places[0].at, verdict.value.as_ref().unwrap_or(&value)),
                subject: verdict.subject.unwrap_or_else(|| format!("`{}`", row.path)),
                message: verdict.message,
                help: verdict.help,
            });
            let home = self.home_of_values(members).filter(|_| kind == "values");
            let source = Some((facts, row.line));
            let statement = self.statement(kind, value, &row.path, source, places.clone(), contradiction);
            found.push(Statement { home, ..statement });
        }
    }

    /// A row without a member.
    fn unmet(&self, facts: &'a FactsFile, row: &Row) -> Statement<'a> {
        let (parent, name) = row.path.rsplit_once('.').unwrap_or(("", &row.path));
        let mut places = match self.index.find(parent) {
            Found::Members(members) => self.places_of(&members),
            _ => Vec::new(),
        };
        // The object around it, which another file may declare.
        let object = places.get(1).or(places.first()).cloned();
        places.extend(self.whole());
        let place = object.unwrap_or_else(|| places[0].clone());
        let home = Some(Home { place, direction: self.direction });
        let within = if parent.is_empty() { String::new() } else { format!(" in `{parent}`") };
        let (value, seen) = match row.is_documented() {
            true => ("table", "the page lists"),
            false => ("example", "an example on the page has"),
        };
        let contradiction = Contradiction {
            code: Code::FactUnmet,
            group: format!("member {value} {:?}", places[0]),
            subject: format!("`{name}`"),
            message: format!("{seen} {{}}{within}, which the schema does not have"),
            help: "add it".to_owned(),
        };
        let source = Some((facts, row.line));
        let statement = self.statement("member", value.to_owned(), &row.path, source, places, Some(contradiction));
        Statement { home, ..statement }
    }

    /// Members without a row.
    fn absent(&self, own: &[&WireMember<'a>], stated: &BTreeSet<&str>, found: &mut Vec<Statement<'a>>) {
        let mut absent: BTreeSet<&str> = BTreeSet::new();
        for member in own.iter().filter(|member| !stated.contains(member.path.as_str())) {
            let is_below = prefixes(&member.path).any(|prefix| absent.contains(prefix));
            if !absent.insert(&member.path) || is_below {
                continue;
            }
            let (parent, name) = member.path.rsplit_once('.').unwrap_or(("", &member.path));
            let contradiction = Contradiction {
                code: Code::FactMissing,
                group: format!("absent {} {:?} {parent}", self.owner.name(), self.direction),
                subject: format!("`{name}`"),
                message: format!(
                    "neither a table nor an example of the {} on the page has {{}}",
                    self.direction.as_str()
                ),
                help: "remove it, or correct its name".to_owned(),
            };
            let places = self.places_of(&[*member]);
            let absent = self.statement("member", ABSENT.to_owned(), &member.path, None, places, Some(contradiction));
            found.push(absent);
        }
    }

    /// Values of enums and tags of this page that the page does not list.
    fn unlisted_values(&self, own: &[&WireMember<'a>], found: &mut Vec<Statement<'a>>) {
        for member in own.iter().filter(|member| !member.values.is_empty()) {
            let rows = self.rows.iter().filter(|(_, row)| row.path == member.path);
            let listed = rows.clone().flat_map(|(_, row)| &row.claims).filter_map(|claim| match claim {
                Claim::Values(values) => Some(values),
                _ => None,
            });
            let listed: BTreeSet<&str> = listed.flatten().map(String::as_str).collect();
            let (Some((file, at)), false) = (self.values_at(member), listed.is_empty()) else { continue };
            for (name, value) in
                self.named_values(member).into_iter().filter(|(_, value)| !listed.contains(value.as_str()))
            {
                let place = SchemaPlace::new(&file, format!("{at}.{name}"));
                let mut places = vec![place, SchemaPlace::new(&file, &at)];
                places.extend(self.places_of(&[*member]));
                let contradiction = Contradiction {
                    code: Code::FactMissing,
                    group: format!("values {at}"),
                    subject: format!("`{value}`"),
                    message: format!("the page lists the values of `{}`, and {{}} is not among them", member.path),
                    help: "remove it, or correct its value".to_owned(),
                };
                let source = rows.clone().next().map(|(facts, row)| (*facts, row.line));
                let statement =
                    self.statement("values", ABSENT.to_owned(), &member.path, source, places, Some(contradiction));
                found.push(statement);
            }
        }
    }

    /// Where this page lists the values of a member.
    fn values_at(&self, member: &WireMember<'_>) -> Option<(String, String)> {
        self.listed_at(member).filter(|(file, _)| *file == self.page.file.path)
    }

    /// The enum or the tag that lists the values of a member.
    fn listed_at(&self, member: &WireMember<'_>) -> Option<(String, String)> {
        match member.kind {
            WireKind::Tag(_) => member.place.clone().map(|(file, at)| (file.to_owned(), at)),
            _ => {
                let name = member.model_type()?.named()?;
                Some((self.page.model.enums.get(name)?.file.clone(), name.name.clone()))
            }
        }
    }

    /// Where a value of a member belongs.
    fn home_of_values(&self, members: &[&WireMember<'a>]) -> Option<Home> {
        let (file, at) = members.iter().find_map(|member| self.listed_at(member))?;
        Some(Home { place: SchemaPlace::new(&file, at), direction: self.direction })
    }

    /// The values of a member: the last part of the schema path of each, and the value on the wire.
    fn named_values(&self, member: &WireMember<'_>) -> Vec<(String, String)> {
        if let WireKind::Tag(choice) = member.kind {
            return choice.variants.iter().map(|variant| (variant.tag.to_string(), variant.tag.to_string())).collect();
        }
        let decl = member.model_type().and_then(Type::named).and_then(|name| self.page.model.enums.get(name));
        let values = decl.into_iter().flat_map(|decl| &decl.values);
        values.map(|value| (value.name.clone(), value.wire.to_string())).collect()
    }

    /// That the facts have no row of the message.
    fn nothing(&self, members: usize) -> Statement<'a> {
        let message = self.direction.as_str();
        let contradiction = Contradiction {
            code: Code::FactMissing,
            group: format!("nothing {} {:?}", self.owner.name(), self.direction),
            subject: format!("the {message}"),
            message: format!("the facts have no member of {{}}, and the schema has {members}"),
            help: "see whether the reader finds the table: `cargo xtask facts PAGE`".to_owned(),
        };
        let statement = self.statement("member", ABSENT.to_owned(), "", None, self.whole(), Some(contradiction));
        Statement { path: None, ..statement }
    }

    fn statement(
        &self,
        kind: &'static str,
        value: String,
        path: &str,
        source: Option<(&'a FactsFile, usize)>,
        places: Vec<SchemaPlace>,
        contradiction: Option<Contradiction>,
    ) -> Statement<'a> {
        Statement {
            kind,
            value,
            path: Some(path.to_owned()),
            owner: Some(place_of(self.owner)),
            places,
            source,
            home: None,
            contradiction,
        }
    }

    /// The places of the message itself, the most exact one first.
    fn whole(&self) -> Vec<SchemaPlace> {
        let owner = place_of(self.owner);
        let parts: &[&str] = match self.direction {
            Direction::Request => &["body", "query"],
            Direction::Reply => &["response"],
            Direction::Event => &["body"],
        };
        let parts = parts.iter().map(|part| SchemaPlace::new(&owner.file, format!("{}.{part}", owner.at)));
        parts.chain([owner.clone()]).collect()
    }

    /// The places of members, and those of their types.
    fn places_of(&self, members: &[&WireMember<'_>]) -> Vec<SchemaPlace> {
        let mut places = Vec::new();
        for member in members {
            let Some((file, at)) = &member.place else { continue };
            places.push(SchemaPlace::new(file, at));
            let declaration =
                member.model_type().and_then(Type::named).and_then(|name| self.page.model.declaration(name));
            let Some(declaration) = declaration else { continue };
            let at = match declaration {
                crate::model::Declaration::Object(_, object) => object.at.clone(),
                other => other.name().name.clone(),
            };
            places.push(SchemaPlace::new(declaration.file(), at));
        }
        places
    }
}

/// The paths in an example, each with the type of its value.
fn types_in(value: &Value, path: &str, found: &mut BTreeSet<(String, &'static str)>) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                found.insert((path.clone(), type_of(member)));
                types_in(member, &path, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|element| types_in(element, path, found)),
        _ => {}
    }
}

/// The type of a value, as facts name it.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}
