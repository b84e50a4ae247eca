//! Random schemas that are large in one dimension.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    Source,
    diagnostic::{Format, Texts, render},
    model::{Model, Object},
};
use serde_json::{Map, Value, json};

use super::{
    declare::Declared,
    fields::{field, large_choice},
    names::Names,
    nesting::Shape,
    random::Random,
    types::{Part, Place, Scope},
    vendor::Vendor,
};

/// A dimension in which schemas are large, and their size.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Large {
    /// Variants of a choice that each select a member of their own.
    Variants(usize),
    /// Members of an object.
    Members(usize),
    /// Values of an enum.
    Values(usize),
    /// Endpoints on a page.
    Endpoints(usize),
    /// Objects, lists and maps within each other, as deeply as is accepted.
    Nesting,
}

impl Large {
    const ALL: [Self; 5] =
        [Self::Variants(30), Self::Members(128), Self::Values(2_000), Self::Endpoints(40), Self::Nesting];

    /// The dimension in which a case is large. Every fifth case is large, so 25 cases cover all five dimensions.
    pub(crate) fn of(case: u64) -> Option<Self> {
        let at = usize::try_from(case / 5).unwrap_or_default();
        (case % 5 == 4).then(|| Self::ALL[at % Self::ALL.len()])
    }

    /// Schemas of this size that are accepted.
    pub(crate) fn accepted(self, seed: u64, case: u64, vendor: &str) -> Vec<Source> {
        let mut refusal = String::new();
        // A random combination of facts may be refused for a reason unrelated to the size.
        for attempt in 0..20 {
            let sources = self.sources(seed ^ (attempt << 32), case, vendor);
            let outcome = codegen::load(&sources);
            if let Some(model) = outcome.model {
                assert!(self.is_in(&model), "case {case} is not as large as {self:?}");
                return sources;
            }
            let texts = Texts::new("", &sources);
            refusal = outcome.diagnostics.first().map(|found| render(found, &texts, Format::Human)).unwrap_or_default();
        }
        panic!("case {case}, {self:?}: all attempts are refused, the last one with:\n{refusal}");
    }

    /// Schemas of this size.
    pub(crate) fn sources(self, seed: u64, case: u64, vendor: &str) -> Vec<Source> {
        let mut vendor = Vendor::new(Names::accepted(Random::new(seed, case), vendor), vendor);
        let declared = vendor.own(None);
        match self {
            Self::Endpoints(count) => vendor.page(0, &declared, &mut BTreeSet::new(), count),
            _ => self.page(&mut vendor, &declared),
        }
        vendor.sources
    }

    /// Writes a page whose endpoint sends and receives something of this size.
    fn page(self, vendor: &mut Vendor, above: &Declared) {
        let mut file = json!({ "page": vendor.head() });
        let mut shared = Map::new();
        match self {
            Self::Values(count) => {
                let (declared, decl) = vendor.enumeration(&[], count);
                shared.insert("value".to_owned(), json!({ "type": declared.name }));
                file["enums"][declared.name] = decl;
            }
            Self::Nesting => {
                let mut types = Map::new();
                for shape in Shape::ALL {
                    let (depth, _) = shape.deepest(11);
                    shared.insert(shape.member(), shape.member_of(&mut vendor.names, &mut types, depth));
                }
                file["types"] = Value::Object(types);
            }
            Self::Variants(_) | Self::Members(_) | Self::Endpoints(_) => {}
        }
        let mut endpoint = json!({ "route": "POST /large", "summary": vendor.names.text() });
        for part in ["body", "response"] {
            let mut fields = shared.clone();
            self.fill(vendor, above, &mut fields);
            endpoint[part] = Value::Object(fields);
        }
        file["endpoints"] = json!({ "large": endpoint });
        vendor.write(format!("{}/large.yaml", vendor.name), &file);
    }

    /// Adds the members that make an object large.
    fn fill(self, vendor: &mut Vendor, above: &Declared, fields: &mut Map<String, Value>) {
        let names = &mut vendor.names;
        let mut scope = Scope::default();
        scope.wires.extend(names.envelope.map(str::to_owned));
        // At this depth no inline objects are created, so only one dimension is large.
        let place = Place { types: &above.types, prefix: "", depth: 3 };
        match self {
            Self::Variants(count) => {
                let choice = std::iter::repeat_with(|| large_choice(names, &mut scope, place, count));
                fields.extend(choice.flatten().next());
            }
            Self::Members(count) => {
                while fields.len() < count {
                    fields.extend([field(names, &mut scope, place, Part::Body)]);
                }
            }
            Self::Values(_) | Self::Endpoints(_) | Self::Nesting => {}
        }
    }

    /// Whether a model has this size.
    fn is_in(self, model: &Model) -> bool {
        match self {
            Self::Variants(count) => {
                sent_and_received(model, |object| object.choice().is_some_and(|choice| choice.slots().len() == count))
            }
            Self::Members(count) => sent_and_received(model, |object| object.wire_names().len() == count),
            Self::Values(count) => model.enums.values().any(|decl| decl.values.len() == count),
            Self::Endpoints(count) => {
                let mut pages = BTreeMap::<_, usize>::new();
                model.endpoints.values().for_each(|endpoint| *pages.entry(&endpoint.file).or_default() += 1);
                pages.into_values().any(|endpoints| endpoints == count)
            }
            Self::Nesting => model.objects.len() > 100,
        }
    }
}

/// Whether a property holds for an object of a request and for one of a reply.
fn sent_and_received(model: &Model, holds: impl Fn(&Object) -> bool) -> bool {
    model.objects.values().filter(|object| holds(object)).count() >= 2
}
