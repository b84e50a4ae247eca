//! Areas: what the pages of a folder share.

use super::{
    super::shape::{Names, Record, Shape, fault, may, need, one_of},
    notes::{ALLOW, ERRATUM},
    types::{ENUM, SCALAR},
};
use crate::diagnostic::Code;

/// An area's file.
pub(crate) static AREA_FILE: Record = Record {
    name: "area_file",
    what: "an area's file",
    keys: &[
        need("area", Shape::Record(&AREA), "Facts about the area, and defaults for its endpoints."),
        may("types", Shape::Map(Names::UpperCamel, &Shape::Fields(Names::Free)), "Named objects that pages share."),
        may("enums", Shape::Map(Names::UpperCamel, &Shape::Record(&ENUM)), "Enums that pages share."),
        may("scalars", Shape::Map(Names::UpperCamel, &Shape::Record(&SCALAR)), "Named scalars that pages share."),
        may("errata", Shape::List(&Shape::Record(&ERRATUM)), "Places where the docs contradict themselves."),
        may("allow", Shape::List(&Shape::Record(&ALLOW)), "Warnings that were reviewed and are allowed."),
    ],
    rules: &[],
};

static AREA: Record = Record {
    name: "area",
    what: "an area",
    keys: &[
        may("doc", Shape::Text, "A description, in our own words."),
        may("label", Shape::Text, "The vendor's term."),
        may("permissions", PERMISSIONS, "Who may call its endpoints, unless a page or an endpoint says otherwise."),
        may("notes", NOTES, "Notes about its endpoints, unless a page or an endpoint has its own."),
        may(
            "missing",
            Shape::List(&Shape::Record(&MISSING)),
            "Endpoints and events of the vendor that have no schema yet.",
        ),
    ],
    rules: &[],
};

static MISSING: Record = Record {
    name: "missing",
    what: "what is missing",
    keys: &[
        may("route", Shape::Route, "`GET` or `POST` and the path, of an endpoint."),
        need("label", Shape::Text, "The vendor's term, such as the title of the page."),
        need("because", Shape::Text, "Why there is no schema."),
    ],
    rules: &[],
};

pub(super) const PERMISSIONS: Shape = Shape::List(&Shape::Record(&PERMISSION));
pub(super) const NOTES: Shape = Shape::List(&Shape::Record(&NOTE));

static PERMISSION: Record = Record {
    name: "permission",
    what: "a permission",
    keys: &[
        need("app", Shape::Text, "The kind of app."),
        may("needs", Shape::Text, "What the app needs."),
        may("supported", Shape::Bool, "Whether it may call at all, if the page says nothing more."),
    ],
    rules: &[one_of(
        &["needs", "supported"],
        fault(
            Code::MissingKey,
            "the permission does not say what the app needs",
            "add `needs:`, or `supported: false` if such apps cannot call",
        ),
        fault(
            Code::FieldKind,
            "a permission cannot have both `needs` and `supported`",
            "remove `supported`: an app that needs something is supported",
        ),
    )],
};

static NOTE: Record = Record {
    name: "note",
    what: "a note",
    keys: &[
        need("text", Shape::Text, "The note, in our own words."),
        may("since", Shape::Date, "The date from which it holds."),
    ],
    rules: &[],
};
