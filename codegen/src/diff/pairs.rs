//! Pairs old items with new ones: endpoints by their routes, types by the places where they are used, fields by what
//! they are. This finds what was renamed or moved, and reports nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem::discriminant,
};

use super::{
    matching::{Matched, similar_names},
    side::is_root,
};
use crate::model::{Endpoint, Enum, EnumValue, Event, Field, Model, Object, Scalar, Type, TypeName, WireValue};

/// An old and a new version of one object, with their fields matched.
pub(super) struct ObjectPair<'m> {
    pub(super) names: (&'m TypeName, &'m TypeName),
    pub(super) objects: (&'m Object, &'m Object),
    pub(super) fields: Matched<'m, Field>,
}

impl ObjectPair<'_> {
    /// The new wire name of an old member.
    pub(super) fn new_wire<'s>(&'s self, old: &'s str) -> &'s str {
        let field = self.fields.pairs.iter().find(|(field, _)| field.wire == old);
        let choices = self.objects.0.choice().zip(self.objects.1.choice());
        let tag = choices.filter(|(choice, _)| choice.tag == old).map(|(_, new)| new.tag.as_str());
        field.map(|(_, new)| new.wire.as_str()).or(tag).unwrap_or(old)
    }
}

/// The pairs of a comparison.
pub(super) struct Pairs<'m> {
    pub(super) endpoints: Matched<'m, Endpoint>,
    pub(super) events: Matched<'m, Event>,
    /// The scopes of renamed endpoints and events, from old to new.
    renamed_scopes: BTreeMap<&'m str, &'m str>,
    /// The types, from old to new.
    pub(super) types: BTreeMap<&'m TypeName, &'m TypeName>,
    pub(super) objects: Vec<ObjectPair<'m>>,
    /// The new names of inline types that were renamed only because what contains them was renamed.
    pub(super) implied_renames: BTreeSet<&'m TypeName>,
    /// The new types that are paired with an old one.
    paired_new: BTreeSet<&'m TypeName>,
    old: &'m Model,
    new: &'m Model,
}

/// The old and the new name of a type.
type Names<'m> = (&'m TypeName, &'m TypeName);

impl<'m> Pairs<'m> {
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        let endpoints = match_endpoints(old, new);
        let events = Matched::by_key(old.events.values(), new.events.values(), Event::scope)
            .or_by(|o, n| (&o.vendor, &o.tags) == (&n.vendor, &n.tags));
        let of_endpoints = endpoints.pairs.iter().map(|(old, new)| (old.scope(), new.scope()));
        let of_events = events.pairs.iter().map(|(old, new)| (old.scope(), new.scope()));
        let mut pairs = Self {
            renamed_scopes: of_endpoints.chain(of_events).filter(|(old, new)| old != new).collect(),
            endpoints,
            events,
            types: BTreeMap::new(),
            objects: Vec::new(),
            implied_renames: BTreeSet::new(),
            paired_new: BTreeSet::new(),
            old,
            new,
        };
        pairs.pair_by_name();
        pairs.pair_by_place();
        pairs.pair_by_contents();
        pairs
    }

    /// Whether an old and a new type are the same, apart from renaming.
    pub(super) fn same_type(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::List(old), Type::List(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::JsonString(old), Type::JsonString(new)) => self.same_type(old, new),
            (Type::Primitive(old), Type::Primitive(new)) => old == new,
            (Type::File, Type::File) => true,
            _ => {
                let names = old.named().zip(new.named());
                let paired = names.is_some_and(|(old, new)| self.types.get(old) == Some(&new));
                paired && discriminant(old) == discriminant(new)
            }
        }
    }

    /// The new name of an old scope.
    pub(super) fn new_scope<'s>(&'s self, old: &'s str) -> &'s str {
        self.renamed_scopes.get(old).copied().unwrap_or(old)
    }

    /// Pairs types that have the same full name.
    fn pair_by_name(&mut self) {
        self.types.extend(common_names(&self.old.objects, &self.new.objects));
        self.types.extend(common_names(&self.old.enums, &self.new.enums));
        self.types.extend(common_names(&self.old.scalars, &self.new.scalars));
    }

    /// Pairs types that are used at the same place, following fields from the types that are paired already.
    fn pair_by_place(&mut self) {
        let mut todo: Vec<Names<'m>> = Vec::new();
        for (old, new) in &self.endpoints.pairs {
            todo.extend(old.roots().into_iter().zip(new.roots()));
        }
        for (old, new) in &self.events.pairs {
            todo.push((old.root(), new.root()));
            if old.name != new.name {
                self.implied_renames.insert(new.root());
            }
        }
        self.types.extend(todo.iter().copied());
        todo.extend(self.types.iter().map(|(old, new)| (*old, *new)));
        self.paired_new.extend(todo.iter().map(|(_, new)| *new));
        todo.reverse();
        let mut seen = BTreeSet::new();
        while let Some(names) = todo.pop() {
            let Some(objects) = self.old.objects.get(names.0).zip(self.new.objects.get(names.1)) else { continue };
            if !seen.insert(names.0) {
                continue;
            }
            let fields = self.match_fields(objects);
            let renamed = names.0.name != names.1.name;
            let of_fields = fields.pairs.iter().map(|(old, new)| (&old.ty, &new.ty, old.name != new.name));
            for (old, new, member_renamed) in of_fields.chain(variant_types(objects)) {
                todo.extend(self.pair_types(old, new, renamed || member_renamed));
            }
            self.objects.push(ObjectPair { names, objects, fields });
        }
    }

    /// Pairs the named types that an old and a new type at one place consist of. Returns the pair if it is new.
    fn pair_types(&mut self, old: &'m Type, new: &'m Type, container_renamed: bool) -> Option<Names<'m>> {
        let names = old.named().zip(new.named())?;
        let paired = self.types.contains_key(names.0) || self.paired_new.contains(names.1);
        if paired || !self.is_same_declaration(names, element(old), element(new)) {
            return None;
        }
        if container_renamed {
            self.implied_renames.insert(names.1);
        }
        self.types.insert(names.0, names.1);
        self.paired_new.insert(names.1);
        Some(names)
    }

    /// Whether two types used at one place are one declaration that was renamed or moved.
    fn is_same_declaration(&self, names: (&TypeName, &TypeName), old: &Type, new: &Type) -> bool {
        let same_name = names.0.name == names.1.name;
        match (old, new) {
            (Type::Object(_), Type::Object(_)) => {
                let objects = self.old.objects.get(names.0).zip(self.new.objects.get(names.1));
                objects.is_some_and(|(old, new)| {
                    same_name || old.at == new.at || share_half(&old.wire_names(), &new.wire_names())
                })
            }
            (Type::Enum(_), Type::Enum(_)) => {
                let enums = self.old.enums.get(names.0).zip(self.new.enums.get(names.1));
                enums.is_some_and(|(old, new)| same_name || share_half(&values(old), &values(new)))
            }
            (Type::Scalar(_), Type::Scalar(_)) => {
                let scalars = self.old.scalars.get(names.0).zip(self.new.scalars.get(names.1));
                scalars.is_some_and(|(old, new)| same_name || same_scalar(old, new))
            }
            _ => false,
        }
    }

    /// Pairs the remaining types of a vendor by their contents: an unused type has no place by which it could be paired.
    fn pair_by_contents(&mut self) {
        let (old, new) = (self.old, self.new);
        let same_object = |o: &Object, n: &Object| o.at != n.at && !o.members.is_empty() && o.members == n.members;
        let found = [
            self.equal_contents(&old.objects, &new.objects, same_object),
            self.equal_contents(&old.enums, &new.enums, |o, n| !o.values.is_empty() && values(o) == values(n)),
            self.equal_contents(&old.scalars, &new.scalars, |o, n| o.doc.is_some() && same_scalar(o, n)),
        ];
        for names in found.into_iter().flatten() {
            self.types.insert(names.0, names.1);
            if let Some(objects) = old.objects.get(names.0).zip(new.objects.get(names.1)) {
                self.objects.push(ObjectPair { names, objects, fields: self.match_fields(objects) });
            }
        }
    }

    /// The unpaired declarations of the same vendor that are `same`.
    fn equal_contents<T>(
        &self,
        old: &'m BTreeMap<TypeName, T>,
        new: &'m BTreeMap<TypeName, T>,
        same: impl Fn(&T, &T) -> bool,
    ) -> Vec<Names<'m>> {
        let unpaired_old = old.keys().filter(|name| !self.types.contains_key(name) && !is_root(name));
        let unpaired_new = new.keys().filter(|name| !self.paired_new.contains(name) && !is_root(name));
        let vendor = |name: &TypeName| name.scope.split('.').next().map(str::to_owned);
        let matched = Matched::none(unpaired_old, unpaired_new);
        matched.or_by(|o, n| vendor(o) == vendor(n) && same(&old[o], &new[n])).pairs
    }

    fn match_fields(&self, (old, new): (&'m Object, &'m Object)) -> Matched<'m, Field> {
        let described = |field: &Field| field.doc.is_some() || field.label.is_some();
        let same_facts = |o: &Field, n: &Field| {
            let facts = |field: &Field| {
                (field.required, field.location, field.limits.clone(), field.doc.clone(), field.label.clone())
            };
            facts(o) == facts(n) && self.may_be_same_type(&o.ty, &n.ty)
        };
        Matched::by_key(old.fields(), new.fields(), |field| field.wire.as_str())
            .or_by(|o, n| o.name == n.name || n.also_names.contains(&o.wire) || o.also_names.contains(&n.wire))
            .or_by(|o, n| same_facts(o, n) && (described(o) || similar_names(&o.name, &n.name)))
            .or_by(|o, n| {
                self.may_be_same_type(&o.ty, &n.ty) && o.location == n.location && similar_names(&o.name, &n.name)
            })
    }

    /// Whether two types are the same, or may still be paired.
    fn may_be_same_type(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::List(old), Type::List(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::JsonString(old), Type::JsonString(new)) => self.may_be_same_type(old, new),
            _ if self.same_type(old, new) => true,
            _ => old
                .named()
                .zip(new.named())
                .is_some_and(|names| !self.types.contains_key(names.0) && self.is_same_declaration(names, old, new)),
        }
    }
}

/// The names that both maps have.
fn common_names<'m, T>(
    old: &'m BTreeMap<TypeName, T>,
    new: &'m BTreeMap<TypeName, T>,
) -> impl Iterator<Item = Names<'m>> {
    old.keys().filter_map(|name| new.get_key_value(name).map(|(other, _)| (name, other)))
}

fn match_endpoints<'m>(old: &'m Model, new: &'m Model) -> Matched<'m, Endpoint> {
    let wire_names =
        |model: &'m Model, name: &TypeName| model.objects.get(name).map(Object::wire_names).unwrap_or_default();
    let same_members = |o: &'m Endpoint, n: &'m Endpoint| {
        let members = o.roots().map(|name| wire_names(old, name));
        members == n.roots().map(|name| wire_names(new, name)) && members.iter().any(|names| !names.is_empty())
    };
    Matched::by_key(old.endpoints.values(), new.endpoints.values(), Endpoint::scope)
        .or_by(|o, n| (&o.vendor, &o.path, o.method) == (&n.vendor, &n.path, n.method))
        .or_by(|o, n| {
            (&o.vendor, &o.area) == (&n.vendor, &n.area) && similar_names(&o.name, &n.name) && same_members(o, n)
        })
}

/// The types of the members that equal tags select, and whether the variants have different names.
fn variant_types<'m>((old, new): (&'m Object, &'m Object)) -> impl Iterator<Item = (&'m Type, &'m Type, bool)> {
    let choices = old.choice().zip(new.choice()).into_iter();
    choices.flat_map(|(old, new)| {
        old.variants.iter().filter_map(|variant| {
            let other = new.variants.iter().find(|other| other.tag == variant.tag)?;
            let (old, new) = variant.ty().zip(other.ty())?;
            Some((old, new, variant.name != other.name))
        })
    })
}

/// The innermost type of lists, maps and JSON in strings.
fn element(ty: &Type) -> &Type {
    match ty {
        Type::List(of) | Type::Map(of) | Type::JsonString(of) => element(of),
        _ => ty,
    }
}

/// Whether at least half of the longer list is in both.
fn share_half<T: PartialEq>(old: &[T], new: &[T]) -> bool {
    let common = old.iter().filter(|one| new.contains(one)).count();
    common > 0 && 2 * common >= old.len().max(new.len())
}

fn values(decl: &Enum) -> Vec<(&str, &WireValue)> {
    decl.values.iter().map(|EnumValue { name, wire, .. }| (name.as_str(), wire)).collect()
}

fn same_scalar(old: &Scalar, new: &Scalar) -> bool {
    (old.wire, old.secret, &old.limits, &old.doc) == (new.wire, new.secret, &new.limits, &new.doc)
}
