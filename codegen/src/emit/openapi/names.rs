//! The names of components: short ones, extended by scopes where two clash.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Declaration, Model, TypeName},
    naming,
};

/// The name of the component for error responses.
pub(super) const ERROR: &str = "Error";

/// The suffix of a closed enum where it is received, and therefore open.
const RECEIVED: &str = "Received";

/// The names of a vendor's components.
pub(super) struct Names<'m>(BTreeMap<&'m TypeName, String>);

impl<'m> Names<'m> {
    /// Names the declarations that the objects `roots` need.
    pub(super) fn new(model: &'m Model, roots: &[&'m TypeName]) -> Self {
        let mut declared = Vec::new();
        model.visit(roots, &mut |declaration: Declaration<'m>| declared.push(declaration.name()));
        // The objects of messages have the same names everywhere, so they start with the endpoint.
        let roots: BTreeSet<&TypeName> = roots.iter().copied().collect();
        let mut depths: BTreeMap<_, _> =
            declared.into_iter().map(|name| (name, usize::from(roots.contains(&name)))).collect();
        loop {
            let clashing = clashing(&depths);
            if clashing.is_empty() {
                return Self::numbered(depths);
            }
            clashing.into_iter().for_each(|name| *depths.entry(name).or_default() += 1);
        }
    }

    /// Adds numbers to names that still clash: the scopes `a.b` and `a_b` are spelt alike.
    fn numbered(depths: BTreeMap<&'m TypeName, usize>) -> Self {
        let mut taken = BTreeSet::from([ERROR.to_owned()]);
        let free = |(name, depth): (&'m TypeName, usize)| {
            let made = qualified(name, depth);
            let numbered = (2..).map(|number| format!("{made}{number}"));
            let free = std::iter::once(made.clone()).chain(numbered).find(|name| {
                // The name of the received form is reserved as well.
                !taken.contains(name) && !taken.contains(&format!("{name}{RECEIVED}"))
            });
            let free = free.unwrap_or(made);
            taken.extend([free.clone(), format!("{free}{RECEIVED}")]);
            (name, free)
        };
        Self(depths.into_iter().map(free).collect())
    }

    /// The name of a declaration's component.
    pub(super) fn of<'a>(&'a self, name: &'a TypeName) -> &'a str {
        self.0.get(name).map_or(&name.name, String::as_str)
    }

    /// The name of the component for a closed enum where it is received.
    pub(super) fn received(&self, name: &TypeName) -> String {
        format!("{}{RECEIVED}", self.of(name))
    }
}

/// The declarations that share a name and can get a longer one.
fn clashing<'m>(depths: &BTreeMap<&'m TypeName, usize>) -> Vec<&'m TypeName> {
    let mut by_name: BTreeMap<String, Vec<&'m TypeName>> = BTreeMap::new();
    for (name, depth) in depths {
        by_name.entry(qualified(name, *depth)).or_default().push(name);
    }
    let shared = by_name.into_iter().filter(|(made, names)| names.len() > 1 || made == ERROR);
    shared.flat_map(|(_, names)| names).filter(|name| depths[name] < segments(name).len()).collect()
}

fn segments(name: &TypeName) -> Vec<&str> {
    name.scope.split('.').collect()
}

/// A name with the last `depth` segments of its scope as a prefix.
fn qualified(name: &TypeName, depth: usize) -> String {
    let segments = segments(name);
    let from = segments.len().saturating_sub(depth);
    format!("{}{}", naming::upper_camel(segments[from..].iter().copied()), name.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_longer_only_where_they_clash() {
        let [a, b, c] = [("v.x.get", "Tag"), ("v.x.list", "Tag"), ("v", "Id")].map(|(s, n)| TypeName::new(s, n));
        let depths = BTreeMap::from([(&a, 0), (&b, 0), (&c, 0)]);
        assert_eq!(clashing(&depths), [&a, &b]);
        let names = Names::numbered(BTreeMap::from([(&a, 1), (&b, 1), (&c, 0)]));
        assert_eq!([names.of(&a), names.of(&b), names.of(&c)], ["GetTag", "ListTag", "Id"]);
    }

    #[test]
    fn scopes_that_are_spelt_alike_get_numbers() {
        let [a, b, c] = [("a_b", "Tag"), ("a.b", "Tag"), ("a", "Error")].map(|(s, n)| TypeName::new(s, n));
        let names = Names::numbered(BTreeMap::from([(&a, 2), (&b, 2), (&c, 0)]));
        let names: BTreeSet<&str> = [names.of(&a), names.of(&b), names.of(&c)].into();
        assert_eq!(names, BTreeSet::from(["ABTag", "ABTag2", "Error2"]));
    }
}
