//! What each vendor contributes to the files that all vendors share. These files are made of such shares alone, so that a
//! vendor's model need not be there at the same time as another's.

use std::{collections::BTreeMap, ops::Add};

use serde::{Deserialize, Serialize};

use super::{coverage, features::Areas, table};
use crate::model::Model;

/// What all vendors contribute, by vendor's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// By name: `wecom`.
    pub vendors: BTreeMap<String, Share>,
}

/// What one vendor contributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The vendor's own name.
    pub title: String,
    /// Its docs.
    pub url: String,
    /// How much there is of what.
    pub counts: Counts,
    /// Its areas, for manifests.
    pub areas: Areas,
    /// Its rows in the table of endpoints.
    pub(super) rows: table::Rows,
    /// Its part of the table of what is covered.
    pub(super) coverage: coverage::Part,
}

/// The numbers of the summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Endpoints.
    pub endpoints: usize,
    /// Events.
    pub events: usize,
    /// Objects and named scalars.
    pub types: usize,
    /// Enums.
    pub enums: usize,
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            endpoints: self.endpoints + other.endpoints,
            events: self.events + other.events,
            types: self.types + other.types,
            enums: self.enums + other.enums,
        }
    }
}

impl Shares {
    /// The shares of all vendors of a model.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let share = |name: &String| Some((name.clone(), Share::of(model, name)?));
        Self { vendors: model.vendors.keys().filter_map(share).collect() }
    }

    /// The numbers of all vendors together.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.vendors.values().fold(Counts::default(), |sum, share| sum + share.counts)
    }
}

impl Share {
    /// The share of one vendor of a model.
    fn of(model: &Model, vendor: &str) -> Option<Self> {
        let decl = model.vendors.get(vendor)?;
        let within = |scope: &str| scope.split('.').next() == Some(vendor);
        let counts = Counts {
            endpoints: model.endpoints.values().filter(|endpoint| endpoint.vendor == vendor).count(),
            events: model.events.values().filter(|event| event.vendor == vendor).count(),
            types: model.objects.keys().chain(model.scalars.keys()).filter(|name| within(&name.scope)).count(),
            enums: model.enums.keys().filter(|name| within(&name.scope)).count(),
        };
        Some(Self {
            title: decl.title.clone(),
            url: decl.url.clone(),
            counts,
            areas: Areas::of(model, vendor),
            rows: table::Rows::of(model, vendor),
            coverage: coverage::Part::of(model, vendor),
        })
    }
}
