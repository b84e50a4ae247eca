//! What of before is what of after: endpoints by their routes, types by the places where they are used, members by what
//! they are. Renames are found here, and nothing is told.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    matching::{Matched, alike},
    side::root,
};
use crate::model::{Endpoint, Enum, Field, Member, Model, Object, Scalar, Type, TypeName};

/// Two versions of one object, and which of their fields belong together.
pub(super) struct ObjectPair<'m> {
    pub(super) names: (&'m TypeName, &'m TypeName),
    pub(super) objects: (&'m Object, &'m Object),
    pub(super) fields: Matched<'m, Field>,
}

impl ObjectPair<'_> {
    /// What a member of before is called on the wire now.
    pub(super) fn renamed<'s>(&'s self, wire: &'s str) -> &'s str {
        let field = self.fields.both.iter().find(|(old, _)| old.wire == wire);
        let tags = self.objects.0.choice().zip(self.objects.1.choice());
        let tag = tags.filter(|(old, _)| old.tag == wire).map(|(_, new)| new.tag.as_str());
        field.map(|(_, new)| new.wire.as_str()).or(tag).unwrap_or(wire)
    }
}

/// Everything that belongs together.
pub(super) struct Pairs<'m> {
    pub(super) endpoints: Matched<'m, Endpoint>,
    /// The scopes of endpoints that were renamed.
    scopes: BTreeMap<&'m str, &'m str>,
    /// Declarations of all kinds, from before to after.
    pub(super) types: BTreeMap<&'m TypeName, &'m TypeName>,
    pub(super) objects: Vec<ObjectPair<'m>>,
    /// Inline objects whose names follow from what they are in, and that of it has changed.
    pub(super) follow: BTreeSet<&'m TypeName>,
    /// The declarations of after that belong to one of before.
    taken: BTreeSet<&'m TypeName>,
    old: &'m Model,
    new: &'m Model,
}

impl<'m> Pairs<'m> {
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        let endpoints = endpoints(old, new);
        let renamed = endpoints.both.iter().filter(|(old, new)| old.scope() != new.scope());
        let mut pairs = Self {
            scopes: renamed.map(|(old, new)| (old.scope(), new.scope())).collect(),
            endpoints,
            types: BTreeMap::new(),
            objects: Vec::new(),
            follow: BTreeSet::new(),
            taken: BTreeSet::new(),
            old,
            new,
        };
        pairs.same_names();
        pairs.same_places();
        pairs.same_contents();
        pairs
    }

    /// Whether two types are one, renamed or not.
    pub(super) fn same_type(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => self.same_type(old, new),
            (Type::Primitive(old), Type::Primitive(new)) => old == new,
            _ => old.named().zip(new.named()).is_some_and(|(o, n)| {
                std::mem::discriminant(old) == std::mem::discriminant(new) && self.types.get(o) == Some(&n)
            }),
        }
    }

    /// Where a scope of before is now.
    pub(super) fn scope<'s>(&'s self, old: &'s str) -> &'s str {
        self.scopes.get(old).copied().unwrap_or(old)
    }

    fn same_names(&mut self) {
        self.types.extend(common(&self.old.objects, &self.new.objects));
        self.types.extend(common(&self.old.enums, &self.new.enums));
        self.types.extend(common(&self.old.scalars, &self.new.scalars));
    }

    /// Follows the fields from what is paired to what is not yet.
    fn same_places(&mut self) {
        let roots =
            self.endpoints.both.iter().map(|(old, new)| [(&old.request, &new.request), (&old.response, &new.response)]);
        let mut todo: Vec<(&TypeName, &TypeName)> = roots.flatten().collect();
        self.types.extend(todo.iter().copied());
        todo.extend(self.types.iter().map(|(old, new)| (*old, *new)));
        self.taken.extend(todo.iter().map(|(_, new)| *new));
        todo.reverse();
        let mut seen = BTreeSet::new();
        while let Some(names) = todo.pop() {
            let Some(objects) = self.old.objects.get(names.0).zip(self.new.objects.get(names.1)) else { continue };
            if !seen.insert(names.0) {
                continue;
            }
            let fields = fields(self, objects);
            let renamed = names.0.name != names.1.name;
            let mut found: Vec<(&Type, &Type, bool)> =
                fields.both.iter().map(|(old, new)| (&old.ty, &new.ty, renamed || old.name != new.name)).collect();
            found.extend(variants(objects).map(|(old, new, other)| (old, new, renamed || other)));
            for (old, new, follows) in found {
                todo.extend(self.pair(old, new, follows));
            }
            self.objects.push(ObjectPair { names, objects, fields });
        }
    }

    /// Pairs what two types of one place are made of.
    fn pair(&mut self, old: &'m Type, new: &'m Type, follows: bool) -> Option<(&'m TypeName, &'m TypeName)> {
        let names = old.named().zip(new.named())?;
        if self.types.contains_key(names.0) || self.taken.contains(names.1) {
            return None;
        }
        if !self.one(names, leaf(old), leaf(new)) {
            return None;
        }
        if follows {
            self.follow.insert(names.1);
        }
        self.types.insert(names.0, names.1);
        self.taken.insert(names.1);
        Some(names)
    }

    /// Whether two declarations that are used in one place are one that was renamed or moved.
    fn one(&self, names: (&TypeName, &TypeName), old: &Type, new: &Type) -> bool {
        let named_alike = names.0.name == names.1.name;
        match (old, new) {
            (Type::Object(_), Type::Object(_)) => {
                let objects = self.old.objects.get(names.0).zip(self.new.objects.get(names.1));
                objects.is_some_and(|(old, new)| {
                    named_alike || old.at == new.at || mostly(&old.wire_names(), &new.wire_names())
                })
            }
            (Type::Enum(_), Type::Enum(_)) => {
                let enums = self.old.enums.get(names.0).zip(self.new.enums.get(names.1));
                enums.is_some_and(|(old, new)| named_alike || mostly(&values(old), &values(new)))
            }
            (Type::Scalar(_), Type::Scalar(_)) => {
                let scalars = self.old.scalars.get(names.0).zip(self.new.scalars.get(names.1));
                scalars.is_some_and(|(old, new)| named_alike || same_scalar(old, new))
            }
            _ => false,
        }
    }

    /// What vendors share need not be in use: then equal contents have to do.
    fn same_contents(&mut self) {
        let (old, new) = (self.old, self.new);
        let same_object = |o: &Object, n: &Object| o.at != n.at && !o.members.is_empty() && o.members == n.members;
        let found = [
            left(self, &old.objects, &new.objects, same_object),
            left(self, &old.enums, &new.enums, |o, n| !o.values.is_empty() && values(o) == values(n)),
            left(self, &old.scalars, &new.scalars, |o, n| o.doc.is_some() && same_scalar(o, n)),
        ];
        for names in found.into_iter().flatten() {
            self.types.insert(names.0, names.1);
            if let Some(objects) = old.objects.get(names.0).zip(new.objects.get(names.1)) {
                self.objects.push(ObjectPair { names, objects, fields: fields(self, objects) });
            }
        }
    }

    /// Whether two types may turn out to be one.
    fn may_be_same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => self.may_be_same(old, new),
            _ => {
                self.same_type(old, new)
                    || old
                        .named()
                        .zip(new.named())
                        .is_some_and(|names| !self.types.contains_key(names.0) && self.one(names, old, new))
            }
        }
    }
}

/// The names that both maps have.
fn common<'m, T>(
    old: &'m BTreeMap<TypeName, T>,
    new: &'m BTreeMap<TypeName, T>,
) -> impl Iterator<Item = (&'m TypeName, &'m TypeName)> {
    old.keys().filter_map(|name| new.get_key_value(name).map(|(other, _)| (name, other)))
}

/// Pairs of declarations that are left, of the same vendor and with the same contents.
fn left<'m, T>(
    pairs: &Pairs<'m>,
    old: &'m BTreeMap<TypeName, T>,
    new: &'m BTreeMap<TypeName, T>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<(&'m TypeName, &'m TypeName)> {
    let olds = old.keys().filter(|name| !pairs.types.contains_key(name) && !root(name));
    let news = new.keys().filter(|name| !pairs.taken.contains(name) && !root(name));
    let matched = Matched { both: Vec::new(), gone: olds.collect(), new: news.collect() };
    let vendor = |name: &TypeName| name.scope.split('.').next().map(str::to_owned);
    matched.or_if(|o, n| vendor(o) == vendor(n) && same(&old[o], &new[n])).both
}

fn endpoints<'m>(old: &'m Model, new: &'m Model) -> Matched<'m, Endpoint> {
    let shape = |model: &'m Model, name: &TypeName| model.objects.get(name).map(Object::wire_names).unwrap_or_default();
    let same_shape = |o: &'m Endpoint, n: &'m Endpoint| {
        let shapes = [(&o.request, &n.request), (&o.response, &n.response)];
        let shapes = shapes.map(|(o, n)| (shape(old, o), shape(new, n)));
        shapes.iter().all(|(o, n)| o == n) && shapes.iter().any(|(o, _)| !o.is_empty())
    };
    Matched::by(old.endpoints.values(), new.endpoints.values(), Endpoint::scope)
        .or_if(|o, n| (&o.vendor, &o.path, o.method) == (&n.vendor, &n.path, n.method))
        .or_if(|o, n| (&o.vendor, &o.area) == (&n.vendor, &n.area) && alike(&o.name, &n.name) && same_shape(o, n))
}

fn fields<'m>(pairs: &Pairs<'m>, (old, new): (&'m Object, &'m Object)) -> Matched<'m, Field> {
    let told = |field: &Field| field.doc.is_some() || field.label.is_some();
    let facts = |o: &Field, n: &Field| {
        let same = |field: &Field| {
            (field.required, field.location, field.limits.clone(), field.doc.clone(), field.label.clone())
        };
        same(o) == same(n) && pairs.may_be_same(&o.ty, &n.ty)
    };
    Matched::by(old.fields(), new.fields(), |field| field.wire.as_str())
        .or_if(|o, n| o.name == n.name || n.also_names.contains(&o.wire) || o.also_names.contains(&n.wire))
        .or_if(|o, n| facts(o, n) && (told(o) || alike(&o.name, &n.name)))
        .or_if(|o, n| pairs.may_be_same(&o.ty, &n.ty) && o.location == n.location && alike(&o.name, &n.name))
}

/// The types of what the same tags select, and whether their variants have other names.
fn variants<'m>((old, new): (&'m Object, &'m Object)) -> impl Iterator<Item = (&'m Type, &'m Type, bool)> {
    let choices = old.choice().zip(new.choice()).into_iter();
    choices.flat_map(|(old, new)| {
        old.variants.iter().filter_map(|variant| {
            let other = new.variants.iter().find(|other| other.tag == variant.tag)?;
            let (field, new) = variant.field.as_ref().zip(other.field.as_ref())?;
            Some((&field.ty, &new.ty, variant.name != other.name))
        })
    })
}

/// What a list or a map is of.
fn leaf(ty: &Type) -> &Type {
    match ty {
        Type::List(of) | Type::Map(of) => leaf(of),
        _ => ty,
    }
}

/// Whether half of either, or more, is in both.
fn mostly<T: PartialEq>(old: &[T], new: &[T]) -> bool {
    let common = old.iter().filter(|one| new.contains(one)).count();
    common > 0 && 2 * common >= old.len().max(new.len())
}

fn values(decl: &Enum) -> Vec<(&str, &crate::model::WireValue)> {
    decl.values.iter().map(|value| (value.name.as_str(), &value.wire)).collect()
}

fn same_scalar(old: &Scalar, new: &Scalar) -> bool {
    (old.wire, old.secret, &old.limits, &old.doc) == (new.wire, new.secret, &new.limits, &new.doc)
}

/// The members that an object's constructor takes, by their names in Rust.
pub(super) fn required(object: &Object) -> Vec<&str> {
    let wanted = object.members.iter().filter(|member| match member {
        Member::Field(field) => field.required,
        Member::Choice(choice) => choice.required,
    });
    wanted.map(Member::name).collect()
}
