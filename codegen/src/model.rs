//! The model: what the schemas say, resolved and checked.
//!
//! After `lower` every name points to something, every limit fits its type, and every example fits its
//! endpoint. Readers of the model (the emitters, the interpreter) are therefore infallible, and none changes it.
//!
//! Everything is held by name, in maps that sort: the same schemas give the same model whatever the order of the files.

use std::{
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
};

use serde::{Serialize, Serializer};

use crate::naming;

/// All vendors, endpoints and types.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Model {
    /// By name: `wecom`.
    pub vendors: BTreeMap<String, Vendor>,
    /// By name: `wecom.kf.customer.batchget`.
    pub endpoints: BTreeMap<String, Endpoint>,
    /// Objects by name, requests and replies among them.
    pub objects: BTreeMap<TypeName, Object>,
    /// Enums by name.
    pub enums: BTreeMap<TypeName, Enum>,
    /// Named scalars by name.
    pub scalars: BTreeMap<TypeName, Scalar>,
}

impl Model {
    /// The endpoint of this name or, if only one fits, of a name that ends so: `batchget`, `customer.batchget`.
    ///
    /// # Errors
    /// All the names that fit; none or several.
    pub fn endpoint(&self, name: &str) -> Result<(&String, &Endpoint), Vec<&String>> {
        if let Some(exact) = self.endpoints.get_key_value(name) {
            return Ok(exact);
        }
        let suffix = format!(".{name}");
        let fitting: Vec<_> = self.endpoints.iter().filter(|(full, _)| full.ends_with(&suffix)).collect();
        match fitting[..] {
            [one] => Ok(one),
            _ => Err(fitting.into_iter().map(|(full, _)| full).collect()),
        }
    }

    /// The name of the endpoint that is meant by one that is misspelt, be it whole or the ending of one.
    #[must_use]
    pub fn similar_endpoint(&self, name: &str) -> Option<&str> {
        let depth = name.split('.').count();
        let ending = |full: &str| {
            let parts: Vec<&str> = full.split('.').collect();
            parts[parts.len().saturating_sub(depth)..].join(".")
        };
        let endings: Vec<(String, &str)> = self.endpoints.keys().map(|full| (ending(full), full.as_str())).collect();
        let near = naming::nearest(name, endings.iter().map(|(ending, _)| ending.as_str()))?;
        endings.iter().find(|(ending, _)| ending == near).map(|(_, full)| *full)
    }

    /// The vendor of an endpoint.
    #[must_use]
    pub fn vendor_of(&self, endpoint: &Endpoint) -> &Vendor {
        &self.vendors[&endpoint.vendor]
    }

    /// The parts of the model that one endpoint needs, for [`dump`](crate::dump).
    #[must_use]
    pub fn restricted_to(&self, name: &str) -> Self {
        let mut part = Self::default();
        let Some(endpoint) = self.endpoints.get(name) else { return part };
        part.endpoints.insert(name.to_owned(), endpoint.clone());
        if let Some(vendor) = self.vendors.get(&endpoint.vendor) {
            part.vendors.insert(endpoint.vendor.clone(), vendor.clone());
        }
        self.visit(&[&endpoint.request, &endpoint.response], &mut |used| match used {
            Declaration::Object(name, object) => drop(part.objects.insert(name.clone(), object.clone())),
            Declaration::Enum(name, decl) => drop(part.enums.insert(name.clone(), decl.clone())),
            Declaration::Scalar(name, decl) => drop(part.scalars.insert(name.clone(), decl.clone())),
        });
        part
    }

    /// Shows every declaration that the objects `roots` need, themselves included, each once and in reading order.
    pub fn visit<'m>(&'m self, roots: &[&'m TypeName], show: &mut dyn FnMut(Declaration<'m>)) {
        let mut seen = std::collections::BTreeSet::new();
        let mut todo: Vec<&'m TypeName> = roots.iter().rev().copied().collect();
        while let Some(name) = todo.pop() {
            if !seen.insert(name) {
                continue;
            }
            if let Some(object) = self.objects.get(name) {
                show(Declaration::Object(name, object));
                let mut named: Vec<_> = object.types().filter_map(Type::named).collect();
                named.reverse();
                todo.append(&mut named);
            } else if let Some(decl) = self.enums.get(name) {
                show(Declaration::Enum(name, decl));
            } else if let Some(decl) = self.scalars.get(name) {
                show(Declaration::Scalar(name, decl));
            }
        }
    }
}

/// A named thing, as [`Model::visit`] shows it.
#[derive(Clone, Copy, Debug)]
pub enum Declaration<'m> {
    /// An object.
    Object(&'m TypeName, &'m Object),
    /// An enum.
    Enum(&'m TypeName, &'m Enum),
    /// A named scalar.
    Scalar(&'m TypeName, &'m Scalar),
}

impl<'m> Declaration<'m> {
    /// Its full name.
    #[must_use]
    pub fn name(self) -> &'m TypeName {
        match self {
            Self::Object(name, _) | Self::Enum(name, _) | Self::Scalar(name, _) => name,
        }
    }
}

/// The full name of a declaration: the scope that holds it and its own name, `wecom.kf.customer.batchget` `Customer`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName {
    /// A vendor, an area or an endpoint.
    pub scope: String,
    /// UpperCamelCase.
    pub name: String,
}

impl TypeName {
    /// The name `name` in `scope`.
    pub fn new(scope: impl Into<String>, name: impl Into<String>) -> Self {
        Self { scope: scope.into(), name: name.into() }
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.scope, self.name)
    }
}

impl Serialize for TypeName {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A vendor.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Vendor {
    /// The file that says so.
    pub file: String,
    /// Its name in prose: `WeCom 企业微信`.
    pub title: String,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Where its docs are.
    pub url: String,
    /// Where its endpoints are; none if every customer has a host of their own.
    pub base_url: Option<String>,
    /// Where the credential goes.
    pub credential: Credential,
    /// What replies are wrapped in.
    pub envelope: Envelope,
    /// With which error codes it refuses calls.
    pub refusals: Refusals,
    /// Error codes.
    pub errors: BTreeMap<i64, ErrorCode>,
    /// Where the docs contradict themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// Where a vendor wants its credential.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// In the query, under this name.
    Query(String),
    /// In the header of this name.
    Header(String),
}

/// The names of the members that a payload is wrapped in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Envelope {
    /// The error code's.
    pub code: String,
    /// The error message's.
    pub message: String,
    /// The payload's; none if its members stand beside the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// That of the call's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// The code that means success.
    pub success: i64,
}

/// The error codes with which a vendor refuses calls. Where its schema does not say so, they are the lowest codes with the
/// advice that fits, or -1: only mocks answer with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Refusals {
    /// The credential is missing or wrong.
    pub credential: i64,
    /// The credential is no longer good.
    pub expired: i64,
    /// The request breaks a rule.
    pub request: i64,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct ErrorCode {
    /// English name, snake_case.
    pub name: String,
    /// The vendor's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<Advice>,
    /// Where the docs contradict themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// What to do about an error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// Get a new token.
    RefreshToken,
    /// Wait.
    RetryLater,
    /// The request is wrong.
    FixRequest,
    /// Someone has to grant it.
    AskPermission,
}

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

/// In which direction an object travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sent: strict.
    Request,
    /// Received: lenient.
    Response,
    /// Either: read leniently, and what is required is checked when it is validated.
    Both,
}

impl Role {
    /// Whether the object can be part of a request.
    #[must_use]
    pub fn sent(self) -> bool {
        self != Self::Response
    }
}

/// An object.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Object {
    /// The file that says so.
    pub file: String,
    /// Where in it its members stand, as errata name places: `Tag`, `batchget.body`, `batchget.response.customer_list`.
    #[serde(skip)]
    pub at: String,
    /// In which direction it travels.
    pub role: Role,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// In the order of the docs.
    pub members: Vec<Member>,
    /// Rules about several members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Object {
    /// The fields that are no choice.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.members.iter().filter_map(|member| match member {
            Member::Field(field) => Some(field),
            Member::Choice(_) => None,
        })
    }

    /// The field of this wire name.
    #[must_use]
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields().find(|field| field.wire == wire)
    }

    /// The choice, if there is one.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.members.iter().find_map(|member| match member {
            Member::Choice(choice) => Some(choice),
            Member::Field(_) => None,
        })
    }

    /// The names on the wire, in the order of the docs: a choice's tag, then the members that it selects.
    #[must_use]
    pub fn wire_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for member in &self.members {
            match member {
                Member::Field(field) => names.push(field.wire.as_str()),
                Member::Choice(choice) => {
                    names.push(&choice.tag);
                    names.extend(choice.slots().into_iter().map(|(name, _)| name));
                }
            }
        }
        names
    }

    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.members.iter().flat_map(|member| -> Vec<&Type> {
            match member {
                Member::Field(field) => vec![&field.ty],
                Member::Choice(choice) => choice.slots().into_iter().map(|(_, ty)| ty).collect(),
            }
        })
    }
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "nearly all members are fields")]
pub enum Member {
    /// One wire name, one value.
    Field(Field),
    /// A tag and the member that it selects.
    Choice(Choice),
}

impl Member {
    /// The Rust name, snake_case.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Field(field) => &field.name,
            Self::Choice(choice) => &choice.name,
        }
    }
}

/// A field.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// The Rust name, snake_case and not yet shielded against keywords.
    pub name: String,
    /// The type of its value.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Sent: must be there. Received: the page promises it.
    pub required: bool,
    /// Where in a request it stands.
    #[serde(skip_serializing_if = "Location::is_body")]
    pub location: Location,
    /// A bool that stands as 0 or 1.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bool_as_int: bool,
    /// Whether its object contains itself through it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub boxed: bool,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What the server assumes where it is not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Literal>,
    /// What to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Limits of its value.
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// When it must be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Condition>,
    /// When it may be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forbidden_unless: Option<Condition>,
    /// Other names under which it is read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_names: Vec<String>,
    /// JSON types that it is known to arrive as, besides its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_types: Vec<JsonType>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// Where in a request a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// In the URL.
    Query,
    /// In a header.
    Header,
    /// In the JSON body.
    Body,
}

impl Location {
    fn is_body(&self) -> bool {
        *self == Self::Body
    }
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A built-in type.
    Primitive(Primitive),
    /// A named scalar.
    Scalar(TypeName),
    /// An enum.
    Enum(TypeName),
    /// An object.
    Object(TypeName),
    /// A list.
    List(Box<Type>),
    /// An object with free keys.
    Map(Box<Type>),
}

impl Type {
    /// The declaration that the type needs, if any: a list's is its element's.
    #[must_use]
    pub fn named(&self) -> Option<&TypeName> {
        match self {
            Self::Primitive(_) => None,
            Self::Scalar(name) | Self::Enum(name) | Self::Object(name) => Some(name),
            Self::List(of) | Self::Map(of) => of.named(),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => f.write_str(primitive.as_str()),
            Self::Scalar(name) | Self::Enum(name) | Self::Object(name) => name.fmt(f),
            Self::List(of) => write!(f, "[{of}]"),
            Self::Map(of) => write!(f, "{{string: {of}}}"),
        }
    }
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A built-in type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Primitive {
    /// Text.
    String,
    /// True or false.
    Bool,
    /// 32 bits, signed.
    Int32,
    /// 64 bits, signed.
    Int64,
    /// 32 bits, unsigned.
    Uint32,
    /// 64 bits, floating.
    Float,
    /// Unix time in seconds.
    Timestamp,
    /// Anything.
    Json,
}

impl Primitive {
    /// All of them, in the order of the docs.
    pub const ALL: [Self; 8] =
        [Self::String, Self::Bool, Self::Int32, Self::Int64, Self::Uint32, Self::Float, Self::Timestamp, Self::Json];

    /// The name in a schema.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Bool => "bool",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint32 => "uint32",
            Self::Float => "float",
            Self::Timestamp => "timestamp",
            Self::Json => "json",
        }
    }

    /// The least and the greatest value of an integer type.
    #[must_use]
    pub fn integer_bounds(self) -> Option<(i64, i64)> {
        match self {
            Self::Int32 => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
            Self::Int64 | Self::Timestamp => Some((i64::MIN, i64::MAX)),
            Self::Uint32 => Some((0, i64::from(u32::MAX))),
            _ => None,
        }
    }
}

/// A type of JSON values that a field may arrive as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JsonType {
    /// `"…"`.
    String,
    /// `1`, `1.5`.
    Number,
    /// `true`, `false`.
    Bool,
}

/// A value as a schema writes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Literal {
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A text.
    Text(String),
    /// An enum's value.
    Enum {
        /// Its English name.
        name: String,
        /// Its value on the wire.
        wire: WireValue,
    },
}

impl Hash for Literal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Bool(value) => value.hash(state),
            Self::Int(value) => value.hash(state),
            Self::Float(value) => value.to_bits().hash(state),
            Self::Text(value) => value.hash(state),
            Self::Enum { name, wire } => (name, wire).hash(state),
        }
    }
}

/// What an enum's value or a choice's tag is on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum WireValue {
    /// An integer.
    Int(i64),
    /// A string.
    Text(String),
}

impl fmt::Display for WireValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
        }
    }
}

/// Limits of a value.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Limits {
    /// Unicode scalar values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chars: Option<Limit>,
    /// Bytes of UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Limit>,
    /// Elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Limit>,
    /// A number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// A regular expression for the whole value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// No two elements of a list are equal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
}

impl Limits {
    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Bounds of a count; both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Limit {
    /// The least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// Bounds of a number; both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Range {
    /// Of an integer.
    Int {
        /// The least.
        min: Option<i64>,
        /// The greatest.
        max: Option<i64>,
    },
    /// Of a float.
    Float {
        /// The least.
        min: Option<f64>,
        /// The greatest.
        max: Option<f64>,
    },
}

impl Hash for Range {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Int { min, max } => (min, max).hash(state),
            Self::Float { min, max } => (min.map(f64::to_bits), max.map(f64::to_bits)).hash(state),
        }
    }
}

/// A condition: all of its tests hold.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[serde(transparent)]
pub struct Condition {
    /// At least one.
    pub tests: Vec<Test>,
}

/// A test of a sibling.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Test {
    /// The sibling's wire name.
    pub field: String,
    /// Any of these; none at all: that it is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Literal>,
}

/// A rule about several members.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Group {
    /// What is asked of them.
    pub rule: GroupRule,
    /// Wire names.
    pub fields: Vec<String>,
}

/// What is asked of a group of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// One or more are given.
    AtLeastOneOf,
    /// One and no more is given.
    ExactlyOneOf,
}

/// A tag and the member that it selects.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Choice {
    /// The key behind which it stands: its name, unless another one is given.
    #[serde(skip)]
    pub key: String,
    /// The Rust name of the field, snake_case.
    pub name: String,
    /// The Rust name of the enum, UpperCamelCase, in the scope of the object.
    pub type_name: String,
    /// The member that carries the tag.
    pub tag: String,
    /// Whether the tag is an integer or a string.
    pub wire: TagWire,
    /// Sent: must be there. Received: the page promises it.
    pub required: bool,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// In the order of the docs.
    pub variants: Vec<Variant>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Choice {
    /// The members that a tag can select, each once, in the order of the docs.
    #[must_use]
    pub fn slots(&self) -> Vec<(&str, &Type)> {
        let mut slots: Vec<(&str, &Type)> = Vec::new();
        for field in self.variants.iter().filter_map(|variant| variant.field.as_ref()) {
            if slots.iter().all(|(name, _)| *name != field.wire) {
                slots.push((&field.wire, &field.ty));
            }
        }
        slots
    }
}

/// What a choice's tag is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TagWire {
    /// An integer.
    Int,
    /// A string.
    String,
}

/// One variant of a choice.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Variant {
    /// The tag's value.
    pub tag: WireValue,
    /// English name, snake_case.
    pub name: String,
    /// The member that the tag selects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<VariantField>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// The member that a tag selects.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct VariantField {
    /// The name on the wire.
    pub wire: String,
    /// The type of its value.
    #[serde(rename = "type")]
    pub ty: Type,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Enum {
    /// The file that says so.
    pub file: String,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The type on the wire: `string` or an integer.
    pub wire: Primitive,
    /// Whether a request may only carry listed values.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// The enum that it was derived from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<TypeName>,
    /// By their value on the wire where it is an integer, else in the order of the docs.
    pub values: Vec<EnumValue>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct EnumValue {
    /// English name, snake_case.
    pub name: String,
    /// The value on the wire.
    pub wire: WireValue,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// A named scalar.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Scalar {
    /// The file that says so.
    pub file: String,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The type on the wire: `string` or an integer.
    pub wire: Primitive,
    /// Limits of its value.
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// Whether its value must not be seen.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// A place where the docs contradict themselves, and what was decided.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Erratum {
    /// The path in the page's file.
    pub at: String,
    /// What each part of the docs says.
    pub says: Vec<(String, String)>,
    /// What we use.
    #[serde(rename = "use", skip_serializing_if = "Vec::is_empty")]
    pub used: Vec<(String, String)>,
    /// What was decided, where no key tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// What is read as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_accept: Vec<String>,
    /// The evidence.
    pub because: String,
}
