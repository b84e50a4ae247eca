//! Objects that are derived from others with `$from`.

use std::collections::BTreeMap;

use super::{
    lowering::{Lowering, texts},
    member::Namespace,
    object::Context,
    places::Place,
    scope::{Declared, Sort},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan, Span},
    model::{Derivation, Direction, Field, Group, Location, Member, Object, Origin, Role, TypeName},
    naming,
    syntax::{
        describe::listed,
        node::{Key, Node},
    },
};

/// The names of an object's members, and where they are written.
pub(super) type Taken = BTreeMap<(Namespace, String), Span>;

impl<'a> Lowering<'a> {
    /// Starts an object with the members and groups of the one that `$from` names, without those that `$remove` lists.
    /// Those that `$optional` lists are no longer required.
    pub(super) fn inherit(
        &mut self,
        context: Context<'_, 'a>,
        part: &'a Node,
        location: Location,
        (object, names_taken): (&mut Object, &mut Taken),
    ) {
        let removed = texts(part, "$remove");
        let Some(from) = part.get("$from") else {
            return self.nothing_to_derive_from(context, part);
        };
        if location != Location::Body {
            let message = "parameters in a query or in headers cannot be inherited";
            let fault = Diagnostic::new(Code::BadDerivation, &context.file.path, from.span, message);
            return self.report(fault.help("list them here"));
        }
        let Some(name) = self.base_object(context, from) else { return };
        let Some(base) = self.model.objects.get(&name).cloned() else { return };
        let names = self.members_of_base(context, (&base, &name), &removed, ("removed", "remove"));
        let optional = self.optional(context, (&base, &name), part, &names);
        let kept: Vec<&Member> =
            base.members.iter().filter(|member| !names.iter().any(|name| name == member.key())).collect();
        let adds = part.entries().iter().any(|(key, _)| !key.text.starts_with('$'));
        let is_choice = !context.prefix.is_empty() && !adds && matches!(kept[..], [Member::Choice(_)]);
        let context = Context { is_choice, ..context };
        for member in kept {
            if let Some(mut member) = self.inherited_member(context, from.span, member, &names, &removed) {
                if optional.iter().any(|name| name == member.key()) {
                    make_optional(&mut member);
                }
                let own = Origin { file: base.file.clone(), at: format!("{}.{}", base.at, member.key()), page: None };
                let origin = base.origins.get(member.key()).cloned().unwrap_or(own);
                let key = Key { span: from.span, text: member.key().to_owned() };
                if !self.is_new(context, &key, &member, names_taken) {
                    continue;
                }
                object.origins.insert(member.key().to_owned(), origin);
                object.members.push(member);
            }
        }
        let is_kept = |group: &&Group| group.fields.iter().all(|field| !names.contains(field));
        object.groups.extend(base.groups.iter().filter(is_kept).cloned());
        object.from = Some(Derivation { base: name, removed: names });
        self.derived.push(context.name.clone());
    }

    fn nothing_to_derive_from(&mut self, context: Context<'_, 'a>, part: &Node) {
        for (name, what) in [("$remove", "nothing to remove from"), ("$optional", "nothing to make optional")] {
            if let (Some(key), None) = (part.key(name), part.key("$from")) {
                let fault = Diagnostic::new(Code::BadDerivation, &context.file.path, key.span, what);
                let help = format!("add `$from:` with the object that has the members, or remove `{name}`");
                self.report(fault.help(help));
            }
        }
    }

    /// The declared object that `$from` names. It is lowered first.
    fn base_object(&mut self, context: Context<'_, 'a>, from: &Node) -> Option<TypeName> {
        let wanted = from.text()?;
        let found = context.visible.find(wanted);
        let Some(base) = found.filter(|found| found.sort == Sort::Object) else {
            self.no_base_object(context, (from, wanted), found);
            return None;
        };
        if self.lowering.contains(&base.name) {
            let message = format!("`{wanted}` is itself derived from this object");
            let fault = Diagnostic::new(Code::BadDerivation, &context.file.path, from.span, message);
            let start = base.node.get("$from").map(|other| FileSpan::new(&base.file.path, other.span));
            let start = start.filter(|start| start.span != from.span);
            self.report(fault.help("remove `$from` here, and list the members").also_in(start, "derived from this"));
            return None;
        }
        self.declared_object(context.visible.within_file_of(base), base);
        Some(base.name.clone())
    }

    fn no_base_object(
        &mut self,
        context: Context<'_, 'a>,
        (from, wanted): (&Node, &str),
        found: Option<&Declared<'a>>,
    ) {
        let fault = |message: String| Diagnostic::new(Code::BadDerivation, &context.file.path, from.span, message);
        if let Some(other) = found {
            let fault = fault(format!("`{wanted}` is not an object")).help("name a type, or list the members here");
            return self.report(fault.also_in(other.key_span(), "declared here"));
        }
        if self.syntax.is_incomplete_around(context.visible.scope()) || self.broken.contains(wanted) {
            return;
        }
        let help = match naming::nearest(wanted, context.visible.names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "name an object that is declared under `types` of this page, its area.yaml or vendor.yaml".to_owned()
            }
        };
        self.report(fault(format!("there is no type `{wanted}`")).help(help));
    }

    /// The required members of the base that `$optional` lists. Others are reported.
    fn optional(
        &mut self,
        context: Context<'_, 'a>,
        (base, name): (&Object, &TypeName),
        part: &Node,
        removed: &[String],
    ) -> Vec<String> {
        let wanted = texts(part, "$optional");
        let mut names = self.members_of_base(context, (base, name), &wanted, ("made optional", "make optional"));
        names.retain(|optional| {
            let fault = if removed.contains(optional) {
                format!("`{optional}` is removed, so it cannot be optional")
            } else if base.members.iter().any(|member| member.key() == optional && is_required(member)) {
                return true;
            } else {
                format!("`{optional}` of `{}` is optional already", name.name)
            };
            let span = wanted.iter().find(|(text, _)| text == optional).map_or(part.span, |(_, span)| *span);
            let fault = Diagnostic::new(Code::BadDerivation, &context.file.path, span, fault);
            self.report(fault.help(format!("remove `{optional}` from `$optional`")));
            false
        });
        names
    }

    /// The members that `$remove` or `$optional` lists. Those that the base does not have are reported. `done` and `verb` say
    /// what happens to them.
    fn members_of_base(
        &mut self,
        context: Context<'_, 'a>,
        (base, name): (&Object, &TypeName),
        listed_names: &[(&str, Span)],
        (done, verb): (&str, &str),
    ) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (at, (wanted, span)) in listed_names.iter().enumerate() {
            let fault = |message: String| Diagnostic::new(Code::BadDerivation, &context.file.path, *span, message);
            if let Some((_, first)) = listed_names[..at].iter().find(|(earlier, _)| earlier == wanted) {
                let fault = fault(format!("`{wanted}` is {done} twice")).help("remove one of the two");
                self.report(fault.also(*first, "first here"));
            } else if base.members.iter().any(|member| member.key() == *wanted) {
                names.push((*wanted).to_owned());
            } else if !self.broken.contains(&name.to_string()) {
                let known: Vec<&str> = base.members.iter().map(Member::key).collect();
                let help = match naming::nearest(wanted, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it can be {}", listed(&known)),
                };
                self.report(fault(format!("`{}` has no member `{wanted}` to {verb}", name.name)).help(help));
            }
        }
        names
    }

    /// A member as the derived object has it. A condition that names a removed member is reported.
    fn inherited_member(
        &mut self,
        context: Context<'_, 'a>,
        from: Span,
        member: &Member,
        removed: &[String],
        spans: &[(&str, Span)],
    ) -> Option<Member> {
        match member {
            Member::Field(field) => {
                if let Some(name) = tested(field).find(|name| removed.iter().any(|removed| removed == name)) {
                    let span = spans.iter().find(|(text, _)| *text == name).map_or(from, |(_, span)| *span);
                    let message = format!("the condition of `{}` names `{name}`, which is removed", field.wire);
                    let fault = Diagnostic::new(Code::BadDerivation, &context.file.path, span, message);
                    let help = format!("remove `{}` as well, and write it here without the condition", field.wire);
                    self.report(fault.help(help));
                }
                Some(Member::Field(field.clone()))
            }
            Member::Choice(choice) if context.is_choice => {
                let type_name = context.name.name.clone();
                Some(Member::Choice(crate::model::Choice { type_name, ..choice.clone() }))
            }
            Member::Choice(choice) => {
                let type_name = naming::upper_camel([context.prefix, choice.name.as_str()]);
                let full = TypeName::new(&context.name.scope, &type_name);
                let help = "remove the choice, and write it here with a `name:`";
                if self.hides(context, &full, from, help) || !self.reserve(&full, context.file, from, help) {
                    return None;
                }
                Some(Member::Choice(crate::model::Choice { type_name, ..choice.clone() }))
            }
        }
    }

    /// Reports a member that the object inherits already.
    pub(super) fn is_inherited(
        &mut self,
        context: Context<'_, 'a>,
        span: Span,
        member: &Member,
        object: &Object,
    ) -> bool {
        let Some(from) = &object.from else { return false };
        if let (Member::Choice(_), Some(choice)) =
            (member, object.choice().filter(|choice| object.origins.contains_key(&choice.key)))
        {
            let message = format!("an object can have only one choice, and `{}` has `{}`", from.base.name, choice.key);
            let fault = Diagnostic::new(Code::BadChoice, &context.file.path, span, message);
            self.report(fault.help(format!("add `{}` to `$remove`, or write this one as plain fields", choice.key)));
            return true;
        }
        let inherited = object.origins.contains_key(member.key());
        if inherited {
            let message = format!("`{}` has a member `{}` as well", from.base.name, member.key());
            let fault = Diagnostic::new(Code::BadDerivation, &context.file.path, span, message);
            let help = format!("add `{}` to `$remove`, or remove it here", member.key());
            let base = self.places.of(&Place::Object(from.base.clone()));
            self.report(fault.help(help).also_in(base.map(|site| site.key_span()), "inherited from this"));
        }
        inherited
    }

    /// Makes inherited fields required that their base requires in the only direction in which the derived object travels,
    /// and removes what is about the other direction.
    pub(super) fn inherit_directions(&mut self) {
        for object in self.model.objects.values_mut().filter(|object| object.from.is_some()) {
            let direction = match object.role {
                Role::Sent => Direction::Sent,
                Role::Received => Direction::Received,
                Role::Both => continue,
            };
            for member in &mut object.members {
                let Member::Field(field) = member else { continue };
                if let Some(required_in) = field.required_in.take() {
                    field.required = required_in == direction;
                }
                if direction == Direction::Received {
                    field.empty = None;
                }
            }
        }
    }

    /// Copies what errata accept for the fields of bases to the derived objects.
    pub(super) fn inherit_accepted(&mut self) {
        for name in std::mem::take(&mut self.derived) {
            let Some(object) = self.model.objects.get(&name) else { continue };
            let Some(base) = object.from.as_ref().and_then(|from| self.model.objects.get(&from.base)) else { continue };
            let mut taken: Vec<String> = object.wire_names().into_iter().map(str::to_owned).collect();
            let mut accepted = Vec::new();
            for field in base.fields().filter(|field| object.origins.contains_key(&field.wire)) {
                let names = field.also_names.iter().filter(|name| !taken.contains(name));
                let names: Vec<String> = names.cloned().collect();
                taken.extend(names.iter().cloned());
                accepted.push((field.wire.clone(), names, field.also_types.clone()));
            }
            for (wire, names, types) in accepted {
                if let Some(field) = super::errata::field_mut(&mut self.model, &name, &wire) {
                    field.also_names = names;
                    field.also_types = types;
                }
            }
        }
    }
}

fn is_required(member: &Member) -> bool {
    match member {
        Member::Field(field) => field.required || field.required_in.is_some(),
        Member::Choice(choice) => choice.required,
    }
}

fn make_optional(member: &mut Member) {
    match member {
        Member::Field(field) => (field.required, field.required_in) = (false, None),
        Member::Choice(choice) => choice.required = false,
    }
}

/// The names of the siblings that the conditions of a field test.
fn tested(field: &Field) -> impl Iterator<Item = &str> {
    let conditions = field.depends.iter().map(|dependency| &dependency.condition);
    let conditions = conditions.chain(field.limits_if.iter().map(|limits| &limits.condition));
    let tests = conditions.flat_map(|condition| &condition.tests);
    tests.map(|test| test.field.as_str())
}
