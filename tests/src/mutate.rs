//! Mutates valid documents, for tests that compare two implementations of one model.

use std::collections::BTreeSet;

use codegen::model::{MessageKind, Model};
use serde_json::{Map, Value, json};

use crate::rules::Rules;

/// One change of a document: where, how, and with what.
pub type Change = (usize, u8, usize, usize);

/// Mutates documents with values and names that occur in the schemas.
pub struct Changer {
    pool: Vec<Value>,
    names: Vec<String>,
    rules: Rules,
}

impl Changer {
    /// A mutator for documents of this model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self { pool: pool(model), names: names(model), rules: Rules::new(model) }
    }

    /// Changes a document in one place.
    pub fn apply(&self, document: &mut Value, (place, how, what, name_at): Change) {
        let other = pick(document, what).clone();
        let value = self.pool[what % self.pool.len()].clone();
        let name = self.names[name_at % self.names.len()].clone();
        let empty = empty(what);
        let node = pick(document, place);
        if let (1..=3, Some(mut held)) = (how % 4, held(node)) {
            self.apply(&mut held, (what / 5, how / 4, what / 7, name_at / 3));
            *node = json!(held.to_string());
            return;
        }
        match (how % 14, node) {
            (0, Value::Object(members)) => {
                let key = members.keys().nth(what % members.len().max(1)).cloned();
                key.map(|key| members.remove(&key));
            }
            (0, Value::Array(elements)) if !elements.is_empty() => drop(elements.remove(what % elements.len())),
            (1, Value::Object(members)) => drop(members.insert(name, value)),
            (2, Value::Object(members)) => drop(members.insert(name, other)),
            (3, Value::Object(members)) => rename(members, what, name),
            (1 | 2, Value::Array(elements)) => elements.push(value),
            (3, Value::Array(elements)) => elements.extend(elements.clone().into_iter().take(3)),
            (4, node @ Value::Number(_)) => *node = json!(node.to_string()),
            (5, node) => *node = json!([node.clone()]),
            (6, node) => *node = json!(null),
            // What servers send in place of lists and objects.
            (7, node) => *node = empty,
            (8, node) => *node = json!(node.to_string()),
            (9, node @ Value::Array(_)) => keyed(node, what),
            (10, Value::Array(elements)) => elements.insert(what % (elements.len() + 1), empty),
            (4 | 9..=12, Value::Object(members)) => self.rules.add(members, what),
            (_, node) => *node = value,
        }
    }
}

/// The documents to mutate: the examples, an empty request, and an empty reply.
#[must_use]
pub fn seeds(model: &Model, name: &str) -> Vec<(MessageKind, Value)> {
    let endpoint = &model.endpoints[name];
    let envelope = &model.vendor_of(endpoint).envelope;
    let mut answer = Map::new();
    answer.insert(envelope.code.clone(), json!(envelope.success));
    answer.extend(envelope.data.iter().map(|data| (data.clone(), json!({}))));
    let mut seeds = vec![(MessageKind::Request, json!({})), (MessageKind::Response, Value::Object(answer))];
    for _ in 0..3 {
        for message in endpoint.messages() {
            seeds.extend(message.examples.iter().map(|example| (message.kind, example.value.clone())));
        }
    }
    seeds
}

/// Values near the limits in the schemas, and values that are nearly right.
const VALUES: &str = r#"[
    null, true, false, -3, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 50, 51, 99, 100, 2147483647, 2147483648, 4294967295,
    4294967296, 9223372036854775807, -9223372036854775808, 18446744073709551615, 1.0, 0.5, 0.49, 1.5, 900.5, 1e300,
    -0.0, 9007199254740992.0, 9007199254740994.0, "", "0", "1", "-3", "+3", " 1", "1.0", "1.5", "1e2", "12.0", " 3 ",
    "-0", "0x10", "1,000", "9007199254740993", "9007199254740993.0", "1e400", 1e3, "nan", "inf", "true", "false", "a",
    "ab", "AB", "ABC", "cat12", "abcdefgh", "abcdefghi", "猫", "猫猫", "猫猫猫猫猫", "a\nb", [], {}, ["a"], ["a", "a"],
    [1, "1"], [1, 2, 3, 4], [[1]], {"a": 1}, [null], [{}], [null, "a", "", false], [[], {}, "", null],
    {"0": "a", "1": "a"}, {"10": 3, "9": "2", "2": null}, {"00": 1}, "[]", "{}", " [\"a\", null, \"a\"] ",
    "[1, 2, [3]]", "[1", "{\"name\": 1, \"grams\": \"2\"}", "[{\"name\": \"n\", \"title\": \"[]\"}]",
    "[[[[[[[[[]]]]]]]]]", {"name": "n", "title": 5}, {"grams": 1}
]"#;

/// The values that mutations insert.
fn pool(model: &Model) -> Vec<Value> {
    let mut pool: Vec<Value> = serde_json::from_str(VALUES).unwrap_or_else(|error| panic!("{error}"));
    pool.push(json!((0..101).map(|at| format!("id{at}")).collect::<Vec<_>>()));
    for decl in model.enums.values() {
        pool.extend(decl.values.iter().take(3).map(|value| serde_json::to_value(&value.wire).unwrap_or_default()));
    }
    for choice in model.objects.values().filter_map(|object| object.choice()) {
        pool.extend(choice.variants.iter().map(|variant| serde_json::to_value(&variant.tag).unwrap_or_default()));
    }
    pool
}

/// Every name of a member, and an unknown one.
fn names(model: &Model) -> Vec<String> {
    let mut names: BTreeSet<String> = ["zzz".to_owned()].into();
    for object in model.objects.values() {
        names.extend(object.wire_names().into_iter().map(str::to_owned));
        names.extend(object.fields().flat_map(|field| field.also_names.iter().cloned()));
    }
    for vendor in model.vendors.values() {
        let envelope = &vendor.envelope;
        names.extend(
            [&envelope.code, &envelope.message].into_iter().chain(&envelope.data).chain(&envelope.trace).cloned(),
        );
    }
    // Members with rules about other members are rare, and so is what breaks them.
    let fields = model.objects.values().flat_map(|object| object.fields());
    let conditional = fields.filter(|field| !field.depends.is_empty()).map(|field| field.wire.clone());
    let groups = model.objects.values().flat_map(|object| &object.groups);
    let grouped = groups.flat_map(|group| group.fields.iter().cloned());
    let ruled: Vec<String> = conditional.chain(grouped).collect();
    names.into_iter().chain(std::iter::repeat_n(ruled, 40).flatten()).collect()
}

fn rename(members: &mut Map<String, Value>, at: usize, name: String) {
    let key = members.keys().nth(at % members.len().max(1)).cloned();
    if let Some(value) = key.and_then(|key| members.remove(&key)) {
        members.insert(name, value);
    }
}

/// The object or the list whose JSON is in a string.
fn held(value: &Value) -> Option<Value> {
    let held: Value = serde_json::from_str(value.as_str()?).ok()?;
    (held.is_object() || held.is_array()).then_some(held)
}

/// What servers send where they have nothing.
fn empty(which: usize) -> Value {
    let empty = [json!(null), json!(""), json!(false), json!([]), json!({}), json!(" "), json!("[]"), json!("{}")];
    empty[which / 7 % empty.len()].clone()
}

/// Turns a list into an object whose names are numbers, with or without gaps.
fn keyed(list: &mut Value, what: usize) {
    let Value::Array(elements) = list.take() else { return };
    let names = (0..).map(|at| (at * (1 + what % 3) + what % 2).to_string());
    *list = Value::Object(names.zip(elements).collect());
}

/// The node with this number in document order; the numbers start again after the last one.
///
/// # Panics
/// Never: a document has a node.
pub fn pick(document: &mut Value, number: usize) -> &mut Value {
    let count = count(document);
    nth(document, &mut (number % count)).unwrap_or_else(|| panic!("there are {count} nodes"))
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(elements) => elements.iter().map(count).sum::<usize>(),
        _ => 0,
    }
}

fn nth<'v>(value: &'v mut Value, number: &mut usize) -> Option<&'v mut Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    match value {
        Value::Object(members) => members.values_mut().find_map(|value| nth(value, number)),
        Value::Array(elements) => elements.iter_mut().find_map(|value| nth(value, number)),
        _ => None,
    }
}
