//! The names of components: short ones, extended by scopes where two clash.

use std::collections::{BTreeMap, BTreeSet};

use super::way::ways;
use crate::{
    model::{Declaration, Model, TypeName},
    naming,
};

/// The name of the component for error responses.
pub(super) const ERROR: &str = "Error";

/// The suffix of a closed enum where it is received, and therefore open.
const RECEIVED: &str = "Received";

/// The suffix of the envelope in which the payload of this name is nested.
pub(super) const ENVELOPE: &str = "Envelope";

/// The suffix of a successful reply without a code.
pub(super) const WITHOUT_CODE: &str = "WithoutCode";

/// How a successful reply shows that it is one.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum SuccessCode {
    /// It has the code of success.
    Given,
    /// It has no code, which some vendors' replies mean by success.
    Absent,
}

/// The names of a vendor's components.
pub(super) struct Names<'m> {
    own: BTreeMap<&'m TypeName, String>,
    /// The names for the alternatives of objects whose members depend on a tag.
    alternatives: BTreeMap<&'m TypeName, Vec<String>>,
}

impl<'m> Names<'m> {
    /// Names the declarations that the objects of requests and replies, `roots`, need, then the others that those of
    /// events need: an event takes no name away.
    pub(super) fn new(model: &'m Model, roots: &[&'m TypeName], events: &[&'m TypeName]) -> Self {
        let mut declared = Vec::new();
        model.visit(roots, &mut |declaration: Declaration<'m>| declared.push(declaration.name()));
        let mut pushed = Vec::new();
        model.visit(events, &mut |declaration: Declaration<'m>| pushed.push(declaration.name()));
        // Alternatives repeat the members of these.
        let beside_tags = model.beside_tags(&[roots, events].concat());
        declared.retain(|name| !beside_tags.contains(name));
        // The objects of requests and replies have the same names everywhere, so they start with the endpoint.
        let roots: BTreeSet<&TypeName> = roots.iter().copied().collect();
        let depths = declared.into_iter().map(|name| (name, usize::from(roots.contains(&name)))).collect();
        let mut taken = BTreeSet::from([ERROR.to_owned()]);
        let mut own = numbered(distinct(depths), &mut taken);
        pushed.retain(|name| !beside_tags.contains(name) && !own.contains_key(name));
        for name in pushed {
            let wanted = (0..depth_of(name)).map(|depth| qualified(name, depth));
            let free_one = wanted.into_iter().find(|wanted| !taken.contains(wanted));
            let wanted = free_one.unwrap_or_else(|| qualified(name, depth_of(name)));
            own.insert(name, free(&wanted, &mut taken));
        }
        let alternatives = alternatives(model, &own, &mut taken);
        Self { own, alternatives }
    }

    /// The name of a declaration's component.
    pub(super) fn of<'a>(&'a self, name: &'a TypeName) -> &'a str {
        self.own.get(name).map_or(&name.name, String::as_str)
    }

    /// Whether a declaration has a component.
    pub(super) fn has(&self, name: &TypeName) -> bool {
        self.own.contains_key(name)
    }

    /// The names of the components for an object's alternatives, in order; empty if its members depend on no tag.
    pub(super) fn alternatives(&self, name: &TypeName) -> &[String] {
        self.alternatives.get(name).map_or(&[], Vec::as_slice)
    }

    /// The name of the component for a closed enum where it is received.
    pub(super) fn received(&self, name: &TypeName) -> String {
        format!("{}{RECEIVED}", self.of(name))
    }
}

/// The name of a component for a successful reply with a code or without one.
pub(super) fn with_code(name: &str, code: SuccessCode) -> String {
    match code {
        SuccessCode::Given => name.to_owned(),
        SuccessCode::Absent => format!("{name}{WITHOUT_CODE}"),
    }
}

/// Adds numbers to names that still clash: the scopes `a.b` and `a_b` are spelt alike.
fn numbered<'m>(depths: BTreeMap<&'m TypeName, usize>, taken: &mut BTreeSet<String>) -> BTreeMap<&'m TypeName, String> {
    depths.into_iter().map(|(name, depth)| (name, free(&qualified(name, depth), taken))).collect()
}

/// The names of the alternatives of each object.
fn alternatives<'m>(
    model: &'m Model,
    all: &BTreeMap<&'m TypeName, String>,
    taken: &mut BTreeSet<String>,
) -> BTreeMap<&'m TypeName, Vec<String>> {
    let objects = all.iter().filter_map(|(name, own)| Some((*name, own, model.objects.get(name)?)));
    let with_choice = objects.filter_map(|(name, own, object)| Some((name, own, object.role, object.choice()?)));
    let named = with_choice.map(|(name, own, role, choice)| {
        let ways = ways(role, choice).into_iter();
        let names = ways.map(|way| {
            let variant = naming::upper_camel([way.name()]);
            free(&format!("{own}{}{variant}", joint(all, name, &variant)), taken)
        });
        (name, names.collect())
    });
    named.collect()
}

/// What is between the names of an object and of a variant. An object that the variant selects often has both names as its
/// own.
fn joint(all: &BTreeMap<&TypeName, String>, object: &TypeName, variant: &str) -> &'static str {
    let selected = TypeName::new(&object.scope, format!("{}{variant}", object.name));
    if all.contains_key(&selected) { "With" } else { "" }
}

/// The first free name: the one that is wanted, or that with a number. Its forms with a suffix are reserved as well.
fn free(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
    let free = candidates.find(|name| is_free(name, taken)).unwrap_or_else(|| wanted.to_owned());
    taken.insert(free.clone());
    free
}

/// The ends of the forms of a name.
const ENDS: [&str; 4] = [RECEIVED, ENVELOPE, WITHOUT_CODE, "EnvelopeWithoutCode"];

/// Whether no form of a name is a form of a name that is taken. Comparing names with forms is enough: of two ends, the longer one
/// only adds `Envelope`, which is an end, too.
fn is_free(name: &str, taken: &BTreeSet<String>) -> bool {
    let mut form = name.to_owned();
    let mut is_taken = |end| {
        form.truncate(name.len());
        form.push_str(end);
        taken.contains(&form)
    };
    let mut stems = ENDS.iter().filter_map(|end| name.strip_suffix(end));
    !taken.contains(name) && !ENDS.iter().any(|end| is_taken(end)) && stems.all(|stem| !taken.contains(stem))
}

/// Deepens the names that several declarations share, until no two of them do or none of these can get a longer one.
fn distinct(mut depths: BTreeMap<&TypeName, usize>) -> BTreeMap<&TypeName, usize> {
    let mut by_name: BTreeMap<String, Vec<&TypeName>> = BTreeMap::new();
    for (name, depth) in &depths {
        by_name.entry(qualified(name, *depth)).or_default().push(name);
    }
    loop {
        let mut deepened = Vec::new();
        for (_, names) in by_name.iter_mut().filter(|(made, names)| names.len() > 1 || *made == ERROR) {
            names.retain(|name| {
                let stays = depths[name] == depth_of(name);
                if !stays {
                    deepened.push(*name);
                }
                stays
            });
        }
        if deepened.is_empty() {
            return depths;
        }
        for name in deepened {
            let depth = depths.entry(name).or_default();
            *depth += 1;
            by_name.entry(qualified(name, *depth)).or_default().push(name);
        }
    }
}

/// The number of segments that can be before a name.
fn depth_of(name: &TypeName) -> usize {
    name.scope.split('.').count()
}

/// A name with the last `depth` segments of its scope as a prefix.
fn qualified(name: &TypeName, depth: usize) -> String {
    let before = name.scope.split('.').skip(depth_of(name).saturating_sub(depth));
    let mut made = naming::upper_camel(before);
    made.push_str(&name.name);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_longer_only_where_they_clash() {
        let [a, b, c] = [("v.x.get", "Tag"), ("v.x.list", "Tag"), ("v", "Id")].map(|(s, n)| TypeName::new(s, n));
        let depths = distinct(BTreeMap::from([(&a, 0), (&b, 0), (&c, 0)]));
        let names = numbered(depths, &mut BTreeSet::new());
        assert_eq!([&*names[&a], &*names[&b], &*names[&c]], ["GetTag", "ListTag", "Id"]);
    }

    #[test]
    fn forms_of_names_are_reserved() {
        let mut taken = BTreeSet::new();
        for (wanted, name) in [
            ("Tag", "Tag"),
            ("TagReceived", "TagReceived2"),
            ("A", "A"),
            ("AEnvelopeWithoutCode", "AEnvelopeWithoutCode2"),
            ("BWithoutCode", "BWithoutCode"),
            ("B", "B2"),
            ("BEnvelope", "BEnvelope"),
            ("B2Envelope", "B2Envelope2"),
        ] {
            assert_eq!(free(wanted, &mut taken), name);
        }
    }

    #[test]
    fn scopes_that_are_spelt_alike_get_numbers() {
        let [a, b, c] = [("a_b", "Tag"), ("a.b", "Tag"), ("a", "Error")].map(|(s, n)| TypeName::new(s, n));
        let mut taken = BTreeSet::from([ERROR.to_owned()]);
        let names = numbered(BTreeMap::from([(&a, 2), (&b, 2), (&c, 0)]), &mut taken);
        let names: BTreeSet<&str> = names.values().map(String::as_str).collect();
        assert_eq!(names, BTreeSet::from(["ABTag", "ABTag2", "Error2"]));
    }
}
