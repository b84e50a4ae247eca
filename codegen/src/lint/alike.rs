//! Names and labels that readers confuse.

use std::collections::BTreeMap;

use super::linter::Linter;
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::{Place, Site},
    model::{Enum, EnumValue, Object, TypeName},
};

/// The names seen so far and their sites, by [`plain`] name.
type Earlier<'n> = BTreeMap<String, (&'n str, Site<'n>)>;

impl<'a> Linter<'a> {
    pub(super) fn alike(&mut self) {
        for (name, object) in &self.model.objects {
            self.similar_members(name, object);
        }
        self.similar_types();
        for (name, decl) in &self.model.enums {
            self.similar_values(name, decl);
        }
    }

    fn similar_members(&mut self, name: &TypeName, object: &Object) {
        let fields: Vec<(&str, Site<'_>)> = object
            .fields()
            .filter_map(|field| Some((field.wire.as_str(), self.site(Place::Field(name.clone(), field.wire.clone()))?)))
            .collect();
        let help = "if the page has both, explain in their `doc` how they differ, and allow this";
        self.similar(BTreeMap::new(), &fields, "members", help);
    }

    /// Compares the types that one page can see.
    fn similar_types(&mut self) {
        let mut vendors: BTreeMap<&str, Vec<(&str, Site<'_>)>> = BTreeMap::new();
        let objects = self.model.objects.keys().map(|name| (name, Place::Object(name.clone())));
        let enums = self.model.enums.keys().map(|name| (name, Place::Enum(name.clone())));
        let scalars = self.model.scalars.keys().map(|name| (name, Place::Scalar(name.clone())));
        for (name, place) in objects.chain(enums).chain(scalars) {
            if let Some(site) = self.site(place) {
                let vendor = name.scope.split('.').next().unwrap_or_default();
                vendors.entry(vendor).or_default().push((&name.name, site));
            }
        }
        let help = "use one of the two, or rename one";
        for names in vendors.values() {
            let (shared, own): (Vec<_>, Vec<_>) =
                names.iter().copied().partition(|(_, site)| self.is_shared(site.file));
            let mut files: BTreeMap<&str, Vec<(&str, Site<'_>)>> = BTreeMap::new();
            for named in own {
                files.entry(&named.1.file.path).or_default().push(named);
            }
            let earlier = self.similar(BTreeMap::new(), &shared, "types", help);
            for own in files.values() {
                self.similar(earlier.clone(), own, "types", help);
            }
        }
    }

    fn similar_values(&mut self, name: &TypeName, decl: &Enum) {
        let values: Vec<(&EnumValue, Site<'_>)> =
            decl.values.iter().filter_map(|value| Some((value, self.value_site(name, decl, value)?))).collect();
        // Inherited values are compared with one another where they are declared.
        let is_own = |value: &EnumValue| self.site(Place::EnumValue(name.clone(), value.name.clone())).is_some();
        let (own, inherited): (Vec<_>, Vec<_>) = values.into_iter().partition(|(value, _)| is_own(value));
        let earlier =
            inherited.iter().map(|(value, site)| (plain(&value.name), (value.name.as_str(), *site))).collect();
        let names: Vec<_> = own.iter().map(|(value, site)| (value.name.as_str(), *site)).collect();
        let help = "remove one of the two, or change the names so that they show the difference";
        self.similar(earlier, &names, "values", help);
        let mut labels: BTreeMap<&String, (&EnumValue, Site<'_>)> = BTreeMap::new();
        for (value, site) in inherited {
            labels.extend(value.label.iter().map(|label| (label, (value, site))));
        }
        for (value, site) in own {
            let Some(label) = &value.label else { continue };
            let Some((other, first)) = labels.insert(label, (value, site)) else { continue };
            let place = site.value_span("label");
            let message = format!("`{}` and `{}` have the same label", value.name, other.name);
            self.report(
                Diagnostic::new(Code::LabelTwice, place.file, place.span, message)
                    .help("check the page; if it gives both this label, add a `doc` to both and allow this")
                    .also_in(first.value_span("label"), "the other one"),
            );
        }
    }

    /// Where a value of an enum is listed: in the enum, or in one that it is derived from.
    fn value_site(&self, name: &TypeName, decl: &Enum, value: &EnumValue) -> Option<Site<'a>> {
        let listed_in = |name: &TypeName| self.site(Place::EnumValue(name.clone(), value.name.clone()));
        listed_in(name).or_else(|| {
            let from = decl.from.as_ref()?;
            // The model has no unused bases, but `places` has their values.
            listed_in(from).or_else(|| self.value_site(from, self.model.enums.get(from)?, value))
        })
    }

    /// Warns of names that are similar to an earlier one. Returns all of them.
    fn similar<'n>(
        &mut self,
        mut earlier: Earlier<'n>,
        named: &[(&'n str, Site<'n>)],
        what: &str,
        help: &str,
    ) -> Earlier<'n> {
        for (name, site) in named {
            let Some((other, first)) = earlier.get(&plain(name)).copied() else {
                earlier.insert(plain(name), (name, *site));
                continue;
            };
            if other == *name {
                continue;
            }
            let message = format!("the names of the {what} `{name}` and `{other}` are easily confused");
            let warning = Diagnostic::new(Code::NamesAlike, &site.file.path, site.key.span, message).help(help);
            self.report(warning.also_in(first.key_span(), "the other one"));
        }
        earlier
    }
}

/// The letters and digits of a name in lower case: readers overlook everything else.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
