//! Compares a request with what was read from it.
//!
//! Reading is lenient: it accepts `"1"` for 1 and skips members that it does not know. What was read is written again, in
//! the documented form, and compared with what came: whatever is missing or different was not documented.

use std::collections::{HashMap, HashSet};

use http::Request;
use serde_json::Number;

use super::given::Given;
use crate::{
    endpoint::{self, Endpoint, Method, Places},
    form::{self, Part},
    query,
    validate::push_member,
    vendor::{CredentialPlace, Vendor},
    wire::Written,
};

/// The greatest number of deviations that are listed.
const MOST: usize = 20;

/// What the comparison needs to know of an endpoint. It has no type of one, so the comparison is compiled once.
struct Expected {
    places: Places,
    /// The query parameter with the credential.
    credential: Option<&'static str>,
    /// The names of all members, and their other names.
    members: &'static [&'static str],
    aliases: &'static [(&'static str, &'static str)],
    /// Members that may have another JSON type.
    also_types: &'static [(&'static str, &'static str)],
    /// Members that are maps.
    maps: &'static [&'static str],
}

impl Expected {
    const fn of<E: Endpoint>() -> Self {
        let credential = match <E::Vendor as Vendor>::CREDENTIAL {
            CredentialPlace::Query(name) if E::INFO.authenticated => Some(name),
            _ => None,
        };
        Self {
            places: endpoint::places_of::<E>(),
            credential,
            members: E::MEMBERS,
            aliases: E::ALIASES,
            also_types: E::ALSO_TYPES,
            maps: E::MAPS,
        }
    }

    /// Whether a name is that of a member of the body, or another name of one.
    fn has(&self, name: &str) -> bool {
        let aliases = self.aliases.iter().map(|(alias, _)| *alias);
        self.places.in_body(name) && self.members.iter().copied().chain(aliases).any(|known| known == name)
    }
}

/// How a message deviates from the docs, although it can be read and breaks no rule: members that nobody reads or that
/// come twice, and values of another JSON type. Texts do not show values, which may be secret.
pub(super) fn deviations<E: Endpoint>(message: &Request<Vec<u8>>, request: &E) -> Vec<String> {
    let expected = const { &Expected::of::<E>() };
    if const { E::FORM.is_some() } {
        let members = endpoint::members_of(request).unwrap_or_default().into_iter();
        let members = members.map(|(name, text)| Some((name, serde_json::from_str(text.get()).ok()?)));
        return members.collect::<Option<_>>().map_or_else(Vec::new, |written| compared(expected, message, written));
    }
    let written = serde_json::to_vec(&Written(request)).unwrap_or_default();
    match serde_json::from_slice(&written) {
        Ok(Given::Object(written)) => compared(expected, message, written),
        _ => Vec::new(),
    }
}

/// Compares a message with the members of its request in their documented form, without a file.
fn compared(expected: &'static Expected, message: &Request<Vec<u8>>, written: Vec<(String, Given)>) -> Vec<String> {
    let places = &expected.places;
    let (body, parameters): (Vec<_>, Vec<_>) = written.into_iter().partition(|(name, _)| places.in_body(name));
    let mut comparison = Comparison::new(Some(expected));
    comparison.query(expected, message, &parameters);
    comparison.headers(places, message, &parameters);
    if let Some(file) = places.file {
        comparison.form(message, file, places.length, &body);
        return comparison.found;
    }
    match (places.method, message.body().as_slice()) {
        (Method::Get, []) => {}
        (Method::Get, _) => comparison.add("a GET request has no body [unknown_member]"),
        (Method::Post, text) => match serde_json::from_slice(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)) {
            Ok(Given::Object(given)) => comparison.object(&given, &body),
            // A text that the readers repair is not JSON, and the reader accepts nothing but objects.
            Ok(_) => comparison.add("the body is not an object [coerced]"),
            Err(error) => comparison.add(&format!("the body is not JSON: {error} [json]")),
        },
    }
    comparison.found
}

struct Comparison {
    /// The endpoint; `None` if values within the body are compared, of which nothing is known.
    expected: Option<&'static Expected>,
    pointer: String,
    depth: usize,
    found: Vec<String>,
}

impl Comparison {
    fn new(expected: Option<&'static Expected>) -> Self {
        Self { expected, pointer: String::new(), depth: 0, found: Vec::new() }
    }

    fn add(&mut self, problem: &str) {
        match self.found.len() {
            MOST => self.found.push("…".to_owned()),
            more if more > MOST => {}
            _ if self.pointer.is_empty() => self.found.push(problem.to_owned()),
            _ => self.found.push(format!("{} {problem}", self.pointer)),
        }
    }

    fn at(&mut self, name: &str, go_on: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        push_member(&mut self.pointer, name);
        self.depth += 1;
        go_on(self);
        self.depth -= 1;
        self.pointer.truncate(length);
    }

    fn query(&mut self, expected: &Expected, message: &Request<Vec<u8>>, written: &[(String, Given)]) {
        let parameters = query::parse(message.uri().query().unwrap_or_default());
        for (at, (name, text)) in parameters.iter().enumerate() {
            let is_repeated = parameters[..at].iter().any(|(other, _)| other == name);
            self.at(name, |this| match () {
                () if is_repeated => this.add("is there twice [duplicate]"),
                () if Some(name.as_ref()) == expected.credential => {}
                () if expected.places.query.contains(&name.as_ref()) => this.text(text, member(written, name)),
                () => this.add("the query has no parameter of this name [unknown_member]"),
            });
        }
    }

    fn headers(&mut self, places: &Places, message: &Request<Vec<u8>>, written: &[(String, Given)]) {
        for name in places.headers {
            let values: Vec<_> = message.headers().get_all(*name).iter().collect();
            self.at(name, |this| match values[..] {
                [] => {}
                [value] => this.text(value.to_str().unwrap_or_default(), member(written, name)),
                _ => this.add("is there twice [duplicate]"),
            });
        }
    }

    /// Compares the parts of a form with the members that were read from it.
    fn form(
        &mut self,
        message: &Request<Vec<u8>>,
        file: &'static str,
        length: Option<&'static str>,
        written: &[(String, Given)],
    ) {
        let Ok(boundary) = form::boundary(message.headers()) else { return };
        for part in form::parts(message.body(), &boundary).unwrap_or_default() {
            self.at(&part.name, |this| match std::str::from_utf8(part.content) {
                _ if part.name == file => this.file(&part, length),
                _ if member(written, &part.name).is_none() => {
                    this.add("no member of this name belongs here [unknown_member]");
                }
                _ if part.filename.is_some() => this.add("is a file, expected a text [coerced]"),
                text => this.text(text.unwrap_or_default(), member(written, &part.name)),
            });
        }
    }

    /// Checks what vendors want to know about a file.
    fn file(&mut self, part: &Part<'_>, length: Option<&'static str>) {
        if part.filename.is_none() {
            self.add("has no `filename` [filename]");
        }
        if part.content_type.is_none() {
            self.add("has no content type [content_type]");
        }
        let Some(name) = length else { return };
        match part.parameter(name).map(str::parse::<usize>) {
            None => self.add(&format!("has no `{name}` [length]")),
            Some(Ok(length)) if part.content.len() == length => {}
            Some(_) => self.add(&format!("`{name}` is not the length of the content [length]")),
        }
    }

    /// Compares a text in the query, in a header or in a form.
    fn text(&mut self, given: &str, written: Option<&Given>) {
        let as_number = || {
            serde_json::from_str::<Number>(given).is_ok_and(|number| match written {
                Some(Given::Number(written)) => same_number(&number, written),
                _ => false,
            })
        };
        let same = match written {
            Some(Given::Text(written)) => given == written,
            Some(Given::Bool(written)) => given == written.to_string(),
            Some(Given::Number(_)) => as_number(),
            _ => false,
        };
        if !same {
            self.add("is not in its documented form [coerced]");
        }
    }

    fn value(&mut self, given: &Given, written: &Given) {
        match (given, written) {
            (Given::Null, Given::Null) => {}
            (Given::Bool(given), Given::Bool(written)) if given == written => {}
            (Given::Number(given), Given::Number(written)) if same_number(given, written) => {}
            (Given::Text(given), Given::Text(written)) if given == written => {}
            (Given::List(given), Given::List(written)) if given.len() == written.len() => {
                for (at, (given, written)) in given.iter().zip(written).enumerate() {
                    self.at(&at.to_string(), |this| this.value(given, written));
                }
            }
            (Given::Object(given), Given::Object(written)) => self.object(given, written),
            _ if self.is_also_accepted(given) => {}
            _ => self.add(&format!("expected {}, found {} [coerced]", written.kind(), given.kind())),
        }
    }

    /// Whether an erratum accepts a JSON type for the current member, or for the elements of the current list.
    fn is_also_accepted(&self, given: &Given) -> bool {
        let is_index = |segment: &&str| segment.bytes().all(|byte| byte.is_ascii_digit());
        let name = self.pointer.rsplit('/').find(|segment| !is_index(segment)).unwrap_or_default();
        let json_type = match given {
            Given::Bool(_) => "bool",
            Given::Number(_) => "number",
            Given::Text(_) => "string",
            Given::Null | Given::List(_) | Given::Object(_) => return false,
        };
        self.expected.is_some_and(|expected| expected.also_types.contains(&(name, json_type)))
    }

    fn object(&mut self, given: &[(String, Given)], written: &[(String, Given)]) {
        let names: HashSet<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
        let by_name: HashMap<&str, &Given> = written.iter().map(|(name, value)| (name.as_str(), value)).collect();
        let mut under_other_names: Vec<&Given> =
            written.iter().filter(|(name, _)| !names.contains(name.as_str())).map(|(_, value)| value).collect();
        let mut seen = HashSet::new();
        for (name, value) in given {
            match by_name.get(name.as_str()) {
                _ if !seen.insert(name) => self.at(name, |this| this.add("is there twice [duplicate]")),
                Some(written) => self.at(name, |this| this.value(value, written)),
                // A member that was read under another of its names is written under its own.
                None => match under_other_names.iter().position(|written| is_same(value, written)) {
                    Some(at) => drop(under_other_names.remove(at)),
                    None => self.unread(name, value),
                },
            }
        }
    }

    /// Reports a member that was not read. Null means that an optional member is absent; only the names of the body itself
    /// are known.
    fn unread(&mut self, name: &str, value: &Given) {
        let (is_body, is_known) = (self.depth == 0, self.expected.is_some_and(|expected| expected.has(name)));
        let is_null = matches!(value, Given::Null);
        let maps = self.expected.map_or(&[][..], |expected| expected.maps);
        let is_entry = self.pointer.rsplit('/').next().is_some_and(|member| maps.contains(&member));
        self.at(name, |this| match (is_body, is_known) {
            (false, _) if is_entry => this.add("is not in its documented form [coerced]"),
            (true, true) | (false, _) if is_null => {}
            (true, true) => this.add("does not belong to the other members [stray_member]"),
            _ => this.add("no member of this name belongs here [unknown_member]"),
        });
    }
}

/// Whether two values are the same, however deep.
fn is_same(given: &Given, written: &Given) -> bool {
    let mut comparison = Comparison { depth: 1, ..Comparison::new(None) };
    comparison.value(given, written);
    comparison.found.is_empty()
}

fn member<'g>(members: &'g [(String, Given)], name: &str) -> Option<&'g Given> {
    members.iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// Whether a number is the one that is documented: `1` may stand for `1.0`, but not the other way round.
fn same_number(given: &Number, written: &Number) -> bool {
    given == written || written.is_f64() && given.as_f64() == written.as_f64()
}
