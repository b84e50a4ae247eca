//! Searches what the rules of an object allow, by trying all combinations of the fields that the rules are about.

use std::collections::BTreeSet;

use crate::model::{Dependency, Effect, Field, Form, GroupRule, Limits, Literal, Model, Object, Primitive, Test, Type};

/// How many combinations are tried for connected fields; if there are more, none are.
const MAX_COMBINATIONS: usize = 20_000;

/// The state of one field.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State<'a> {
    Absent,
    /// An empty string, list or map: present, but not given.
    Empty,
    /// A value that a condition names.
    Value(&'a Literal),
    /// Any other value.
    Other,
}

impl State<'_> {
    fn is_given(self) -> bool {
        matches!(self, Self::Value(_) | Self::Other)
    }
}

/// Whether something can be true, and whether it can be false.
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

/// Fields of an object that its rules connect, and what the rules allow.
#[derive(Debug)]
pub(super) struct Cluster<'a> {
    /// In the order of the object.
    pub(super) fields: Vec<&'a Field>,
    /// Whether any object meets the rules.
    pub(super) is_satisfiable: bool,
    /// Whether each field can be given, and whether it can be left out.
    pub(super) given: Vec<Outcomes>,
    /// For each field, whether each condition that it depends on can hold, and can fail.
    pub(super) conditions: Vec<Vec<(&'a Dependency, Outcomes)>>,
    /// For each field, the values that conditions name but that it can never have.
    pub(super) impossible: Vec<Vec<&'a Literal>>,
}

/// The clusters of an object, except those with too many combinations.
pub(super) fn clusters<'a>(model: &Model, object: &'a Object) -> Vec<Cluster<'a>> {
    connected(object).into_iter().filter_map(|names| cluster(model, object, &names)).collect()
}

/// The names of fields that rules connect, directly or through other fields.
fn connected(object: &Object) -> Vec<BTreeSet<&str>> {
    let mut links: Vec<BTreeSet<&str>> = Vec::new();
    for group in object.groups.iter().filter(|group| group.rule.counts_given()) {
        links.push(group.fields.iter().map(String::as_str).collect());
    }
    for field in object.fields() {
        for dependency in searched(object, field) {
            let tested = dependency.condition.tests.iter().map(|test| test.field.as_str());
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

/// The dependencies of a field, except those on the tag of a choice, which can be anything here.
fn searched<'a>(object: &'a Object, field: &'a Field) -> impl Iterator<Item = &'a Dependency> {
    let is_about_fields =
        |dependency: &&Dependency| dependency.condition.tests.iter().all(|test| object.field(&test.field).is_some());
    field.depends.iter().filter(is_about_fields)
}

/// A condition: the fields that it tests, by their indices, and the values that it compares them with.
type Tests<'a> = Vec<Tested<'a>>;

struct Tested<'a> {
    field: usize,
    values: &'a [Literal],
    /// Whether one of the values is the default, which an absent field has.
    is_default: bool,
}

/// The rules of a cluster, with fields by their indices.
struct Rules<'a> {
    /// For each field, how it depends on others.
    depends: Vec<Vec<(&'a Dependency, Tests<'a>)>>,
    groups: Vec<(GroupRule, Vec<usize>)>,
}

impl<'a> Rules<'a> {
    fn new(object: &'a Object, fields: &[&'a Field]) -> Self {
        let index = |name: &str| fields.iter().position(|field| field.wire == name);
        let tests = |dependency: &'a Dependency| -> (&'a Dependency, Tests<'a>) {
            let tests = dependency.condition.tests.iter();
            let tests = tests.filter_map(|test| {
                let default = object.field(&test.field)?.default.as_ref();
                let is_default = default.is_some_and(|default| test.values.contains(default));
                Some(Tested { field: index(&test.field)?, values: &test.values, is_default })
            });
            (dependency, tests.collect())
        };
        let depends = fields.iter().map(|field| searched(object, field).map(tests).collect()).collect();
        let groups = object.groups.iter().filter(|group| group.rule.counts_given());
        let groups =
            groups.map(|group| (group.rule, group.fields.iter().filter_map(|name| index(name)).collect::<Vec<_>>()));
        Self { depends, groups: groups.filter(|(_, members)| !members.is_empty()).collect() }
    }

    /// Whether a combination meets the rules.
    fn allow(&self, states: &[State<'_>]) -> bool {
        let given = |field: usize| states[field].is_given();
        let depends = self.depends.iter().enumerate().all(|(field, depends)| {
            depends.iter().all(|(Dependency { effect, when, .. }, tests)| {
                let applies = when.applies(holds(tests, states));
                match effect {
                    Effect::Required => !applies || given(field),
                    Effect::Forbidden => !applies || !given(field),
                    Effect::Ignored => true,
                }
            })
        });
        depends
            && self.groups.iter().all(|(rule, members)| {
                let count = members.iter().filter(|member| given(**member)).count();
                rule.holds(count)
            })
    }
}

fn cluster<'a>(model: &Model, object: &'a Object, names: &BTreeSet<&str>) -> Option<Cluster<'a>> {
    let fields: Vec<&Field> = object.fields().filter(|field| names.contains(field.wire.as_str())).collect();
    let states: Vec<Vec<State<'a>>> = fields.iter().map(|field| states(model, object, field)).collect();
    let combinations = states.iter().try_fold(1_usize, |count, states| count.checked_mul(states.len()))?;
    if combinations > MAX_COMBINATIONS {
        return None;
    }
    let rules = Rules::new(object, &fields);
    let mut cluster = Cluster {
        is_satisfiable: false,
        given: vec![Outcomes::default(); fields.len()],
        conditions: rules
            .depends
            .iter()
            .map(|depends| depends.iter().map(|(dependency, _)| (*dependency, Outcomes::default())).collect())
            .collect(),
        impossible: Vec::new(),
        fields,
    };
    // Which states of each field occur in a combination that the rules allow.
    let mut possible: Vec<Vec<bool>> = states.iter().map(|states| vec![false; states.len()]).collect();
    let mut at = vec![0; states.len()];
    loop {
        let combination: Vec<State<'a>> = at.iter().zip(&states).map(|(at, states)| states[*at]).collect();
        if rules.allow(&combination) {
            cluster.is_satisfiable = true;
            for field in 0..combination.len() {
                possible[field][at[field]] = true;
                cluster.given[field].note(combination[field].is_given());
                for ((_, outcomes), (_, tests)) in cluster.conditions[field].iter_mut().zip(&rules.depends[field]) {
                    outcomes.note(holds(tests, &combination));
                }
            }
        }
        let Some(next) = (0..at.len()).find(|turn| at[*turn] + 1 < states[*turn].len()) else { break };
        at[..next].fill(0);
        at[next] += 1;
    }
    let never = |states: &[State<'a>], possible: &[bool]| -> Vec<&'a Literal> {
        let impossible = states.iter().zip(possible).filter(|(_, possible)| !**possible);
        impossible.filter_map(|(state, _)| if let State::Value(value) = state { Some(*value) } else { None }).collect()
    };
    cluster.impossible = states.iter().zip(&possible).map(|(states, possible)| never(states, possible)).collect();
    Some(cluster)
}

/// Whether a condition holds in a combination.
fn holds(tests: &Tests<'_>, states: &[State<'_>]) -> bool {
    tests.iter().all(|Tested { field, values, is_default }| match states[*field] {
        state if values.is_empty() => state.is_given(),
        State::Value(value) => values.contains(value),
        State::Absent => *is_default,
        State::Empty | State::Other => false,
    })
}

/// The states that a field can have, as far as its own rules and the conditions about it distinguish them.
fn states<'a>(model: &Model, object: &'a Object, field: &Field) -> Vec<State<'a>> {
    let mut states = Vec::new();
    if !field.required {
        states.push(State::Absent);
    } else if can_be_empty(model, field) {
        states.push(State::Empty);
    }
    let depends = object.fields().flat_map(|other| &other.depends);
    let tests =
        depends.flat_map(|dependency| &dependency.condition.tests).filter(|test: &&Test| test.field == field.wire);
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

/// Whether a field that is present can be empty so that it counts as not given.
pub(super) fn can_be_empty(model: &Model, field: &Field) -> bool {
    let allow_empty = |limits: &Limits| {
        let Limits { chars, bytes, size: _, filename: _, items, range: _, pattern: _, unique: _, beyond: _, kinds: _ } =
            limits;
        [chars, bytes, items].into_iter().flatten().all(|limit| limit.min.unwrap_or_default() == 0)
    };
    let of_type = match &field.ty {
        Type::List(_) | Type::Map(_) => true,
        Type::Primitive(primitive) => primitive.form() == Form::Text,
        // The empty text is no JSON, and a violation.
        Type::JsonString(_) => false,
        Type::Scalar(name) => model
            .scalars
            .get(name)
            .is_some_and(|scalar| scalar.wire.form() == Form::Text && allow_empty(&scalar.limits)),
        Type::Enum(_) | Type::Object(_) | Type::File => false,
    };
    of_type && allow_empty(&field.limits) && !field.is_given_if_empty()
}
