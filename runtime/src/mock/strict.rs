//! Compares a request with what was read from it.
//!
//! Reading is lenient: it accepts `"1"` for 1 and skips members that it does not know. What was read is written again, in
//! the documented form, and compared with what came: whatever is missing or different was not documented.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use http::Request;
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;

use crate::{
    endpoint::{Endpoint, Method},
    query,
    validate::push_member,
    vendor::{CredentialPlace, Vendor},
    wire::Written,
};

/// The greatest number of deviations that are listed.
const MOST: usize = 20;

/// A JSON value as it came: with every member, even if two have one name.
enum Given {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Given>),
    Object(Vec<(String, Given)>),
}

/// How a message deviates from the docs, although it can be read and breaks no rule: members that nobody reads or that
/// come twice, and values of another JSON type. Texts do not show values, which may be secret.
pub(super) fn deviations<E: Endpoint>(message: &Request<Vec<u8>>, request: &E) -> Vec<String> {
    let Some(Given::Object(written)) = written(request) else { return Vec::new() };
    let in_body = |name: &str| !E::QUERY.contains(&name) && !E::HEADERS.contains(&name);
    let (body, parameters): (Vec<_>, Vec<_>) = written.into_iter().partition(|(name, _)| in_body(name));
    let mut comparison = Comparison::new(|name| {
        let aliases = E::ALIASES.iter().map(|(alias, _)| *alias);
        in_body(name) && E::MEMBERS.iter().copied().chain(aliases).any(|known| known == name)
    });
    (comparison.also_types, comparison.maps) = (E::ALSO_TYPES, E::MAPS);
    comparison.query::<E>(message, &parameters);
    comparison.headers::<E>(message, &parameters);
    match (E::INFO.method, message.body().as_slice()) {
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

/// The request in its documented form.
fn written<E: Endpoint>(request: &E) -> Option<Given> {
    serde_json::from_slice(&serde_json::to_vec(&Written(request)).ok()?).ok()
}

struct Comparison<K> {
    /// Members that may have another JSON type.
    also_types: &'static [(&'static str, &'static str)],
    /// Members that are maps.
    maps: &'static [&'static str],
    /// Whether a name is that of a member of the body, or another name of one.
    is_known: K,
    pointer: String,
    depth: usize,
    found: Vec<String>,
}

impl<K: Fn(&str) -> bool> Comparison<K> {
    fn new(is_known: K) -> Self {
        Self { is_known, also_types: &[], maps: &[], pointer: String::new(), depth: 0, found: Vec::new() }
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

    fn query<E: Endpoint>(&mut self, message: &Request<Vec<u8>>, written: &[(String, Given)]) {
        let credential = match <E::Vendor as Vendor>::CREDENTIAL {
            CredentialPlace::Query(name) if E::INFO.authenticated => Some(name),
            _ => None,
        };
        let parameters = query::parse(message.uri().query().unwrap_or_default());
        for (at, (name, text)) in parameters.iter().enumerate() {
            let is_repeated = parameters[..at].iter().any(|(other, _)| other == name);
            self.at(name, |this| match () {
                () if is_repeated => this.add("is there twice [duplicate]"),
                () if Some(name.as_ref()) == credential => {}
                () if E::QUERY.contains(&name.as_ref()) => this.text(text, member(written, name)),
                () => this.add("the query has no parameter of this name [unknown_member]"),
            });
        }
    }

    fn headers<E: Endpoint>(&mut self, message: &Request<Vec<u8>>, written: &[(String, Given)]) {
        for name in E::HEADERS {
            let values: Vec<_> = message.headers().get_all(*name).iter().collect();
            self.at(name, |this| match values[..] {
                [] => {}
                [value] => this.text(value.to_str().unwrap_or_default(), member(written, name)),
                _ => this.add("is there twice [duplicate]"),
            });
        }
    }

    /// Compares a text in the query or in a header.
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
        self.also_types.contains(&(name, json_type))
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
        let (is_body, is_known) = (self.depth == 0, (self.is_known)(name));
        let is_null = matches!(value, Given::Null);
        let is_entry = self.pointer.rsplit('/').next().is_some_and(|member| self.maps.contains(&member));
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
    let mut comparison = Comparison { depth: 1, ..Comparison::new(|_| false) };
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

impl Given {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a bool",
            Self::Number(number) if number.is_f64() => "a float",
            Self::Number(_) => "an integer",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(GivenVisitor)
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = Given;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Given, E> {
        Ok(Given::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Given, E> {
        Ok(Given::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Given, E> {
        Ok(Given::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Given, E> {
        Ok(Given::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Given, E> {
        Number::from_f64(value).map(Given::Number).ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Given, E> {
        Ok(Given::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Given, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = from.next_element()? {
            elements.push(element);
        }
        Ok(Given::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Given, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = from.next_entry()? {
            members.push(member);
        }
        Ok(Given::Object(members))
    }
}
