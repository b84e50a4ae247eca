//! Every way in which the members of an object that rules speak about can be given: what the rules allow is found by
//! trying all of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Condition, Field, GroupRule, Literal, Model, Object, Primitive, Test, Type};

/// So many ways are tried; an object with more is left alone.
const MOST: usize = 200_000;

/// How one member stands there.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State<'a> {
    /// It does not.
    Absent,
    /// As an empty string, list or map: present, and yet not given.
    Empty,
    /// With a value that a condition names.
    Value(&'a Literal),
    /// With any other value.
    Other,
}

impl State<'_> {
    fn is_given(self) -> bool {
        matches!(self, Self::Value(_) | Self::Other)
    }
}

/// What can be, and what can not be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcomes {
    pub(super) yes: bool,
    pub(super) no: bool,
}

impl Outcomes {
    fn note(&mut self, outcome: bool) {
        if outcome { self.yes = true } else { self.no = true }
    }
}

/// What the rules of an object allow.
#[derive(Debug, Default)]
pub(super) struct Possible<'a> {
    /// Whether there is any object at all that meets them.
    pub(super) any: bool,
    /// Whether each field can be given, and whether it can be left out.
    pub(super) given: BTreeMap<&'a str, Outcomes>,
    /// Whether the conditions of each field can hold, and can fail: `required_if` and `forbidden_unless`.
    pub(super) conditions: BTreeMap<(&'a str, &'static str), Outcomes>,
}

/// The fields that rules of an object speak about.
fn concerned(object: &Object) -> Vec<&Field> {
    let mut names: BTreeSet<&str> = object.groups.iter().flat_map(|group| &group.fields).map(String::as_str).collect();
    for field in object.fields() {
        for condition in [&field.required_if, &field.forbidden_unless].into_iter().flatten() {
            names.insert(&field.wire);
            names.extend(condition.tests.iter().map(|test| test.field.as_str()));
        }
    }
    object.fields().filter(|field| names.contains(field.wire.as_str())).collect()
}

/// What the rules of an object allow; none if it has no rules, or too many to try.
pub(super) fn possible<'a>(model: &Model, object: &'a Object) -> Option<Possible<'a>> {
    let fields = concerned(object);
    let states: Vec<Vec<State<'a>>> = fields.iter().map(|field| states(model, object, field)).collect();
    let ways = states.iter().try_fold(1_usize, |ways, states| ways.checked_mul(states.len()));
    if fields.is_empty() || ways.is_none_or(|ways| ways > MOST) {
        return None;
    }
    let mut possible = Possible::default();
    let mut at = vec![0; fields.len()];
    loop {
        let way: BTreeMap<&str, State<'_>> = fields
            .iter()
            .zip(&at)
            .zip(&states)
            .map(|((field, at), states)| (field.wire.as_str(), states[*at]))
            .collect();
        note(&mut possible, object, &fields, &way);
        let Some(next) = (0..at.len()).find(|turn| at[*turn] + 1 < states[*turn].len()) else { break };
        at[..next].fill(0);
        at[next] += 1;
    }
    Some(possible)
}

/// Notes what one way shows, if it meets the rules.
fn note<'a>(possible: &mut Possible<'a>, object: &Object, fields: &[&'a Field], way: &BTreeMap<&str, State<'_>>) {
    let given = |name: &str| way.get(name).is_some_and(|state| state.is_given());
    let kept = fields.iter().all(|field| {
        let required = field.required_if.as_ref().is_none_or(|condition| !holds(condition, way) || given(&field.wire));
        let allowed =
            field.forbidden_unless.as_ref().is_none_or(|condition| holds(condition, way) || !given(&field.wire));
        required && allowed
    });
    let grouped = object.groups.iter().all(|group| {
        let count = group.fields.iter().filter(|name| given(name)).count();
        match group.rule {
            GroupRule::AtLeastOneOf => count > 0,
            GroupRule::ExactlyOneOf => count == 1,
        }
    });
    if !kept || !grouped {
        return;
    }
    possible.any = true;
    for field in fields {
        possible.given.entry(&field.wire).or_default().note(given(&field.wire));
        for (rule, condition) in [("required_if", &field.required_if), ("forbidden_unless", &field.forbidden_unless)] {
            if let Some(condition) = condition {
                possible.conditions.entry((&field.wire, rule)).or_default().note(holds(condition, way));
            }
        }
    }
}

fn holds(condition: &Condition, way: &BTreeMap<&str, State<'_>>) -> bool {
    condition.tests.iter().all(|test| {
        let state = way.get(test.field.as_str()).copied().unwrap_or(State::Absent);
        match state {
            _ if test.values.is_empty() => state.is_given(),
            State::Value(value) => test.values.contains(value),
            State::Absent | State::Empty | State::Other => false,
        }
    })
}

/// How a field can stand there, as far as its own rules and conditions tell.
fn states<'a>(model: &Model, object: &'a Object, field: &Field) -> Vec<State<'a>> {
    let mut states = Vec::new();
    if !field.required {
        states.push(State::Absent);
    } else if can_be_empty(model, field) {
        states.push(State::Empty);
    }
    let conditions = object.fields().flat_map(|other| [&other.required_if, &other.forbidden_unless]).flatten();
    let tests = conditions.flat_map(|condition| &condition.tests).filter(|test: &&Test| test.field == field.wire);
    let mut values: Vec<&Literal> = Vec::new();
    for value in tests.flat_map(|test| &test.values) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let all = match &field.ty {
        Type::Primitive(Primitive::Bool) => Some(2),
        Type::Enum(name) => model.enums.get(name).filter(|decl| decl.closed).map(|decl| decl.values.len()),
        _ => None,
    };
    let other = all.is_none_or(|all| values.len() < all);
    states.extend(values.into_iter().map(State::Value));
    if other {
        states.push(State::Other);
    }
    states
}

/// Whether a field that is present can be as good as not given.
fn can_be_empty(model: &Model, field: &Field) -> bool {
    let limits = |field: &Field| match &field.ty {
        Type::Scalar(name) => model.scalars.get(name).map(|scalar| (scalar.wire, scalar.limits.clone())),
        Type::Primitive(primitive) => Some((*primitive, field.limits.clone())),
        _ => None,
    };
    let at_least_one =
        |limit: Option<crate::model::Limit>| limit.and_then(|limit| limit.min).is_some_and(|min| min > 0);
    match &field.ty {
        Type::List(_) | Type::Map(_) => !at_least_one(field.limits.items),
        _ => limits(field).is_some_and(|(wire, limits)| {
            wire == Primitive::String
                && ![limits.chars, limits.bytes, field.limits.chars, field.limits.bytes].into_iter().any(at_least_one)
        }),
    }
}
