//! Compares objects: their members, documentation, directions and constructors.

use std::collections::BTreeSet;

use super::{
    Rule,
    comparison::{ByDirection, Comparison, Subject},
    examples,
    pairs::ObjectPair,
    show,
    side::{below, field_at, is_declared, object_at, origin},
};
use crate::model::{Choice, Direction, Field, Maximum, Member, Object, Primitive, Role, Type};

const ADDED_OPTIONAL: ByDirection = (Rule::RequestOptionalFieldAdded, Rule::ResponseOptionalFieldAdded);
const ADDED_REQUIRED: ByDirection = (Rule::RequestRequiredFieldAdded, Rule::ResponseRequiredFieldAdded);
const REMOVED_OPTIONAL: ByDirection = (Rule::RequestOptionalFieldRemoved, Rule::ResponseOptionalFieldRemoved);
const REMOVED_REQUIRED: ByDirection = (Rule::RequestRequiredFieldRemoved, Rule::ResponseRequiredFieldRemoved);

impl<'m> Comparison<'m> {
    pub(super) fn object(&mut self, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        if old == new && old.types().all(|ty| self.pairs.same_type(ty, ty)) {
            return;
        }
        let subject = self.subject(pair.names, &new.file, object_at(pair.names.1, new));
        self.object_docs(&subject, pair);
        self.role(&subject, pair);
        self.constructor(&subject, pair);
        self.fields(&subject, pair);
        self.maxima(&subject, pair);
        self.choice_of(&subject, pair);
        let removed = subject.in_file(&old.file);
        self.groups(&subject, &removed, pair);
    }

    fn fields(&mut self, subject: &Subject, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        for (old_field, new_field) in &pair.fields.pairs {
            // Conditions may name renamed fields and values, so they are always compared.
            let unconditional = old_field.depends.is_empty() && old_field.limits_if.is_empty();
            let same_type = self.pairs.same_type(&old_field.ty, &new_field.ty);
            if old_field != new_field || !unconditional || !same_type || old.role != new.role {
                self.field(&subject.at_origin(field_at(new, new_field)), pair, old_field, new_field);
            }
        }
        for field in &pair.fields.added {
            let rules = by_requirement(field, ADDED_REQUIRED, ADDED_OPTIONAL);
            self.report_by_direction(&subject.at_origin(field_at(new, field)), rules, None, Some(show::field(field)));
        }
        for field in &pair.fields.removed {
            let rules = by_requirement(field, REMOVED_REQUIRED, REMOVED_OPTIONAL);
            self.report_by_direction(&subject.at_origin(field_at(old, field)), rules, Some(show::field(field)), None);
        }
    }

    /// Compares the constants for the maxima of fields that both objects have. The others are reported with their field.
    fn maxima(&mut self, subject: &Subject, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        let (old_maxima, new_maxima) = (old.maxima(), new.maxima());
        if old.role.sent() != new.role.sent() {
            return;
        }
        for (old_field, new_field) in &pair.fields.pairs {
            let of = |maxima: &[Maximum<'_>], field: &Field| -> BTreeSet<String> {
                maxima.iter().filter(|maximum| maximum.field.name == field.name).map(Maximum::constant).collect()
            };
            if old_field.name != new_field.name {
                continue;
            }
            let (was, is) = (of(&old_maxima, old_field), of(&new_maxima, new_field));
            let at = subject.at_origin(field_at(new, new_field));
            for constant in was.difference(&is) {
                self.report(&at, Rule::MaximumRemoved, Some(constant.clone()), None);
            }
            for constant in is.difference(&was) {
                self.report(&at, Rule::MaximumAdded, None, Some(constant.clone()));
            }
        }
    }

    fn choice_of(&mut self, subject: &Subject, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        let place = |object: &'m Object, choice: &Choice| {
            subject.at_origin(origin(object, &choice.key, below(&object.at, &choice.key)))
        };
        let (old_place, new_place) =
            (old.choice().map(|choice| place(old, choice)), new.choice().map(|choice| place(new, choice)));
        match (old.choice().zip(old_place), new.choice().zip(new_place)) {
            (Some((old, _)), Some((new, subject))) => self.choice(&subject, pair, old, new),
            (None, Some((choice, subject))) => {
                let rules = if choice.required { ADDED_REQUIRED } else { ADDED_OPTIONAL };
                self.report_by_direction(&subject, rules, None, Some(show::choice(choice)));
            }
            (Some((choice, subject)), None) => {
                let rules = if choice.required { REMOVED_REQUIRED } else { REMOVED_OPTIONAL };
                self.report_by_direction(&subject, rules, Some(show::choice(choice)), None);
            }
            (None, None) => {}
        }
    }

    fn object_docs(&mut self, subject: &Subject, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        let texts = [
            ("$doc", old.doc.clone(), new.doc.clone()),
            ("$label", old.label.clone(), new.label.clone()),
            ("$from", old.from.as_ref().map(show::derivation), new.from.as_ref().map(show::derivation)),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.report_docs(subject, Rule::TypeDocsChanged, &texts);
        let published = |object: &'m Object| examples::listed(&object.examples, &object.wrong_examples);
        let (removed, added) = examples::changed(&published(old), &published(new));
        if removed.is_some() || added.is_some() {
            self.report(subject, Rule::TypeExamplesChanged, removed, added);
        }
    }

    /// Compares the directions of declared objects. An inline object travels as the object that contains it.
    fn role(&mut self, subject: &Subject, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        if is_declared(pair.names.1, new) || is_declared(pair.names.0, old) {
            let rule = match (old.role, new.role) {
                (_, Role::Both) => Rule::TypeRoleWidened,
                (Role::Both, _) => Rule::TypeRoleNarrowed,
                _ => Rule::TypeRoleChanged,
            };
            self.report_if_changed(subject, rule, (old.role, new.role), |role| role_words(*role).to_owned());
        }
    }

    /// Compares the order of the constructor arguments that both objects have. Added, removed and renamed arguments are
    /// reported as changes of members.
    fn constructor(&mut self, subject: &Subject, pair: &ObjectPair<'m>) {
        let (old_order, new_order) = common_arguments(pair);
        if old_order == new_order {
            return;
        }
        let texts = |old: &[Argument<'_>], new: &[Argument<'_>]| {
            let list = |names: Vec<&str>| Some(format!("[{}]", names.join(", ")));
            (list(old.iter().map(|one| one.old.name()).collect()), list(new.iter().map(|one| one.new.name()).collect()))
        };
        let fits = |one: &Argument<'_>, other: &Argument<'_>| self.fits(one.old, other.new);
        let is_swapped = |one: &&Argument<'m>| {
            let place = |order: &[Argument<'_>], of: &Argument<'_>| order.iter().position(|other| other == of);
            let is_before = |order, other| place(order, other) < place(order, one);
            let mut similar = old_order.iter().filter(|other| fits(one, other) && fits(other, one));
            similar.any(|other| is_before(&old_order, other) != is_before(&new_order, other))
        };
        let swapped =
            [&old_order, &new_order].map(|order| order.iter().filter(is_swapped).copied().collect::<Vec<_>>());
        let compiles = old_order.iter().zip(&new_order).all(|(old, new)| fits(old, new));
        if !swapped[0].is_empty() {
            let (old, new) = texts(&swapped[0], &swapped[1]);
            self.report(subject, Rule::TypeConstructorSwapped, old, new);
        }
        if !compiles {
            let (old, new) = texts(&old_order, &new_order);
            self.report(subject, Rule::TypeConstructorChanged, old, new);
        }
    }

    /// Whether a call that passes an old argument compiles where the constructor takes the new one. Literals of integers
    /// fit several types.
    fn fits(&self, old: &Member, new: &Member) -> bool {
        let is_integer =
            |ty: &Type| matches!(ty, Type::Primitive(Primitive::Int32 | Primitive::Int64 | Primitive::Uint32));
        match (old, new) {
            (Member::Field(old), Member::Field(new)) => {
                self.pairs.same_type(&old.ty, &new.ty) || is_integer(&old.ty) && is_integer(&new.ty)
            }
            (Member::Choice(_), Member::Choice(_)) => true,
            _ => false,
        }
    }
}

/// The rules for a field that may be required in one direction alone.
fn by_requirement(field: &Field, required: ByDirection, optional: ByDirection) -> ByDirection {
    let sent = if field.is_required_in(Direction::Sent) { required.0 } else { optional.0 };
    let received = if field.is_required_in(Direction::Received) { required.1 } else { optional.1 };
    (sent, received)
}

/// A member that both constructors take.
#[derive(Clone, Copy, PartialEq)]
struct Argument<'m> {
    old: &'m Member,
    new: &'m Member,
}

/// The arguments that both constructors take, in the old and in the new order.
fn common_arguments<'m>(pair: &ObjectPair<'m>) -> (Vec<Argument<'m>>, Vec<Argument<'m>>) {
    let (old, new) = pair.objects;
    let new_arguments: Vec<&Member> = arguments(new).collect();
    let new_name = |member: &Member| match member {
        Member::Field(field) => {
            let mut pairs = pair.fields.pairs.iter();
            pairs.find(|(old, _)| old.name == field.name).map(|(_, new)| new.name.as_str())
        }
        Member::Choice(_) => new.choice().map(|choice| choice.name.as_str()),
    };
    let argument = |old: &'m Member| {
        let name = new_name(old)?;
        let new = new_arguments.iter().find(|argument| argument.name() == name)?;
        Some(Argument { old, new })
    };
    let old_order: Vec<Argument<'m>> = arguments(old).filter_map(argument).collect();
    let common = |new: &&Member| old_order.iter().find(|argument| argument.new.name() == new.name()).copied();
    let new_order = new_arguments.iter().filter_map(common).collect();
    (old_order, new_order)
}

/// The members that the constructor of an object takes.
fn arguments(object: &Object) -> impl Iterator<Item = &Member> {
    object.members.iter().filter(|member| match member {
        Member::Field(field) => field.is_required_in(Direction::Sent),
        Member::Choice(choice) => choice.required,
    })
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Sent => "sent",
        Role::Received => "received",
        Role::Both => "sent and received",
    }
}
