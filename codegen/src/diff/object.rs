//! Compares objects: their members, documentation, directions and constructors.

use super::{
    Rule,
    comparison::{ByDirection, Comparison, Subject},
    pairs::ObjectPair,
    show,
    side::{below, field_at, is_declared, is_root, object_at},
};
use crate::model::{Member, Object, Role};

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
        let removed = subject.in_file(&old.file);
        self.choice_of(&subject, &removed, pair);
        self.groups(&subject, &removed, pair);
    }

    fn fields(&mut self, subject: &Subject, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        for (old_field, new_field) in &pair.fields.pairs {
            // Conditions may name renamed fields and values, so they are always compared.
            let unconditional = old_field.required_if.is_none() && old_field.forbidden_unless.is_none();
            let same_type = self.pairs.same_type(&old_field.ty, &new_field.ty);
            if old_field != new_field || !unconditional || !same_type {
                self.field(&subject.at(field_at(new, new_field)), pair, old_field, new_field);
            }
        }
        for field in &pair.fields.added {
            let rules = if field.required { ADDED_REQUIRED } else { ADDED_OPTIONAL };
            self.report_by_direction(&subject.at(field_at(new, field)), rules, None, Some(show::field(field)));
        }
        let removed = subject.in_file(&old.file);
        for field in &pair.fields.removed {
            let rules = if field.required { REMOVED_REQUIRED } else { REMOVED_OPTIONAL };
            self.report_by_direction(&removed.at(field_at(old, field)), rules, Some(show::field(field)), None);
        }
    }

    fn choice_of(&mut self, subject: &Subject, removed: &Subject, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        let (old_at, new_at) = (&old.at, &new.at);
        match (old.choice(), new.choice()) {
            (Some(old), Some(new)) => self.choice(&subject.at(below(new_at, &new.key)), pair, old, new),
            (None, Some(choice)) => {
                let rules = if choice.required { ADDED_REQUIRED } else { ADDED_OPTIONAL };
                self.report_by_direction(
                    &subject.at(below(new_at, &choice.key)),
                    rules,
                    None,
                    Some(show::choice(choice)),
                );
            }
            (Some(choice), None) => {
                let rules = if choice.required { REMOVED_REQUIRED } else { REMOVED_OPTIONAL };
                self.report_by_direction(
                    &removed.at(below(old_at, &choice.key)),
                    rules,
                    Some(show::choice(choice)),
                    None,
                );
            }
            (None, None) => {}
        }
    }

    fn object_docs(&mut self, subject: &Subject, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        let texts = [
            ("$doc", old.doc.clone(), new.doc.clone()),
            ("$label", old.label.clone(), new.label.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.report_docs(subject, Rule::TypeDocsChanged, &texts);
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
        let (old, new) = pair.objects;
        let has_constructor = |object: &Object| object.role != Role::Both || is_root(pair.names.1);
        if !has_constructor(old) || !has_constructor(new) {
            return;
        }
        let new_name = |name: &str| {
            let field = pair.fields.pairs.iter().find(|(old, _)| old.name == name);
            let choices = old.choice().zip(new.choice()).filter(|(old, _)| old.name == name);
            field.map(|(_, new)| new.name.clone()).or(choices.map(|(_, new)| new.name.clone()))
        };
        let mut old_order: Vec<String> = constructor_arguments(old).into_iter().filter_map(new_name).collect();
        let mut new_order: Vec<String> = constructor_arguments(new).into_iter().map(str::to_owned).collect();
        old_order.retain(|name| new_order.contains(name));
        new_order.retain(|name| old_order.contains(name));
        let list = |names: &Vec<String>| format!("[{}]", names.join(", "));
        self.report_if_changed(subject, Rule::TypeConstructorChanged, (old_order, new_order), list);
    }
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Sent => "sent",
        Role::Received => "received",
        Role::Both => "sent and received",
    }
}

/// The Rust names of the members that the constructor of an object takes.
fn constructor_arguments(object: &Object) -> Vec<&str> {
    let required = object.members.iter().filter(|member| match member {
        Member::Field(field) => field.required,
        Member::Choice(choice) => choice.required,
    });
    required.map(Member::name).collect()
}
