//! The Cargo features of the emitted crates: one for each vendor, and one for each of its areas.
//!
//! An area is a folder of a vendor with all folders in it. Its module is compiled only with its feature, so who uses one area
//! does not compile the others. Pages beside `vendor.yaml`, and what is declared there, belong to no area.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    model::{Model, Type, TypeName},
    naming,
};

/// A feature, and the features and dependencies that it enables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The name.
    pub name: String,
    /// What it enables, in the notation of manifests.
    pub enables: Vec<String>,
}

/// The areas of a vendor that are features, each with the other areas that its types need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Areas(pub BTreeMap<String, BTreeSet<String>>);

impl Areas {
    /// The areas of each vendor.
    #[must_use]
    pub fn all(model: &Model) -> BTreeMap<String, Self> {
        model.vendors.keys().map(|vendor| (vendor.clone(), Self::of(model, vendor))).collect()
    }

    /// The areas of a vendor. One that the vendor's own types or pages need is always compiled, so it is no feature.
    #[must_use]
    pub fn of(model: &Model, vendor: &str) -> Self {
        let mut needs: BTreeMap<Option<&str>, BTreeSet<Option<&str>>> = BTreeMap::from([(None, BTreeSet::new())]);
        let owners: Vec<_> = model.owners().filter(|owner| owner.vendor() == vendor).collect();
        let areas: BTreeSet<&str> =
            owners.iter().filter_map(|owner| owner.area().first()).map(String::as_str).collect();
        let area_of = |scope: &str| {
            let first = scope.split('.').nth(1)?;
            areas.get(first).copied()
        };
        for owner in owners {
            needs.entry(area_of(owner.name())).or_default();
        }
        // Types that no page uses are emitted, too. Those of a vendor are together: `.` comes before letters and digits.
        let within = |name: &TypeName| name.scope.split('.').next() == Some(vendor);
        let objects = model.objects.range(TypeName::new(vendor, "")..).take_while(|(name, _)| within(name));
        for (name, object) in objects {
            let used = object.types().filter_map(Type::named).filter(|used| within(used));
            needs.entry(area_of(&name.scope)).or_default().extend(used.map(|used| area_of(&used.scope)));
        }
        let always = closure(&needs, None);
        let of_area = |area: &str| {
            let needed = closure(&needs, Some(area)).into_iter().flatten();
            needed.filter(|other| *other != area && !always.contains(&Some(other))).map(str::to_owned).collect()
        };
        let features = areas.iter().filter(|area| !always.contains(&Some(area)));
        Self(features.map(|area| ((*area).to_owned(), of_area(area))).collect())
    }

    /// The area that a scope belongs to, if it is a feature: `kf` for `wecom.kf.account.list`.
    #[must_use]
    pub fn of_scope(&self, scope: &str) -> Option<&str> {
        let area = scope.split('.').nth(1)?;
        self.0.get_key_value(area).map(|(area, _)| area.as_str())
    }

    /// The features of the vendor's crate. By default, all areas are enabled.
    #[must_use]
    pub fn features(&self, vendor: &str) -> Vec<Feature> {
        let all = Feature { name: ALL.to_owned(), enables: self.0.keys().map(|area| feature(vendor, area)).collect() };
        let default = Feature { name: "default".to_owned(), enables: vec![ALL.to_owned()] };
        let each = self.0.iter().map(|(area, needed)| Feature {
            name: feature(vendor, area),
            enables: needed.iter().map(|area| feature(vendor, area)).collect(),
        });
        let runtime = OF_RUNTIME
            .iter()
            .map(|name| Feature { name: (*name).to_owned(), enables: vec![format!("runtime/{name}")] });
        [default, all].into_iter().chain(each).chain(runtime).collect()
    }
}

/// The feature of a vendor's crate that enables all areas.
const ALL: &str = "areas";

/// The features of the runtime that all crates have.
const OF_RUNTIME: [&str; 3] = ["callbacks", "client", "mock"];

/// The feature of an area, in the crate of its vendor and in the facade.
#[must_use]
pub fn feature(vendor: &str, area: &str) -> String {
    format!("{vendor}-{area}")
}

/// The features of the facade, without `default`. The feature `vendor-V` is made by Cargo, for the dependency of this name.
#[must_use]
pub fn of_facade(vendors: &BTreeMap<String, Areas>) -> Vec<Feature> {
    let mut features = Vec::new();
    for name in OF_RUNTIME {
        let of_vendors = vendors.keys().map(|vendor| format!("{}?/{name}", naming::vendor_dependency(vendor)));
        let enables = std::iter::once(format!("runtime/{name}")).chain(of_vendors).collect();
        features.push(Feature { name: name.to_owned(), enables });
    }
    for (vendor, areas) in vendors {
        let dependency = naming::vendor_dependency(vendor);
        features.push(Feature { name: vendor.clone(), enables: vec![format!("{dependency}/{ALL}")] });
        features.extend(
            areas
                .0
                .keys()
                .map(|area| feature(vendor, area))
                .map(|name| Feature { enables: vec![format!("{dependency}/{name}")], name }),
        );
    }
    features
}

/// What `from` needs, directly or indirectly, with itself.
fn closure<'m>(
    needs: &BTreeMap<Option<&'m str>, BTreeSet<Option<&'m str>>>,
    from: Option<&'m str>,
) -> BTreeSet<Option<&'m str>> {
    let (mut found, mut todo) = (BTreeSet::new(), vec![from]);
    while let Some(next) = todo.pop() {
        if found.insert(next) {
            todo.extend(needs.get(&next).into_iter().flatten());
        }
    }
    found
}
