//! Types: primitives, named scalars, enums, lists and maps.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Erratum, Limits, WireValue};

/// The full name of a declaration: the scope that holds it and its own name, `wecom.kf.customer.batchget` `Customer`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName {
    /// The full name of a vendor, an area or an endpoint.
    pub scope: String,
    /// The name within the scope, UpperCamelCase.
    pub name: String,
}

impl TypeName {
    /// Creates the name `name` in `scope`.
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
    /// An object whose keys are free.
    Map(Box<Type>),
    /// A string whose text is JSON of this type: of an object, or of a list of objects.
    JsonString(Box<Type>),
    /// A file: the part of a form, or a whole reply.
    File,
}

impl Type {
    /// The name of [`File`](Self::File) in a schema.
    pub const FILE: &'static str = "file";

    /// The names of the built-in types in a schema.
    #[must_use]
    pub fn built_in() -> Vec<&'static str> {
        Primitive::ALL.map(Primitive::as_str).into_iter().chain([Self::FILE]).collect()
    }

    /// Whether it is a file, or a list or a map of files.
    #[must_use]
    pub(crate) fn has_file(&self) -> bool {
        match self {
            Self::File => true,
            Self::List(of) | Self::Map(of) | Self::JsonString(of) => of.has_file(),
            Self::Primitive(_) | Self::Scalar(_) | Self::Enum(_) | Self::Object(_) => false,
        }
    }

    /// The declaration that the type refers to, if any; for a list or a map, that of its elements; for JSON in
    /// a string, that of its value.
    #[must_use]
    pub fn named(&self) -> Option<&TypeName> {
        match self {
            Self::Primitive(_) | Self::File => None,
            Self::Scalar(name) | Self::Enum(name) | Self::Object(name) => Some(name),
            Self::List(of) | Self::Map(of) | Self::JsonString(of) => of.named(),
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
            Self::JsonString(of) => write!(f, "string that holds {of}"),
            Self::File => f.write_str(Self::FILE),
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
    /// A signed integer of 32 bits.
    Int32,
    /// A signed integer of 64 bits.
    Int64,
    /// An unsigned integer of 32 bits.
    Uint32,
    /// An unsigned integer of 64 bits.
    Uint64,
    /// A floating-point number of 64 bits.
    Float,
    /// Unix time in seconds.
    Timestamp,
    /// Unix time in milliseconds.
    TimestampMs,
    /// One of the vendor's error codes.
    ErrorCode,
    /// Any JSON value.
    Json,
}

impl Primitive {
    /// All primitives, in the order of the docs.
    pub const ALL: [Self; 11] = [
        Self::String,
        Self::Bool,
        Self::Int32,
        Self::Int64,
        Self::Uint32,
        Self::Uint64,
        Self::Float,
        Self::Timestamp,
        Self::TimestampMs,
        Self::ErrorCode,
        Self::Json,
    ];

    /// The name in a schema.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Bool => "bool",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
            Self::Float => "float",
            Self::Timestamp => "timestamp",
            Self::TimestampMs => "timestamp_ms",
            Self::ErrorCode => "error_code",
            Self::Json => "json",
        }
    }

    /// The form of its values in JSON.
    #[must_use]
    pub fn form(self) -> Form {
        match self {
            Self::String => Form::Text,
            Self::Bool => Form::Bool,
            Self::Int32 => Form::Integer(i32::MIN.into(), i32::MAX.into()),
            Self::Int64 | Self::Timestamp | Self::TimestampMs | Self::ErrorCode => {
                Form::Integer(i64::MIN.into(), i64::MAX.into())
            }
            Self::Uint32 => Form::Integer(0, u32::MAX.into()),
            Self::Uint64 => Form::Integer(0, u64::MAX.into()),
            Self::Float => Form::Float,
            Self::Json => Form::Any,
        }
    }

    /// The least and the greatest value of an integer type.
    #[must_use]
    pub fn integer_bounds(self) -> Option<(i128, i128)> {
        match self.form() {
            Form::Integer(least, greatest) => Some((least, greatest)),
            Form::Text | Form::Bool | Form::Float | Form::Any => None,
        }
    }
}

/// The form of a primitive's values in JSON, for decisions that do not depend on their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A string.
    Text,
    /// `true` or `false`.
    Bool,
    /// An integer between two values, both inclusive.
    Integer(i128, i128),
    /// A number.
    Float,
    /// Any value.
    Any,
}

/// A JSON type that a field may arrive as.
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

/// An enum.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Enum {
    /// The file that declares it.
    pub file: String,
    /// A description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The type on the wire: a string or an integer.
    pub wire: Primitive,
    /// Whether requests may carry listed values only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// The enum that it is derived from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<TypeName>,
    /// The values: integers in ascending order, strings in the order of the docs.
    pub values: Vec<EnumValue>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct EnumValue {
    /// The English name, snake_case.
    pub name: String,
    /// The value on the wire.
    pub wire: WireValue,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// A named scalar.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Scalar {
    /// The file that declares it.
    pub file: String,
    /// A description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The type on the wire: a string or an integer.
    pub wire: Primitive,
    /// The limits of its value.
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// Whether its value must not be shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Scalar {
    /// Whether it is a string that is never empty.
    #[must_use]
    pub fn refuses_empty(&self) -> bool {
        self.wire.form() == Form::Text && self.limits.refuse_empty()
    }
}
