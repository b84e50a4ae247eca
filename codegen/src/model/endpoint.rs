//! Endpoints: route, page, paging, permissions and examples.

use serde::Serialize;

use super::{Erratum, TypeName};

/// One endpoint.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Endpoint {
    /// The file that says so.
    pub file: String,
    /// The vendor's name.
    pub vendor: String,
    /// The areas below the vendor.
    pub area: Vec<String>,
    /// The last part of the endpoint's name.
    pub name: String,
    /// HTTP method.
    pub method: Method,
    /// Path below the vendor's base URL.
    pub path: String,
    /// What it does, in one sentence.
    pub summary: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The doc page.
    pub page: Page,
    /// Who may call it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// Set where the docs advise against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// The object that is sent.
    pub request: TypeName,
    /// The object that comes back, without its envelope.
    pub response: TypeName,
    /// How its replies come in pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// Set where it hands out the vendor's credential; it is called without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grants: Option<Grants>,
    /// Error codes that the page explains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<i64>,
    /// The page's examples.
    pub examples: Examples,
    /// Where the page contradicts itself about the endpoint as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Endpoint {
    /// The scope of what belongs to this endpoint alone: its full name.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.request.scope
    }
}

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Method {
    /// Parameters in the query.
    #[serde(rename = "GET")]
    Get,
    /// A JSON body.
    #[serde(rename = "POST")]
    Post,
}

impl Method {
    /// As in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// The doc page that an endpoint was transcribed from.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Page {
    /// As published.
    pub title: String,
    /// Where it is; with the endpoint's anchor if it has one.
    pub url: String,
    /// The date that it shows.
    pub updated: Option<String>,
    /// The day on which it was read, if it shows no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// Other copies that were read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<PageCopy>,
    /// Where the page contradicts itself as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Page {
    /// How old it is, in words.
    #[must_use]
    pub fn age(&self) -> String {
        match (&self.updated, &self.read) {
            (Some(updated), _) => format!("updated {updated}"),
            (None, Some(read)) => format!("without a date, read {read}"),
            (None, None) => "without a date".to_owned(),
        }
    }
}

/// Another copy of a page.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct PageCopy {
    /// What it is.
    pub title: String,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The date that it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
}

/// Who may call an endpoint.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Permission {
    /// The kind of app.
    pub app: String,
    /// What it needs.
    pub needs: String,
}

/// That an endpoint is deprecated.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Deprecation {
    /// What to use instead, as the vendor calls it.
    pub replacement: String,
    /// The replacement's full name, if it is in the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// Cursor in, next cursor out.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Paging {
    /// The request's field.
    pub cursor: String,
    /// The response's field.
    pub next: String,
}

/// Credential and lifetime out.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Grants {
    /// The response's field with the credential, a secret.
    pub credential: String,
    /// The response's field with the seconds for which it is good, an integer.
    pub expires_in: String,
}

/// The page's JSON examples.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Examples {
    /// What is sent: query, header and body fields in one object.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub request: Vec<Example>,
    /// What comes back, in its envelope.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<Example>,
}

/// One example.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Example {
    /// Its file.
    pub file: String,
    /// Its text, as published.
    #[serde(skip)]
    pub text: String,
    /// What it says.
    pub value: serde_json::Value,
}
