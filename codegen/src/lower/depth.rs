//! How deeply types may be nested.
//!
//! rustc checks whether a type is `Send` by following its fields, and gives up after 128 steps (`recursion_limit`). rustdoc
//! also checks whether it is `RefUnwindSafe`, which takes more steps into maps and boxes. The limit leaves some steps for the
//! types of users that contain ours, such as futures.

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

/// The steps into a list.
const LIST: usize = 3;

/// The steps into a map.
const MAP: usize = 11;

/// The steps into the box of an object that contains itself.
const BOX: usize = 5;

/// The number of times that objects may be visited again, before a circle of objects counts as too deep because there are
/// too many ways through it.
const VISITS: usize = 10_000;

impl Lowering<'_> {
    /// Reports the place at which types are nested too deeply, once for all requests and replies that lead there.
    pub(super) fn depth(&mut self) {
        let roots = self.model.roots().into_iter();
        let mut search =
            Search { model: &self.model, fits: BTreeMap::new(), way: Vec::new(), outermost: usize::MAX, visits: 0 };
        let found: BTreeSet<Place> = roots.filter_map(|root| search.root(root)).collect();
        for place in found {
            let Some(site) = self.places.source_of(&place, &self.model) else { continue };
            let message = format!("types are nested too deeply: `{}` is more than {MOST} steps deep", site.key.text);
            let fault = Diagnostic::new(Code::TypesTooDeep, &site.file.path, site.key.span, message);
            self.report(fault.help(format!("give it the type `json`, or nest fewer objects, lists and maps: an object counts as {OBJECT} steps, a list as {LIST}, a map as {MAP}")));
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
    /// The outermost object of `way` that the objects within it contain, by its position.
    outermost: usize,
    visits: usize,
}

impl<'m> Search<'m> {
    /// The first place in a request or a reply that is too deep.
    fn root(&mut self, name: &'m TypeName) -> Option<Place> {
        (self.outermost, self.visits) = (usize::MAX, 0);
        self.object(name, MOST.checked_sub(OBJECT)?)
    }

    /// The first place in an object that takes more than the steps that are left.
    fn object(&mut self, name: &'m TypeName, left: usize) -> Option<Place> {
        if self.fits.get(name).is_some_and(|fitted| *fitted <= left) {
            return None;
        }
        if let Some(at) = self.way.iter().position(|around| *around == name) {
            self.outermost = self.outermost.min(at);
            return None;
        }
        let object = self.model.objects.get(name)?;
        self.visits += 1;
        let at = self.way.len();
        self.way.push(name);
        let found = object.members.iter().find_map(|member| match member {
            Member::Field(field) => {
                let place = || Place::Field(name.clone(), field.wire.clone());
                match left.checked_sub(if field.boxed { BOX } else { 0 }) {
                    Some(left) => self.ty(&field.ty, left, &place),
                    None => Some(place()),
                }
            }
            Member::Choice(choice) => {
                let place = || Place::Choice(name.clone());
                let Some(left) = left.checked_sub(OBJECT) else { return Some(place()) };
                choice.types().into_iter().find_map(|ty| self.ty(ty, left, &place))
            }
        });
        self.way.pop();
        // Within a circle, the number of steps depends on where it is entered.
        if found.is_none() && self.outermost >= at {
            self.fits.insert(name, left);
            self.outermost = usize::MAX;
        }
        found
    }

    fn ty(&mut self, ty: &'m Type, left: usize, place: &dyn Fn() -> Place) -> Option<Place> {
        match ty {
            Type::List(of) => match left.checked_sub(LIST) {
                Some(left) => self.ty(of, left, place),
                None => Some(place()),
            },
            Type::Map(of) => match left.checked_sub(MAP) {
                Some(left) => self.ty(of, left, place),
                None => Some(place()),
            },
            Type::Object(name) => match left.checked_sub(OBJECT) {
                Some(left) if self.visits < VISITS + self.model.objects.len() => self.object(name, left),
                _ => Some(place()),
            },
            // The type of what a string holds is no part of that of the string, as far as this is concerned.
            Type::JsonString(_) | Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::File => None,
        }
    }
}
