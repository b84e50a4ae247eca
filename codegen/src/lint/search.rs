//! Every way in which the members of an object that rules speak about can be given: what the rules allow is found by
//! trying all of it.

use std::collections::BTreeSet;

use crate::model::{Condition, Field, Form, GroupRule, Limits, Literal, Model, Object, Primitive, Test, Type};

/// So many ways are tried for fields that hang together; more are left alone.
const MOST: usize = 20_000;

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

/// Fields of an object that hang together by its rules, and what the rules allow.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// In the order of the object.
    pub(super) fields: Vec<&'a Field>,
    /// Whether there is any object at all that meets the rules.
    pub(super) any: bool,
    /// Whether each field can be given, and whether it can be left out.
    pub(super) given: Vec<Outcomes>,
    /// For each field, whether its `required_if` can hold, and can fail; then its `forbidden_unless`.
    pub(super) conditions: Vec<[Outcomes; 2]>,
    /// For each field, the values that conditions name and that it can never have.
    pub(super) impossible: Vec<Vec<&'a Literal>>,
}

/// The parts of an object that have rules, but for those with too many ways to try.
pub(super) fn parts<'a>(model: &Model, object: &'a Object) -> Vec<Part<'a>> {
    let groups = connected(object);
    groups.into_iter().filter_map(|names| part(model, object, &names)).collect()
}

/// Names of fields that hang together, directly or through others.
fn connected(object: &Object) -> Vec<BTreeSet<&str>> {
    let mut links: Vec<BTreeSet<&str>> = Vec::new();
    for group in &object.groups {
        links.push(group.fields.iter().map(String::as_str).collect());
    }
    for field in object.fields() {
        for condition in [&field.required_if, &field.forbidden_unless].into_iter().flatten() {
            let tested = condition.tests.iter().map(|test| test.field.as_str());
            links.push(tested.chain([field.wire.as_str()]).collect());
        }
    }
    let mut connected: Vec<BTreeSet<&str>> = Vec::new();
    for mut link in links {
        let (touching, apart): (Vec<_>, Vec<_>) = connected.into_iter().partition(|other| !other.is_disjoint(&link));
        touching.into_iter().for_each(|other| link.extend(other));
        connected = apart;
        connected.push(link);
    }
    connected
}

/// A condition whose fields are numbers.
type Tests<'a> = Vec<(usize, &'a [Literal])>;

fn part<'a>(model: &Model, object: &'a Object, names: &BTreeSet<&str>) -> Option<Part<'a>> {
    let fields: Vec<&Field> = object.fields().filter(|field| names.contains(field.wire.as_str())).collect();
    let number = |name: &str| fields.iter().position(|field| field.wire == name);
    let tests = |condition: &'a Option<Condition>| -> Option<Tests<'a>> {
        let tests = &condition.as_ref()?.tests;
        Some(tests.iter().filter_map(|test| Some((number(&test.field)?, test.values.as_slice()))).collect())
    };
    let conditions: Vec<[Option<Tests<'a>>; 2]> =
        fields.iter().map(|field| [tests(&field.required_if), tests(&field.forbidden_unless)]).collect();
    let groups: Vec<(GroupRule, Vec<usize>)> = object
        .groups
        .iter()
        .map(|group| (group.rule, group.fields.iter().filter_map(|name| number(name)).collect()))
        .filter(|(_, members): &(_, Vec<usize>)| !members.is_empty())
        .collect();
    let states: Vec<Vec<State<'a>>> = fields.iter().map(|field| states(model, object, field)).collect();
    let ways = states.iter().try_fold(1_usize, |ways, states| ways.checked_mul(states.len()))?;
    if ways > MOST {
        return None;
    }
    let mut part = Part {
        any: false,
        given: vec![Outcomes::default(); fields.len()],
        conditions: vec![[Outcomes::default(); 2]; fields.len()],
        impossible: Vec::new(),
        fields,
    };
    let mut had: Vec<Vec<bool>> = states.iter().map(|states| vec![false; states.len()]).collect();
    let mut at = vec![0; states.len()];
    loop {
        let way: Vec<State<'a>> = at.iter().zip(&states).map(|(at, states)| states[*at]).collect();
        if is_kept(&way, &conditions, &groups) {
            part.any = true;
            for field in 0..way.len() {
                had[field][at[field]] = true;
                part.given[field].note(way[field].is_given());
                for (outcomes, condition) in part.conditions[field].iter_mut().zip(&conditions[field]) {
                    condition.iter().for_each(|condition| outcomes.note(holds(condition, &way)));
                }
            }
        }
        let Some(next) = (0..at.len()).find(|turn| at[*turn] + 1 < states[*turn].len()) else { break };
        at[..next].fill(0);
        at[next] += 1;
    }
    let never = |states: &[State<'a>], had: &[bool]| -> Vec<&'a Literal> {
        let values = states.iter().zip(had).filter(|(_, had)| !**had);
        values.filter_map(|(state, _)| if let State::Value(value) = state { Some(*value) } else { None }).collect()
    };
    part.impossible = states.iter().zip(&had).map(|(states, had)| never(states, had)).collect();
    Some(part)
}

/// Whether one way meets the rules.
fn is_kept(way: &[State<'_>], conditions: &[[Option<Tests<'_>>; 2]], groups: &[(GroupRule, Vec<usize>)]) -> bool {
    let given = |field: usize| way[field].is_given();
    let kept = conditions.iter().enumerate().all(|(field, [required_if, forbidden_unless])| {
        let required = required_if.as_ref().is_none_or(|condition| !holds(condition, way) || given(field));
        required && forbidden_unless.as_ref().is_none_or(|condition| holds(condition, way) || !given(field))
    });
    kept && groups.iter().all(|(rule, members)| {
        let count = members.iter().filter(|member| given(**member)).count();
        rule.holds(count)
    })
}

fn holds(tests: &Tests<'_>, way: &[State<'_>]) -> bool {
    tests.iter().all(|(field, values)| match way[*field] {
        state if values.is_empty() => state.is_given(),
        State::Value(value) => values.contains(value),
        State::Absent | State::Empty | State::Other => false,
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
pub(super) fn can_be_empty(model: &Model, field: &Field) -> bool {
    let allow_empty = |limits: &Limits| {
        let Limits { chars, bytes, items, range: _, pattern: _, unique: _ } = limits;
        [chars, bytes, items].into_iter().flatten().all(|limit| limit.min.unwrap_or_default() == 0)
    };
    let of_type = match &field.ty {
        Type::List(_) | Type::Map(_) => true,
        Type::Primitive(primitive) => primitive.form() == Form::Text,
        Type::Scalar(name) => model
            .scalars
            .get(name)
            .is_some_and(|scalar| scalar.wire.form() == Form::Text && allow_empty(&scalar.limits)),
        Type::Enum(_) | Type::Object(_) => false,
    };
    of_type && allow_empty(&field.limits)
}
