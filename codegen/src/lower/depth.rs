//! How deeply types may be nested.
//!
//! rustc checks whether a type is `Send` by following its fields, and gives up after 128 steps (`recursion_limit`). An
//! object in an optional field takes two steps, a list or a map three more. The limit leaves some steps for the types of
//! users that contain ours, such as futures.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lowering, Place};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Member, Model, Type, TypeName},
};

/// The number of steps on the longest way into a request or a reply.
const MOST: usize = 96;

/// The steps into an object, or into a choice.
const OBJECT: usize = 2;

/// The steps into a list or a map.
const LIST: usize = 3;

impl Lowering<'_> {
    /// Reports the place at which types are nested too deeply, once for all requests and replies that lead there.
    pub(super) fn depth(&mut self) {
        let roots = self.model.roots().into_iter();
        let mut search = Search { model: &self.model, fits: BTreeMap::new(), way: Vec::new() };
        let found: BTreeSet<Place> = roots.filter_map(|root| search.object(root, MOST.checked_sub(OBJECT)?)).collect();
        for place in found {
            let Some(site) = self.places.of(&place) else { continue };
            let message = format!("types are nested too deeply: `{}` is more than {MOST} steps deep", site.key.text);
            let fault = Diagnostic::new(Code::TypesTooDeep, &site.file.path, site.key.span, message);
            self.report(fault.help("give it the type `json`, or flatten the objects and lists around it: an object counts as 2 steps, a list or a map as 3"));
        }
    }
}

/// A search for a place that is too deep.
struct Search<'m> {
    model: &'m Model,
    /// The greatest number of steps left with which an object was searched and nothing was found.
    fits: BTreeMap<&'m TypeName, usize>,
    /// The objects around the place. One that contains itself adds no depth: rustc recognizes the cycle.
    way: Vec<&'m TypeName>,
}

impl<'m> Search<'m> {
    /// The first place in an object that takes more than the steps that are left.
    fn object(&mut self, name: &'m TypeName, left: usize) -> Option<Place> {
        let done = self.fits.get(name).is_some_and(|fitted| *fitted <= left);
        if done || self.way.contains(&name) {
            return None;
        }
        let object = self.model.objects.get(name)?;
        self.way.push(name);
        let found = object.members.iter().find_map(|member| match member {
            Member::Field(field) => {
                let place = || Place::Field(name.clone(), field.wire.clone());
                self.ty(&field.ty, left, &place)
            }
            Member::Choice(choice) => {
                let place = || Place::Choice(name.clone());
                let Some(left) = left.checked_sub(OBJECT) else { return Some(place()) };
                choice.slots().into_iter().find_map(|(_, ty)| self.ty(ty, left, &place))
            }
        });
        self.way.pop();
        if found.is_none() {
            self.fits.insert(name, left);
        }
        found
    }

    fn ty(&mut self, ty: &'m Type, left: usize, place: &dyn Fn() -> Place) -> Option<Place> {
        match ty {
            Type::List(of) | Type::Map(of) => match left.checked_sub(LIST) {
                Some(left) => self.ty(of, left, place),
                None => Some(place()),
            },
            Type::Object(name) => match left.checked_sub(OBJECT) {
                Some(left) => self.object(name, left),
                None => Some(place()),
            },
            Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => None,
        }
    }
}
