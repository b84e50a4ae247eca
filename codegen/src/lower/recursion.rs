//! Objects that contain themselves: fields are boxed if that makes the type finite, everything else is reported.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{lowering::Lowering, places::Place};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan},
    model::{Field, Member, Object, Type, TypeName, Variant},
};

type Objects = BTreeMap<TypeName, Object>;

/// A member that leads from one object to another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    from: TypeName,
    wire: String,
    to: TypeName,
}

/// Which members a path follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Through {
    Any,
    /// Required fields.
    Required,
    /// Choices, whose members cannot be boxed.
    Choices,
}

impl Lowering<'_> {
    pub(super) fn recursion(&mut self) {
        let objects = &self.model.objects;
        let mut boxed: Vec<Step> = Vec::new();
        let mut cycles: Vec<Vec<Step>> = Vec::new();
        let mut add_cycle = |step: Step, through: Through| {
            // A cycle can be entered at each of its steps, and is reported once.
            if !cycles.iter().flatten().any(|other| *other == step)
                && let Some(mut back) = path(objects, &step.to, &step.from, through)
            {
                back.insert(0, step);
                cycles.push(back);
            }
        };
        for (name, object) in objects {
            for member in &object.members {
                let steps = steps(name, member);
                let Member::Field(field) = member else {
                    steps.into_iter().for_each(|step| add_cycle(step, Through::Choices));
                    continue;
                };
                for step in steps {
                    if is_required(field) && path(objects, &step.to, name, Through::Required).is_some() {
                        add_cycle(step, Through::Required);
                    } else if path(objects, &step.to, name, Through::Any).is_some() {
                        boxed.push(step);
                    }
                }
            }
        }
        for step in boxed {
            let object = self.model.objects.get_mut(&step.from);
            for member in object.into_iter().flat_map(|object| &mut object.members) {
                if let Member::Field(field) = member
                    && field.wire == step.wire
                {
                    field.boxed = true;
                }
            }
        }
        let faults: Vec<_> = cycles.iter().filter_map(|cycle| self.endless(cycle)).collect();
        self.faults.extend(faults);
    }

    /// Reports a cycle at the member that closes it, the last one.
    fn endless(&self, cycle: &[Step]) -> Option<Diagnostic> {
        let mut places = cycle.iter().filter_map(|step| Some((step, self.step_at(step)?))).collect::<Vec<_>>();
        let (last, (place, is_variant)) = places.pop()?;
        let what = if is_variant { "choice's member" } else { "field" };
        let message = format!("the {what} `{}` makes `{}` contain itself without end", last.wire, last.to.name);
        let help = match is_variant {
            true => "make the member of the choice a list, or an object with an optional field for it",
            false => "remove `required` from the field, or make it a list",
        };
        let fault = Diagnostic::new(Code::EndlessType, place.file, place.span, message).help(help);
        Some(places.into_iter().fold(fault, |fault, (step, (place, _))| {
            fault.also_in(place, format!("`{}` contains `{}`", step.from.name, step.to.name))
        }))
    }

    /// Where a step is written, and whether it is a variant of a choice.
    fn step_at(&self, step: &Step) -> Option<(FileSpan<'_>, bool)> {
        if let Some(site) = self.places.source_of(&Place::Field(step.from.clone(), step.wire.clone()), &self.model) {
            return Some((site.key_span(), false));
        }
        let variants = &self.model.objects.get(&step.from)?.choice()?.variants;
        let at = variants.iter().position(|variant| {
            wire(variant) == step.wire && matches!(variant.ty(), Some(Type::Object(to)) if *to == step.to)
        })?;
        let site = self.places.source_of(&Place::Variant(step.from.clone(), at), &self.model)?;
        Some((site.value_span("field"), true))
    }
}

/// The objects that a member holds directly, not in a list or a map.
fn steps(from: &TypeName, member: &Member) -> Vec<Step> {
    let step = |wire: &str, ty: &Type| match ty {
        Type::Object(to) => Some(Step { from: from.clone(), wire: wire.to_owned(), to: to.clone() }),
        _ => None,
    };
    match member {
        Member::Field(field) => step(&field.wire, &field.ty).into_iter().collect(),
        Member::Choice(choice) => {
            choice.variants.iter().filter_map(|variant| step(wire(variant), variant.ty()?)).collect()
        }
    }
}

/// The member that holds the value of a variant; its name, if the value's members are beside the tag.
fn wire(variant: &Variant) -> &str {
    variant.field.as_ref().map_or(&variant.name, |field| &field.wire)
}

/// A shortest path on which an object `from` holds an object `to`; empty if they are the same.
fn path(objects: &Objects, from: &TypeName, to: &TypeName, through: Through) -> Option<Vec<Step>> {
    let mut visited = BTreeSet::from([from.clone()]);
    let mut queue = VecDeque::from([(from.clone(), Vec::new())]);
    while let Some((name, path)) = queue.pop_front() {
        if name == *to {
            return Some(path);
        }
        let members = objects.get(&name).map(|object| object.members.as_slice()).unwrap_or_default();
        let followed = members.iter().filter(|member| match member {
            Member::Field(field) => through == Through::Any || through == Through::Required && is_required(field),
            Member::Choice(_) => through != Through::Required,
        });
        for step in followed.flat_map(|member| steps(&name, member)) {
            if visited.insert(step.to.clone()) {
                let next = step.to.clone();
                let mut path = path.clone();
                path.push(step);
                queue.push_back((next, path));
            }
        }
    }
    None
}

/// Whether some message must have the field.
fn is_required(field: &Field) -> bool {
    field.required || field.required_in.is_some()
}
