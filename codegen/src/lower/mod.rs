//! From syntax to the model: resolves names and checks meaning.
//!
//! **Architecture invariant:** a model without errors is correct. Everything that can be wrong with it is reported here or
//! by the phases that follow, so that emitters cannot fail.
//!
//! One file per concern; each adds its part to the model and its faults to the list. Faults are collected, never thrown:
//! what failed is left out of the model, and a fault that only follows from another one is not reported.
//!
//! | files | concern |
//! |---|---|
//! | `declare`, `scope` | which named types there are, and which of them a file can see |
//! | `scalar`, `limits`, `enumeration`, `derivation` | scalars and enums |
//! | `object`, `inherit`, `adds`, `member`, `direction`, `json_string`, `empty`, `choice`, `rules`, `together`, `literal` | objects, what they contain, and rules about it |
//! | `vendor`, `area`, `defaults`, `page`, `endpoint`, `parameters`, `event`, `in_xml`, `examples` | vendors, pages, endpoints and events |
//! | `file`, `flat`, `kinds`, `roles`, `recursion`, `depth`, `modules`, `paging`, `grants` | what can only be seen in the complete model |
//! | `errata`, `also_accept` | where the docs contradict themselves or the API |
//! | `lowering` | the state, which all of these share |
//! | `places` | which part of the model comes from where |

mod adds;
mod also_accept;
mod area;
mod choice;
mod declare;
mod defaults;
mod depth;
mod derivation;
mod direction;
mod empty;
mod endpoint;
mod enumeration;
mod errata;
mod event;
mod examples;
mod file;
mod flat;
mod grants;
mod in_xml;
mod inherit;
mod json_string;
mod kinds;
mod limits;
mod literal;
mod lowering;
mod member;
mod modules;
mod object;
mod page;
mod paging;
mod parameters;
mod places;
mod recursion;
mod roles;
mod rules;
mod scalar;
mod scope;
mod together;
mod vendor;

use std::collections::{BTreeMap, BTreeSet};

use crate::{diagnostic::Diagnostic, model::Model, syntax::Syntax};
use lowering::Lowering;

pub(crate) use places::{Place, Places, Site};

/// The result of lowering.
pub(crate) struct Lowered<'a> {
    /// Complete and correct if there are no errors.
    pub(crate) model: Model,
    pub(crate) places: Places<'a>,
    /// What is wrong with the meaning of the files. A fault within a part with a syntax error is left out, because it may
    /// only follow from that.
    pub(crate) faults: Vec<Diagnostic>,
}

/// Lowers all files.
pub(crate) fn lower(syntax: &Syntax) -> Lowered<'_> {
    let mut lowering = Lowering {
        syntax,
        faults: Vec::new(),
        model: Model::default(),
        taken: BTreeMap::new(),
        places: Places::default(),
        broken: BTreeSet::new(),
        lowering: Vec::new(),
        derived: Vec::new(),
        added_to: BTreeMap::new(),
        added_elsewhere: Vec::new(),
        listed_examples: examples::listed(syntax),
    };
    let scopes = lowering.declare();
    lowering.additions(&scopes);
    lowering.scalars(&scopes);
    lowering.enums(&scopes);
    lowering.objects(&scopes);
    lowering.vendors();
    lowering.areas();
    lowering.pages(&scopes);
    lowering.add_to_endpoints(&scopes);
    lowering.roles();
    lowering.directions();
    lowering.inherit_directions();
    lowering.files();
    lowering.recursion();
    lowering.depth();
    lowering.modules();
    lowering.exports();
    lowering.envelopes();
    lowering.events();
    lowering.items_in_xml();
    lowering.paging();
    lowering.grants();
    lowering.replacements();
    lowering.nothing_missing_is_there();
    lowering.unused_examples();
    lowering.errata();
    lowering.flat();
    lowering.kinds();
    lowering.inherit_accepted();
    let Lowering { model, places, mut faults, .. } = lowering;
    faults.retain(|fault| syntax.file(&fault.file).is_none_or(|file| !file.is_faulty_around(fault.span)));
    Lowered { model, places, faults }
}
