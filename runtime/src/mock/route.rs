//! The table of endpoints, and how a request finds its endpoint.

use std::{collections::BTreeMap, fmt};

use http::{Request, Response};

use super::{credentials::Kind, grant::Members, pages::Pages, strict};
use crate::{
    decode::decode,
    endpoint::{Credential, Endpoint, EndpointInfo, Grants},
    file::File,
    paged::Paged,
    reply::{self, Reply},
    vendor::{BaseUrl, CredentialPlace, Envelope, ErrorCode, Refusals, Secret, Vendor},
    wire::{Wire, Written},
};

/// The number of similar endpoints that are listed for an unknown path.
const SIMILAR: usize = 3;

/// Reads and validates a request: the verdict, and the warnings in words.
type Check = fn(&Request<Vec<u8>>) -> (Checked, Option<String>);

/// An endpoint without its type. Generated code has a table of them.
#[derive(Clone, Copy)]
pub struct Route {
    /// Facts about the endpoint.
    pub info: EndpointInfo,
    /// The name of its vendor.
    pub vendor: &'static str,
    /// The kind of credential that calls need.
    pub(super) kind: Kind,
    pub(super) envelope: &'static Envelope,
    pub(super) refusals: Refusals,
    /// Set if the endpoint hands out credentials.
    pub(super) grants: Option<Members>,
    /// Set if the endpoint's replies come in pages.
    pub(super) pages: Option<Pages>,
    /// Finds what is wrong with a message.
    pub(super) check: Check,
    /// Makes a reply with an error code and a message.
    pub(super) error: fn(i64, &str) -> Response<Vec<u8>>,
    /// Makes the default reply.
    pub(super) reply: fn() -> Option<Response<Vec<u8>>>,
    /// The place of the credential.
    pub(super) place: CredentialPlace,
    /// The name of the part with the file, if requests have one.
    pub(super) upload: Option<&'static str>,
    /// Whether replies are files.
    pub(super) is_download: bool,
    example: fn(BaseUrl, &Secret) -> Option<Request<Vec<u8>>>,
}

/// The result of checking a message.
pub(super) enum Checked {
    /// It is as documented.
    Good,
    /// It can be read and breaks no rule, but is not as documented.
    Deviates(String),
    /// It cannot be read, or breaks a rule.
    Bad(String),
}

impl Route {
    /// The route of the endpoint `E`.
    #[must_use]
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            info: E::INFO,
            vendor: <E::Vendor as Vendor>::NAME,
            kind: Kind::of::<E::Vendor>(),
            envelope: <E::Vendor as Vendor>::ENVELOPE,
            refusals: <E::Vendor as Vendor>::REFUSALS,
            grants: None,
            pages: None,
            check: check::<E>,
            error: error::<E::Vendor>,
            reply: first_example::<E>,
            place: <E::Vendor as Vendor>::CREDENTIAL,
            upload: match E::FORM {
                Some(form) => Some(form.file),
                None => None,
            },
            is_download: E::Response::FILE.is_some(),
            example: example::<E>,
        }
    }

    /// The route of the endpoint `E`, which hands out a new credential for each call.
    #[must_use]
    pub const fn granting<E: Grants>() -> Self {
        let grants = Some(Members { credential: E::CREDENTIAL, expires_in: E::EXPIRES_IN, kind: Kind::of::<E::For>() });
        Self { grants, ..Self::of::<E>() }
    }

    /// The same route, of the endpoint `E` whose replies come in pages.
    #[must_use]
    pub const fn paged<E: Paged>(self) -> Self {
        Self { pages: Some(Pages { cursor: cursor::<E>, paging: E::PAGING }), ..self }
    }

    /// The first request example of the doc page, as an HTTP message for the vendor at `base_url`, with the credential.
    ///
    /// Without an example, it is an empty request; `None` if the endpoint has required members.
    #[must_use]
    pub fn example(&self, base_url: BaseUrl, credential: &Secret) -> Option<Request<Vec<u8>>> {
        (self.example)(base_url, credential)
    }

    /// The path in URLs of the mock.
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

/// What is wrong with a request, and the warnings about it.
fn check<E: Endpoint>(message: &Request<Vec<u8>>) -> (Checked, Option<String>) {
    match E::from_http(message) {
        Ok((request, _)) => {
            let warnings = request.warnings();
            (check_read(message, &request), (!warnings.is_empty()).then(|| warnings.to_string()))
        }
        Err(error) => (Checked::Bad(error.to_string()), None),
    }
}

fn check_read<E: Endpoint>(message: &Request<Vec<u8>>, request: &E) -> Checked {
    let deviations = strict::deviations(message, request);
    match request.validate() {
        Err(violations) => {
            let all: Vec<String> = std::iter::once(violations.to_string()).chain(deviations).collect();
            Checked::Bad(all.join("; "))
        }
        Ok(()) if deviations.is_empty() => Checked::Good,
        Ok(()) => Checked::Deviates(deviations.join("; ")),
    }
}

/// The cursor or the offset of a request.
fn cursor<E: Paged>(message: &Request<Vec<u8>>) -> Option<serde_json::Value> {
    let (request, _) = E::from_http(message).ok()?;
    let written = serde_json::to_vec(&Written(&request)).ok()?;
    let mut written: serde_json::Value = serde_json::from_slice(&written).ok()?;
    Some(written.get_mut(E::PAGING.selector())?.take())
}

fn error<V: Vendor>(code: i64, message: &str) -> Response<Vec<u8>> {
    reply::error_to_http::<V>(V::ErrorCode::from_code(code), message)
}

/// The first reply example that can be read, as published. Without one, an empty payload if no member is required, or a
/// short file.
fn first_example<E: Endpoint>() -> Option<Response<Vec<u8>>> {
    if E::Response::FILE.is_some() {
        let mut readable = E::EXAMPLES.response.iter().filter_map(|example| read_json(example.json));
        let default = || reply::file_message(&File::new("example.txt", "example").with_content_type("text/plain"));
        return Some(readable.next().map_or_else(default, |payload: E::Response| payload.to_http()));
    }
    let published = E::EXAMPLES.response.iter().map(|example| reply::message(example.json.into()));
    let mut readable = published.filter(|message| E::Response::from_http(message.clone()).is_ok());
    readable.next().or_else(|| read_json::<E::Response>("{}").map(|empty| empty.to_http()))
}

fn example<E: Endpoint>(base_url: BaseUrl, credential: &Secret) -> Option<Request<Vec<u8>>> {
    let json = E::EXAMPLES.request.first().map_or("{}", |example| example.json);
    let request: E = read_json(json)?;
    let credential = E::Credential::from_secret(Some(credential.clone()))?;
    request.to_http(&E::Vendor::at(base_url), &credential).ok()
}

/// A value as it is written in examples.
fn read_json<T: Wire>(json: &str) -> Option<T> {
    decode(json.as_bytes(), |reader| T::read(reader)).ok()
}

/// All routes, by path.
pub(super) struct Table {
    by_path: BTreeMap<String, Vec<Route>>,
}

/// The result of looking up a method and a path.
pub(super) enum Found<'a> {
    Route(&'a Route),
    /// The path exists with other methods, which are listed.
    Methods(Vec<&'static str>),
    /// The path does not exist. Similar endpoints, as `METHOD /path`.
    Similar(Vec<String>),
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
        let Some(routes) = self.by_path.get(path) else { return Found::Similar(self.similar(path)) };
        match routes.iter().find(|route| route.info.method.as_str() == method.as_str()) {
            Some(route) => Found::Route(route),
            None => Found::Methods(routes.iter().map(|route| route.info.method.as_str()).collect()),
        }
    }

    /// The routes with the longest common beginning and end. A wrong base URL only changes the
    /// beginning; a typo leaves most of both.
    fn similar(&self, path: &str) -> Vec<String> {
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
        routes.iter().take(SIMILAR).map(|(_, route)| format!("{} {}", route.info.method, route.path())).collect()
    }
}
