//! Random schemas whose objects, lists and maps are nested deeply.

use codegen::{Source, diagnostic::Code};
use serde_json::{Map, Value, json};

use super::{names::Names, random::Random, vendor::Vendor};

/// A way to nest.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Inline objects, and lists of them, in a named type.
    Inline,
    /// Named types, each an optional field of the one before.
    Fields,
    /// Named types, each in a list.
    Lists,
    /// Named types, each in a map.
    Maps,
    /// Named types, each in a list that a tag selects.
    Choices,
    /// Lists within lists.
    ListsOfLists,
    /// Maps within maps.
    MapsOfMaps,
    /// Objects that contain each other in a circle.
    Circle,
}

impl Shape {
    pub(crate) const ALL: [Self; 8] = [
        Self::Inline,
        Self::Fields,
        Self::Lists,
        Self::Maps,
        Self::Choices,
        Self::ListsOfLists,
        Self::MapsOfMaps,
        Self::Circle,
    ];

    /// The name of the member that has this shape.
    pub(crate) fn member(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// A vendor whose only endpoint returns a member of this shape.
    fn sources(self, seed: u64, depth: usize) -> Vec<Source> {
        let mut vendor = Vendor::new(Names::accepted(Random::new(seed, 0), "acme"), "acme");
        vendor.own(None);
        let mut types = Map::new();
        let member = self.member_of(&mut vendor.names, &mut types, depth);
        let endpoint = json!({ "route": "POST /nested", "summary": "Nests.", "response": { self.member(): member } });
        let file = json!({ "page": vendor.head(), "endpoints": { "nested": endpoint }, "types": types });
        vendor.write("acme/nested.yaml".to_owned(), &file);
        vendor.sources
    }

    /// The greatest depth that is accepted, and the errors beyond it.
    pub(crate) fn deepest(self, seed: u64) -> (usize, Vec<Code>) {
        (1..)
            .find_map(|depth| {
                let outcome = codegen::load(&self.sources(seed, depth));
                let codes = outcome.diagnostics.iter().map(|found| found.code).collect();
                outcome.model.is_none().then(|| (depth - 1, codes))
            })
            .expect("some depth is refused")
    }

    /// A field that is nested so deeply. The types that it needs are added.
    pub(crate) fn member_of(self, names: &mut Names, types: &mut Map<String, Value>, depth: usize) -> Value {
        let wrapped = |wrap: fn(Value) -> Value, of: Value| (0..depth).fold(of, |of, _| wrap(of));
        let ty = match self {
            Self::Inline => {
                let name = names.upper();
                types.insert(
                    name.clone(),
                    (0..depth).fold(json!({ "leaf": { "type": "string" } }), |inner, _| inline(names, inner)),
                );
                json!(name)
            }
            Self::ListsOfLists => wrapped(|of| json!([of]), json!("string")),
            Self::MapsOfMaps => wrapped(|of| json!({ "string": of }), json!("json")),
            Self::Circle => circle(names, types, depth),
            Self::Fields | Self::Lists | Self::Maps | Self::Choices => {
                let last = names.upper();
                types.insert(last.clone(), json!({ "leaf": { "type": "json" } }));
                json!((0..depth).fold(last, |inner, _| self.around(names, types, &inner)))
            }
        };
        json!({ "type": ty })
    }

    /// Adds a type that contains another one, and returns its name.
    fn around(self, names: &mut Names, types: &mut Map<String, Value>, inner: &str) -> String {
        let ty = match self {
            Self::Maps => json!({ "string": inner }),
            Self::Lists | Self::Choices => json!([inner]),
            _ => json!(inner),
        };
        let members = match self {
            Self::Choices => {
                let of = json!({ "1": { "field": "part", "type": ty }, "2": { "field": "text", "type": "string" } });
                json!({ "kind": { "choice": { "tag": "type", "wire": "int" }, "of": of } })
            }
            _ => json!({ "deeper": { "type": ty } }),
        };
        let name = names.upper();
        types.insert(name.clone(), members);
        name
    }
}

/// The members of an object whose only member is an inline object, or a list of those.
fn inline(names: &mut Names, mut inner: Value) -> Value {
    if names.random.chance(50) {
        inner["$name"] = json!(names.upper());
    }
    let key = if names.random.chance(30) { "objects" } else { "object" };
    json!({ "deeper": { key: inner } })
}

/// Objects in optional fields, the last of which contains the first.
fn circle(names: &mut Names, types: &mut Map<String, Value>, depth: usize) -> Value {
    let circle: Vec<String> = std::iter::repeat_with(|| names.upper()).take(depth).collect();
    for (name, next) in circle.iter().zip(circle.iter().cycle().skip(1)) {
        types.insert(name.clone(), json!({ "next": { "type": next } }));
    }
    json!(circle[0])
}

/// A vendor that returns a tree with nodes of many kinds: each has children of any kind.
pub(crate) fn tree(kinds: usize) -> Vec<Source> {
    let mut vendor = Vendor::new(Names::accepted(Random::new(11, 0), "acme"), "acme");
    vendor.own(None);
    let (mut types, mut variants) = (Map::new(), Map::new());
    for kind in 1..=kinds {
        types.insert(format!("Kind{kind}"), json!({ "children": { "type": ["Node"] } }));
        variants.insert(kind.to_string(), json!({ "field": format!("kind{kind}"), "type": format!("Kind{kind}") }));
    }
    types.insert("Node".to_owned(), json!({ "kind": { "choice": { "tag": "type", "wire": "int" }, "of": variants } }));
    let endpoint = json!({ "route": "POST /tree", "summary": "Nests.", "response": { "root": { "type": "Node" } } });
    let file = json!({ "page": vendor.head(), "endpoints": { "tree": endpoint }, "types": types });
    vendor.write("acme/tree.yaml".to_owned(), &file);
    vendor.sources
}
