//! The proportions of the real schemas, counted once in the 7 pages and 9 endpoints in `schemas/`.
//!
//! A list contains the values found, and one is drawn at random. A share is the number of cases found out of all cases.
//! What this small sample cannot show is marked as assumed.

/// A share: true in `.0` of `.1` cases.
pub type Share = (u32, u32);

/// Endpoints of a page.
pub const ENDPOINTS_OF_PAGE: &[usize] = &[1, 1, 1, 1, 1, 1, 3];
/// Pages of an area. Assumed: the sample has one or two pages of each area, while the vendors' sites have many.
pub const PAGES_OF_AREA: usize = 8;
/// Errata of a page.
pub const ERRATA_OF_PAGE: &[usize] = &[17, 17, 17, 3, 13, 17, 21];
/// Enums that a page declares.
pub const ENUMS_OF_PAGE: &[usize] = &[0, 0, 0, 0, 1, 1, 2];
/// Named scalars that a page declares.
pub const SCALARS_OF_PAGE: &[usize] = &[0, 0, 0, 0, 0, 2, 3];
/// Pages that name other copies of themselves.
pub const HAS_SOURCES: Share = (5, 7);

/// Error codes of a vendor.
pub const ERRORS_OF_VENDOR: usize = 16;
/// Named scalars of a vendor, plus one per number of endpoints. Assumed: the real vendors have 9, 12 and 4 for one to
/// six endpoints, but many endpoints use the same kind of id.
pub const SCALARS_OF_VENDOR: (usize, usize) = (8, 20);
/// The same for enums; the real vendors have 3, 2 and 2.
pub const ENUMS_OF_VENDOR: (usize, usize) = (3, 50);
/// Values of an enum.
pub const VALUES: &[usize] = &[3, 4, 23, 3, 2, 5, 3, 4];
/// Enum values with a doc.
pub const VALUE_HAS_DOC: Share = (4, 49);
/// Named scalars that must not be empty.
pub const SCALAR_HAS_LIMIT: Share = (28, 30);

/// Endpoints with the method GET.
pub const IS_GET: Share = (3, 9);
/// Endpoints with GET that take parameters.
pub const GET_HAS_QUERY: Share = (2, 3);
/// Endpoints whose reply has more than the envelope.
pub const HAS_RESPONSE: Share = (7, 9);
/// Endpoints with a label of their own.
pub const ENDPOINT_HAS_LABEL: Share = (6, 9);
/// Endpoints with a URL of their own.
pub const ENDPOINT_HAS_URL: Share = (3, 9);
/// Deprecated endpoints.
pub const DEPRECATED: Share = (1, 9);
/// Endpoints with error codes.
pub const NAMES_ERRORS: Share = (2, 9);
/// Endpoints with paging.
pub const HAS_PAGING: Share = (1, 9);
/// Permissions of an endpoint.
pub const PERMISSIONS: &[usize] = &[0, 0, 0, 1, 3, 3, 3, 3, 4];
/// Bytes of an endpoint's doc.
pub const ENDPOINT_DOC: &[usize] = &[114, 146, 111, 353, 496, 297, 541, 427, 469];
/// Bytes of an endpoint's summary.
pub const SUMMARY: &[usize] = &[40, 50, 55, 60, 70];

/// Fields of a query.
pub const QUERY_FIELDS: &[usize] = &[2, 2];
/// Fields of a body.
pub const BODY_FIELDS: &[usize] = &[1, 1, 4, 2, 3, 2];
/// Required fields of requests.
pub const SENT_IS_REQUIRED: Share = (12, 17);
/// Required fields of replies.
pub const RECEIVED_IS_REQUIRED: Share = (4, 190);
/// Lists in requests with a limit on the number of elements.
pub const SENT_LIST_HAS_LIMIT: Share = (3, 5);
/// Bodies with a choice.
pub const BODY_HAS_CHOICE: Share = (1, 6);
/// Bodies with a rule that one of two fields is given.
pub const BODY_HAS_GROUP: Share = (1, 6);
/// Optional fields of requests with a default.
pub const SENT_HAS_DEFAULT: Share = (2, 5);

/// Fields of the objects in a reply, by their depth: the reply itself, what is in it, and so on.
pub const RECEIVED_FIELDS: [&[usize]; 5] = [
    &[1, 1, 1, 2, 2, 2, 3],
    &[19, 37, 8, 6, 2, 1, 10, 11],
    &[15, 2, 2, 1, 2, 3, 5, 2, 2, 2, 12, 2, 3, 1, 4, 2],
    &[5, 3, 5, 3, 2],
    &[1, 2, 3],
];
/// Fields in a reply that are objects or lists of objects, by their depth.
pub const IS_OBJECT: [Share; 5] = [(8, 12), (16, 94), (5, 60), (0, 18), (0, 6)];
/// Objects in a reply that are in a list.
pub const IS_LIST: Share = (19, 29);
/// Replies with a choice.
pub const RESPONSE_HAS_CHOICE: Share = (1, 7);
/// Variants of a choice.
pub const VARIANTS: &[usize] = &[2, 3];
/// Fields of the objects that a page declares, or that a variant holds.
pub const NAMED_FIELDS: &[usize] = &[2, 2, 2, 1, 2, 3];

/// Types of fields in replies, without inline objects.
pub const RECEIVED: &[(u32, Kind)] = &[
    (79, Kind::Primitive("string")),
    (34, Kind::Scalar),
    (13, Kind::Enum),
    (8, Kind::Primitive("int32")),
    (8, Kind::Primitive("int64")),
    (5, Kind::Primitive("bool")),
    (4, Kind::ScalarList),
    (3, Kind::StringList),
    (2, Kind::TypeList),
    (2, Kind::Primitive("timestamp")),
    (1, Kind::Primitive("uint32")),
    (1, Kind::Map),
];
/// Types of fields in requests.
pub const SENT: &[(u32, Kind)] =
    &[(8, Kind::Scalar), (5, Kind::ScalarList), (2, Kind::Primitive("bool")), (1, Kind::Primitive("string"))];

/// Fields with a doc.
pub const FIELD_HAS_DOC: Share = (195, 213);
/// Fields with a label.
pub const FIELD_HAS_LABEL: Share = (161, 213);
/// Bytes of a doc, in deciles.
pub const DOC: &[usize] = &[12, 19, 25, 32, 37, 42, 49, 58, 72, 130];
/// Characters of a label.
pub const LABEL: &[usize] = &[3, 4, 5, 6, 7, 8, 12];
/// Errata that show the decision in keys.
pub const ERRATUM_USES: Share = (96, 105);
/// Errata with `also_accept`.
pub const ERRATUM_ACCEPTS: Share = (10, 105);
/// Errata with a third place.
pub const ERRATUM_HAS_THIRD: Share = (2, 5);
/// Bytes of what one place says.
pub const SAYS: &[usize] = &[10, 17, 24, 31, 38];
/// Bytes of the reason.
pub const BECAUSE: &[usize] = &[50, 62, 74, 86, 98];

/// A kind of type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A built-in type of this name.
    Primitive(&'static str),
    /// A named scalar, of the vendor or the page.
    Scalar,
    /// An enum, of the vendor or the page.
    Enum,
    /// A list of a named scalar.
    ScalarList,
    /// A list of strings.
    StringList,
    /// A list of a type that the page declares.
    TypeList,
    /// An object with free keys and strings.
    Map,
}
