//! From syntax to the model: names are resolved, meaning is checked.
//!
//! **Architecture invariant:** after `lower` no fault of a schema is possible. Whatever can be wrong is reported here,
//! so that emitters need not fail.
//!
//! One file a concern; each adds its part to the model and its faults to the list:
//! `declare` finds the named types and where they live, `scalar`, `enumeration`, `object` and `choice` lower them, `rules` checks
//! what speaks about several members, `endpoint` lowers vendors, pages and endpoints, `check` looks at the model as a
//! whole, `errata` and `examples` hold it against what the docs say.

mod allow;
mod check;
mod choice;
mod declare;
mod endpoint;
mod enumeration;
pub(crate) mod errata;
mod examples;
mod object;
mod rules;
mod scalar;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Code, Diagnostic, Severity, Span},
    lint,
    model::{Model, TypeName},
    syntax::{
        File, Syntax,
        node::{Key, Node},
    },
};

/// Lowers all files and adds the faults of their meaning to those of their form. The model is whole if there is no error.
/// What may only follow from a fault of form is not reported.
pub(crate) fn lower(syntax: &Syntax, faults: &mut Vec<Diagnostic>) -> Model {
    let mut lowering = Lowering {
        syntax,
        faults: Vec::new(),
        model: Model::default(),
        taken: BTreeMap::new(),
        places: Places::default(),
        broken: BTreeSet::new(),
        named_examples: examples::named(syntax),
    };
    let scopes = lowering.declare();
    lowering.scalars(&scopes);
    lowering.enums(&scopes);
    lowering.objects(&scopes);
    lowering.vendors();
    lowering.endpoints(&scopes);
    lowering.prune();
    lowering.check();
    lowering.errata();
    let allowed = lowering.allowed();
    lowering.faults.retain(|fault| syntax.file(&fault.file).is_none_or(|file| !file.is_faulty_around(fault.span)));
    faults.append(&mut lowering.faults);
    let sound = |faults: &[Diagnostic]| faults.iter().all(|fault| fault.code.severity() == Severity::Warning);
    let errors = faults.iter().filter(|fault| fault.code.severity() == Severity::Error);
    let unsound: BTreeSet<String> = errors.map(|fault| vendor_in(&fault.file).to_owned()).collect();
    lowering.examples(&unsound);
    faults.append(&mut lowering.faults);
    if sound(faults) {
        faults.extend(lint::lint(&lowering.model, &lowering.places, syntax));
        allow::allow(&allowed, faults);
    } else {
        // What an error leaves out of the model may be what a warning misses.
        faults.retain(|fault| fault.code.severity() == Severity::Error);
    }
    lowering.model
}

/// The vendor that a file belongs to, by its path.
fn vendor_in(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

/// The model while it is made.
struct Lowering<'a> {
    syntax: &'a Syntax,
    faults: Vec<Diagnostic>,
    model: Model,
    /// Names of types that are taken, and by what.
    taken: BTreeMap<TypeName, (String, Span)>,
    /// Names of types that have faults: what follows from those is not told as well.
    broken: BTreeSet<String>,
    /// The paths of all examples that pages name.
    named_examples: BTreeSet<String>,
    places: Places<'a>,
}

/// What of the model came of which place in a file.
#[derive(Debug, Default)]
pub(crate) struct Places<'a> {
    sites: BTreeMap<Place, Site<'a>>,
    /// By file and the first byte of the key.
    keys: BTreeMap<(&'a str, usize), Place>,
}

/// A place in a file that became part of the model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    pub(crate) file: &'a File,
    pub(crate) key: &'a Key,
    pub(crate) node: &'a Node,
}

impl<'a> Places<'a> {
    fn insert(&mut self, place: Place, site: Site<'a>) {
        self.keys.insert((&site.file.path, site.key.span.start), place.clone());
        self.sites.insert(place, site);
    }

    /// The part of the model that came of a key.
    fn at<'s>(&'s self, file: &'s File, key: &Key) -> Option<&'s Place> {
        self.keys.get(&(file.path.as_str(), key.span.start))
    }

    /// The errata of a file that speak about a place.
    pub(crate) fn errata_of(&self, file: &'a File, place: &Place) -> impl Iterator<Item = &'a Node> {
        let entries = file.root.get("errata").map(Node::elements).unwrap_or_default();
        entries.iter().filter(move |entry| {
            let at = entry.get("at").and_then(Node::text).unwrap_or_default();
            errata::find(&file.root, at).is_ok_and(|(key, _)| self.at(file, key) == Some(place))
        })
    }

    /// Where a part of the model came from.
    pub(crate) fn of(&self, place: &Place) -> Option<Site<'a>> {
        self.sites.get(place).copied()
    }
}

/// A part of the model that faults and errata can speak about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Field(TypeName, String),
    Choice(TypeName),
    Variant(TypeName, usize),
    Object(TypeName),
    Enum(TypeName),
    EnumValue(TypeName, String),
    Scalar(TypeName),
    Endpoint(String),
    Page(String),
    Vendor(String),
    ErrorCode(String, i64),
}

impl<'a> Lowering<'a> {
    fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    fn add(&mut self, code: Code, file: &File, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.faults.push(Diagnostic::new(code, &file.path, span, message));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    /// Takes a name for a type; a second one of the same name in the same scope is a fault.
    fn take(&mut self, name: &TypeName, file: &File, span: Span, what: &str) -> bool {
        if let Some((first_file, first)) = self.taken.get(name).cloned() {
            let message = format!("there is another type `{}` in `{}`", name.name, name.scope);
            let fault = Diagnostic::new(Code::NameClash, &file.path, span, message);
            self.fault(fault.help(what).also_in(&first_file, first, "the other one"));
            return false;
        }
        self.taken.insert(name.clone(), (file.path.clone(), span));
        true
    }

    fn place(&mut self, file: &'a File, key: &'a Key, node: &'a Node, place: Place) {
        self.places.insert(place, Site { file, key, node });
    }
}

/// The text behind a key.
fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::text).map(|text| text.trim().to_owned())
}

/// Whether a key says `true`.
fn flag(node: &Node, key: &str) -> bool {
    node.get(key).is_some_and(|value| value.kind == crate::syntax::node::Kind::Bool(true))
}

/// The texts of a list behind a key, with their positions.
fn texts<'n>(node: &'n Node, key: &str) -> Vec<(&'n str, Span)> {
    let elements = node.get(key).map(Node::elements).unwrap_or_default();
    elements.iter().filter_map(|element| element.text().map(|text| (text, element.span))).collect()
}
