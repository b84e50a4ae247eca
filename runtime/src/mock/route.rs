//! The table of endpoints that a mock serves, and how a request finds its endpoint there.

use std::{collections::BTreeMap, fmt};

use http::{Request, Response};

use super::grant::Members;
use crate::{
    endpoint::{Credential, Endpoint, EndpointInfo, Grants},
    reply::{self, Reply},
    vendor::{BaseUrl, CredentialPlace, Envelope, ErrorCode, Refusals, Secret, Vendor},
};

/// So many endpoints are named where there is none.
const NEAR: usize = 3;

/// One endpoint, without its type, as it stands in the table that generated code has.
#[derive(Clone, Copy)]
pub struct Route {
    /// What is known about the endpoint.
    pub info: EndpointInfo,
    /// The name of its vendor.
    pub vendor: &'static str,
    pub(super) envelope: &'static Envelope,
    pub(super) refusals: Refusals,
    /// Set where the reply hands out a credential.
    pub(super) grants: Option<Members>,
    /// Reads a message and holds it against the rules: what is wrong with it.
    pub(super) check: fn(&Request<Vec<u8>>) -> Result<(), String>,
    pub(super) error: fn(i64, &str) -> Response<Vec<u8>>,
    pub(super) reply: fn() -> Option<Response<Vec<u8>>>,
    /// Where the credential is.
    pub(super) place: CredentialPlace,
    example: fn(BaseUrl, &Secret) -> Option<Request<Vec<u8>>>,
}

impl Route {
    /// The route of the endpoint `E`.
    #[must_use]
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            info: E::INFO,
            vendor: <E::Vendor as Vendor>::NAME,
            envelope: <E::Vendor as Vendor>::ENVELOPE,
            refusals: <E::Vendor as Vendor>::REFUSALS,
            grants: None,
            check: check::<E>,
            error: error::<E::Vendor>,
            reply: first_example::<E>,
            place: <E::Vendor as Vendor>::CREDENTIAL,
            example: example::<E>,
        }
    }

    /// The route of the endpoint `E`, which hands out credentials: a new one at every call.
    #[must_use]
    pub const fn granting<E: Grants>() -> Self {
        let grants = Some(Members { credential: E::CREDENTIAL, expires_in: E::EXPIRES_IN });
        Self { grants, ..Self::of::<E>() }
    }

    /// The page's first example of a request, as an HTTP message for the vendor at `base_url`; none where the page has
    /// no example and the endpoint needs more than nothing.
    ///
    /// The message carries the credential, where the endpoint wants one.
    #[must_use]
    pub fn example(&self, base_url: BaseUrl, credential: &Secret) -> Option<Request<Vec<u8>>> {
        (self.example)(base_url, credential)
    }

    /// The path below the mock's own address.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/{}{}", self.vendor, self.info.path)
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route").field(&self.info.name).finish()
    }
}

fn check<E: Endpoint>(message: &Request<Vec<u8>>) -> Result<(), String> {
    let (request, _) = E::from_http(message).map_err(|error| error.to_string())?;
    request.validate().map_err(|violations| violations.to_string())
}

fn error<V: Vendor>(code: i64, message: &str) -> Response<Vec<u8>> {
    reply::error_to_http::<V>(V::ErrorCode::from_code(code), message)
}

/// The first example that is a good reply, as it was published; an empty payload where there is none and it will do.
fn first_example<E: Endpoint>() -> Option<Response<Vec<u8>>> {
    let published = E::EXAMPLES.response.iter().map(|example| reply::message(example.json.into()));
    let mut good = published.filter(|message| E::Response::from_http(message.clone()).is_ok());
    good.next().or_else(|| serde_json::from_str::<E::Response>("{}").ok().map(|empty| empty.to_http()))
}

fn example<E: Endpoint>(base_url: BaseUrl, credential: &Secret) -> Option<Request<Vec<u8>>> {
    let json = E::EXAMPLES.request.first().map_or("{}", |example| example.json);
    let request: E = serde_json::from_str(json).ok()?;
    let credential = E::Credential::from_secret(Some(credential.clone()))?;
    request.to_http(&E::Vendor::at(base_url), &credential).ok()
}

/// All routes, by path.
pub(super) struct Table {
    by_path: BTreeMap<String, Vec<Route>>,
}

/// What a request line leads to.
pub(super) enum Found<'a> {
    Route(&'a Route),
    /// The path is known, the method is not: those that are.
    Methods(Vec<&'static str>),
    /// What is similar, as `METHOD /path`.
    Near(Vec<String>),
}

impl Table {
    pub(super) fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        let mut by_path: BTreeMap<String, Vec<Route>> = BTreeMap::new();
        for route in routes {
            by_path.entry(route.path()).or_default().push(route);
        }
        Self { by_path }
    }

    pub(super) fn find(&self, method: &http::Method, path: &str) -> Found<'_> {
        let Some(routes) = self.by_path.get(path) else { return Found::Near(self.near(path)) };
        match routes.iter().find(|route| route.info.method.as_str() == method.as_str()) {
            Some(route) => Found::Route(route),
            None => Found::Methods(routes.iter().map(|route| route.info.method.as_str()).collect()),
        }
    }

    /// The routes that begin and end most like `path`: a wrong base URL spoils the beginning, a typo one of the two.
    fn near(&self, path: &str) -> Vec<String> {
        let likeness = |other: &str| {
            let begins = path.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
            let ends = path.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
            begins + ends
        };
        let mut routes: Vec<(usize, &Route)> = self
            .by_path
            .iter()
            .flat_map(|(other, routes)| routes.iter().map(move |route| (likeness(other), route)))
            .collect();
        routes.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        routes.iter().take(NEAR).map(|(_, route)| format!("{} {}", route.info.method, route.path())).collect()
    }
}
