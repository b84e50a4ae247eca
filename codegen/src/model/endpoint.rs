//! Endpoints: route, page, permissions and examples.

use serde::Serialize;

use super::{Erratum, Message, Paging, TypeName};

/// An endpoint.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Endpoint {
    /// The file that declares it.
    pub file: String,
    /// The vendor's name.
    pub vendor: String,
    /// The areas that contain it, below the vendor.
    pub area: Vec<String>,
    /// The last part of its full name.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path below the vendor's base URL.
    pub path: String,
    /// A sentence that says what it does.
    pub summary: String,
    /// A longer description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The page that documents it.
    pub page: Page,
    /// Who may call it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// Notes about it, mostly dated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What to use instead, if it is deprecated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// The request.
    pub request: Message,
    /// The response.
    pub response: Message,
    /// How to get the next page of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// The kind of credential that calls need, if it is not the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// The credential that it returns. Unless `credential` says what calls need, they need none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grants: Option<Grants>,
    /// Whether a reply without the code is a success; `None` if it is as in other replies of the vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent_is_success: Option<bool>,
    /// Whether calls change nothing, so that one may be repeated although it may have been executed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reads: bool,
    /// The error codes that the page explains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<i64>,
    /// Where the page contradicts itself about the endpoint.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Endpoint {
    /// The full name, which is the scope of the types that belong to this endpoint alone.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.request.object.scope
    }

    /// Whether calls need a credential.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.grants.is_none() || self.credential.is_some()
    }

    /// The kind of credential that its callers have; `None` is the usual kind. An endpoint that is called without a credential
    /// is for those who need the one that it returns.
    #[must_use]
    pub fn callers(&self) -> Option<&str> {
        let granted = || self.grants.as_ref().and_then(|grants| grants.kind.as_deref());
        self.credential.as_deref().or_else(granted)
    }

    /// Whether it reads or writes against the custom of its method: GET reads, POST writes.
    #[must_use]
    pub fn defies_its_method(&self) -> bool {
        self.reads != self.method.reads()
    }

    /// The request, then the response.
    #[must_use]
    pub fn messages(&self) -> [&Message; 2] {
        [&self.request, &self.response]
    }

    /// The objects of its messages, for [`Model::visit`](super::Model::visit).
    #[must_use]
    pub fn roots(&self) -> [&TypeName; 2] {
        self.messages().map(|message| &message.object)
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Method {
    /// Carries its parameters in the query.
    #[serde(rename = "GET")]
    Get,
    /// Carries a JSON body.
    #[serde(rename = "POST")]
    Post,
}

impl Method {
    /// Whether endpoints with this method change nothing unless the schema says otherwise.
    #[must_use]
    pub fn reads(self) -> bool {
        self == Self::Get
    }

    /// The name in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// The page that an endpoint was transcribed from.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Page {
    /// The published title.
    pub title: String,
    /// The URL, with the endpoint's anchor if it has one.
    pub url: String,
    /// The date that it shows, if any.
    pub updated: Option<String>,
    /// The day on which it was read, if it shows no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// Other copies that were read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<PageCopy>,
    /// Where the page contradicts itself about all of its endpoints.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Page {
    /// The age in words.
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
    /// The title.
    pub title: String,
    /// The URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The date that it shows, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
}

/// Who may call an endpoint.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Permission {
    /// The kind of app.
    pub app: String,
    /// Whether it may call, and what it needs.
    pub access: Access,
}

/// Whether a kind of app may call an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// It may, if it has what the text says.
    Needs(String),
    /// It may; the page says nothing more.
    Supported,
    /// It may not.
    Unsupported,
}

/// A note about an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Note {
    /// One or more sentences, Markdown.
    pub text: String,
    /// The date from which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// The deprecation of an endpoint.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Deprecation {
    /// The vendor's name for what to use instead.
    pub replacement: String,
    /// The replacement's full name, if it is in the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The date of the deprecation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// A credential that a response returns.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Grants {
    /// The response's field with the credential, a secret.
    pub credential: String,
    /// The response's field with its lifetime in seconds, an integer.
    pub expires_in: String,
    /// The kind of the credential, if it is not the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
