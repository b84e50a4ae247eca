//! Examples are held against the schema of their endpoint: one that does not fit means that one of the two is wrong.

use std::{collections::BTreeSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

use super::{Lowering, texts};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    interpret::{self, Finding},
    model::{Declaration, Endpoint, Example, Message, Type, TypeName},
    naming,
    syntax::{
        Syntax,
        describe::listed,
        node::{Kind, Node},
        yaml,
    },
};

/// What an example shows that does not fit, and where.
struct Misfit {
    finding: Finding,
    file: String,
    span: Span,
    /// Where the page names the example.
    named: Span,
}

impl Lowering<'_> {
    /// Looks at the examples of all endpoints that are whole: not at those of vendors with errors, which may come of these.
    pub(super) fn examples(&mut self, unsound: &BTreeSet<String>) {
        let mut faults = Vec::new();
        let whole = |endpoint: &&Endpoint| !unsound.contains(&endpoint.vendor) && self.is_whole(endpoint);
        for endpoint in self.model.endpoints.values().filter(whole) {
            for message in endpoint.messages() {
                let found = message.examples.iter().flat_map(|example| self.misfits(endpoint, message, example));
                faults.extend(merged(found.collect()).into_iter().map(|(first, more)| {
                    let fault =
                        Diagnostic::new(Code::ExampleMisfit, &first.file, first.span, first.finding.to_string())
                            .help(way_out(&first.finding))
                            .also_in(&endpoint.file, first.named, "named as an example here");
                    more.into_iter().fold(fault, |fault, other| fault.also_in(&other.file, other.span, "and here"))
                }));
            }
        }
        self.faults.append(&mut faults);
    }

    /// Whether the model has every type that an endpoint needs: one may be derived from another vendor's.
    fn is_whole(&self, endpoint: &Endpoint) -> bool {
        let model = &self.model;
        let has = |name: &TypeName| {
            model.objects.contains_key(name) || model.enums.contains_key(name) || model.scalars.contains_key(name)
        };
        let mut whole = endpoint.roots().into_iter().all(has);
        model.visit(&endpoint.roots(), &mut |declaration| {
            if let Declaration::Object(_, object) = declaration {
                whole &= object.types().filter_map(Type::named).all(has);
            }
        });
        whole
    }

    fn misfits(&self, endpoint: &Endpoint, message: &Message, example: &Example) -> Vec<Misfit> {
        let found = interpret::check(&self.model, self.model.vendor_of(endpoint), message, &example.value);
        if found.is_empty() {
            return Vec::new();
        }
        let named = self.span_of(endpoint, message.kind.as_str(), example);
        let text = self.syntax.examples.get(&example.file).map(|bytes| String::from_utf8_lossy(bytes));
        let tree = text.and_then(|text| yaml::parse(&example.file, &readable(&text)).ok());
        let misfit = |finding: Finding| {
            let span = tree.as_ref().map(|tree| place(tree, &finding)).unwrap_or_default();
            Misfit { finding, file: example.file.clone(), span, named }
        };
        without_consequences(found).into_iter().map(misfit).collect()
    }

    /// What to do about an example that is not there.
    pub(super) fn instead_of(&self, path: &str) -> String {
        if let Some(near) = self.meant_by(path) {
            return match (near.rsplit_once('/'), path.rsplit_once('/')) {
                (Some((there, name)), Some((here, _))) if there == here => format!("did you mean `{name}`?"),
                _ => format!("move `{near}` there: the folder is called like the page"),
            };
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = self.syntax.examples.keys().filter_map(|other| other.strip_prefix(folder)?.strip_prefix('/'));
        let beside: Vec<&str> = beside.filter(|name| !name.contains('/')).collect();
        match beside[..] {
            [] => format!("store the example there: the folder `{folder}` is called like the page"),
            _ => format!("store the example there, or name one that is there: {}", listed(&beside)),
        }
    }

    /// The file that is meant by the path of an example that is not there: one that no page names, in the same folder
    /// under a similar name, or under the same name in a folder that belongs to no page.
    pub(super) fn meant_by(&self, path: &str) -> Option<&str> {
        let (folder, name) = path.rsplit_once('/')?;
        let forgotten = self.syntax.examples.keys().filter(|other| !self.named_examples.contains(*other));
        let forgotten: Vec<(&str, &str)> = forgotten.filter_map(|other| other.rsplit_once('/')).collect();
        let beside = forgotten.iter().filter(|(other, _)| *other == folder).map(|(_, name)| *name);
        let (there, found) = match naming::nearest(name, beside) {
            Some(near) => (folder, near),
            None => {
                let page = |folder: &str| self.syntax.file(&format!("{folder}.yaml")).is_some();
                let same = forgotten.iter().filter(|(other, found)| *found == name && !page(other));
                (naming::nearest(folder, same.map(|(other, _)| *other))?, name)
            }
        };
        let found = self.syntax.examples.get_key_value(&format!("{there}/{found}"));
        found.map(|(path, _)| path.as_str())
    }

    /// Where a page names an example.
    fn span_of(&self, endpoint: &Endpoint, key: &str, example: &Example) -> Span {
        let page = self.syntax.file(&endpoint.file);
        let node = page.and_then(|page| page.root.get("endpoints")?.get(&endpoint.name)?.get("examples"));
        let named: Vec<(&str, Span)> = node.map(|node: &Node| texts(node, key)).unwrap_or_default();
        named.into_iter().find(|(name, _)| *name == example.file_name()).map_or_else(Span::default, |(_, span)| span)
    }
}

/// What to do about a finding, if the example is as the page has it.
fn way_out(finding: &Finding) -> String {
    let mend = match finding.rule {
        "coerced" => {
            let found = finding.message.split("found ").nth(1).unwrap_or_default();
            let json = ["string", "number"].into_iter().find(|json| found.contains(json)).unwrap_or("bool");
            format!("add an erratum for the field with `also_accept: {{ types: [{json}] }}`")
        }
        "required" => {
            "remove `required` from the field; or mend its name, if the example has it under another".to_owned()
        }
        "unknown_member" => "add the field to the schema, or mend its name there".to_owned(),
        "type" => "mend the `type` of the field".to_owned(),
        _ => {
            "mend the schema; if the page's own example breaks its rule, remove the rule and add an erratum".to_owned()
        }
    };
    format!("look whether the file is what the page shows; if it is, {mend}")
}

/// A member that is missing because it stands there under a similar name is one finding, not two.
fn without_consequences(found: Vec<Finding>) -> Vec<Finding> {
    let meant: Vec<String> = found
        .iter()
        .filter(|finding| finding.rule == "unknown_member")
        .filter_map(|finding| {
            let near = finding.message.rsplit_once("did you mean `")?.1.split('`').next()?;
            Some(format!("{}/{near}", finding.pointer.rsplit_once('/')?.0))
        })
        .collect();
    found.into_iter().filter(|finding| finding.rule != "required" || !meant.contains(&finding.pointer)).collect()
}

/// Misfits that differ in nothing but the elements of lists, or the files, are one: the first of them, and the others.
fn merged(found: Vec<Misfit>) -> Vec<(Misfit, Vec<Misfit>)> {
    let kind = |misfit: &Misfit| {
        let names = misfit.finding.pointer.split('/').filter(|part| part.parse::<usize>().is_err());
        (misfit.finding.rule, names.map(str::to_owned).collect::<Vec<_>>())
    };
    let mut merged: Vec<(Misfit, Vec<Misfit>)> = Vec::new();
    for misfit in found {
        match merged.iter_mut().find(|(first, _)| kind(first) == kind(&misfit)) {
            Some((_, more)) => more.push(misfit),
            None => merged.push((misfit, Vec::new())),
        }
    }
    merged
}

/// Where in an example a finding is: at the member, if the finding is about its name, else at its value. What is not
/// there is looked for in vain in the object or list around it.
fn place(tree: &Node, finding: &Finding) -> Span {
    let mut node = tree;
    let mut span = beginning(tree);
    for part in finding.pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        let index = name.parse::<usize>().ok();
        let Some(found) = node.get(&name).or_else(|| node.elements().get(index?)) else { break };
        let key = node.key(&name).filter(|_| finding.rule == "unknown_member");
        span = key.map_or_else(|| beginning(found), |key| key.span);
        node = found;
    }
    span
}

/// A value; of an object or a list, its bracket.
fn beginning(node: &Node) -> Span {
    match node.kind {
        Kind::List(_) | Kind::Map(_) => Span { start: node.span.start, end: node.span.start + 1 },
        _ => node.span,
    }
}

/// The character at a line and a column, as serde_json counts them: from 1, in bytes.
pub(super) fn offset(bytes: &[u8], line: usize, column: usize) -> Span {
    let before: usize =
        bytes.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let mut start = (before + column.saturating_sub(1)).min(bytes.len());
    let is_within = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    while is_within(start) {
        start -= 1;
    }
    // What is missing is shown where the text ends.
    let mut end = (start + 1).min(bytes.len());
    while is_within(end) {
        end += 1;
    }
    Span { start, end }
}

/// Members that an example has more than once: readers of JSON keep one of them, and nobody knows which.
pub(super) fn said_twice(file: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    // Most have none, and that is found in a moment. Where they stand, the reader of YAML knows.
    if serde_json::from_slice::<SaidOnce>(bytes).is_ok() {
        return Vec::new();
    }
    let found = yaml::parse(file, &readable(&String::from_utf8_lossy(bytes))).err().unwrap_or_default();
    found.into_iter().filter(|fault| fault.code == Code::DuplicateKey).collect()
}

/// A JSON value in which no object has a member twice.
struct SaidOnce;

impl<'de> Deserialize<'de> for SaidOnce {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for SaidOnce {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value in which nothing is said twice")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a member is there twice"));
            }
            members.next_value::<Self>()?;
        }
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self, A::Error> {
        while elements.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E: Error>(self) -> Result<Self, E> {
        Ok(self)
    }
}

/// A JSON text as YAML can read it, with everything at its place: pairs of `\u` escapes for one character are none there.
fn readable(json: &str) -> String {
    let bytes = json.as_bytes();
    let is_half = |at: usize| {
        let escaped = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
        let digits = bytes.get(at + 2..at + 6).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        !escaped
            && digits.is_some_and(|digits| matches!(digits, [b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]))
    };
    let mut text = json.to_owned();
    for (at, _) in json.match_indices("\\u").filter(|(at, _)| is_half(*at)) {
        text.replace_range(at..at + 6, "\\u0041");
    }
    text
}

/// The paths that pages name as examples.
pub(super) fn named(syntax: &Syntax) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for page in &syntax.pages {
        let folder = page.file.path.trim_end_matches(".yaml");
        for (_, endpoint) in page.file.root.get("endpoints").map(Node::entries).unwrap_or_default() {
            for (_, list) in endpoint.get("examples").map(Node::entries).unwrap_or_default() {
                let files = list.elements().iter().filter_map(Node::text);
                named.extend(files.map(|file| format!("{folder}/{file}")));
            }
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_json_are_whole_characters() {
        let text = "{\n \"名\": x";
        let at = |line, column| {
            let Span { start, end } = offset(text.as_bytes(), line, column);
            &text[start..end]
        };
        assert_eq!((at(1, 1), at(2, 9), at(2, 99)), ("{", "x", ""));
        // A column within a character is that of the character.
        assert_eq!((at(2, 3), at(2, 4), at(2, 5)), ("名", "名", "名"));
    }

    #[test]
    fn pairs_of_escapes_leave_everything_at_its_place() {
        let json = r#"{"a": "\ud83d\ude00", "b": "\u00e9\\ud8", "c": 1}"#;
        let text = readable(json);
        assert_eq!(text.len(), json.len());
        let tree = yaml::parse("x", &text).expect("YAML reads it");
        assert_eq!(&json[tree.get("c").expect("it is there").span.start..][..1], "1");
    }
}
