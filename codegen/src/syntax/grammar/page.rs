//! Pages and their endpoints.

use super::{
    super::shape::{AtLeast, Names, Record, Rule, Shape, fault, may, need, needs, one_of, some_of},
    area::{NOTES, PERMISSIONS},
    notes::{ALLOW, ERRATUM, EXAMPLE_FILES},
    types::{ENUM, SCALAR},
};
use crate::diagnostic::Code;

/// A page's file.
pub(crate) static PAGE_FILE: Record = Record {
    name: "page_file",
    what: "a page",
    keys: &[
        need("page", Shape::Record(&PAGE), "The doc page."),
        may("adds", Shape::Map(Names::Free, &FIELDS), "Fields that the page adds to objects of other files."),
        may("examples", Shape::Map(Names::Free, &Shape::Record(&EXAMPLES)), "Examples of endpoints of other files."),
        may("endpoints", Shape::Map(Names::Snake, &Shape::Record(&ENDPOINT)), "The page's endpoints, by name."),
        may("events", Shape::Map(Names::Snake, &Shape::Record(&EVENT)), "The page's events, by name."),
        may("types", Shape::Map(Names::UpperCamel, &Shape::Fields(Names::Free)), "Named objects of this page."),
        may("enums", Shape::Map(Names::UpperCamel, &Shape::Record(&ENUM)), "Enums of this page."),
        may("scalars", Shape::Map(Names::UpperCamel, &Shape::Record(&SCALAR)), "Named scalars of this page."),
        may("errata", Shape::List(&Shape::Record(&ERRATUM)), "Places where the page contradicts itself."),
        may("allow", Shape::List(&Shape::Record(&ALLOW)), "Warnings that were reviewed and are allowed."),
    ],
    rules: &[],
};

static PAGE: Record = Record {
    name: "page",
    what: "a page's head",
    keys: &[
        need("title", Shape::Text, "The page's title, as published."),
        need("url", Shape::Url, "The page's URL."),
        may("updated", Shape::Date, "The date that the page shows."),
        may("read", Shape::Date, "The day on which it was read, if the page shows no date."),
        may("sources", Shape::List(&Shape::Record(&SOURCE)), "Other copies of the page that were read."),
        may("permissions", PERMISSIONS, "Who may call its endpoints, unless an endpoint says otherwise."),
        may("notes", NOTES, "Notes about its endpoints, unless an endpoint has its own."),
        may("documents", Shape::Count, "The number of endpoints and events that the page documents. Default: 1."),
        may(
            "sentences",
            Shape::Map(Names::Free, &Shape::Text),
            "Sentences that no pattern understands, by their digests, with what became of each.",
        ),
        may(
            "omitted",
            Shape::Map(Names::Snake, &Shape::Text),
            "Endpoints and events that the file leaves out, with the reason.",
        ),
    ],
    rules: &[some_of(
        &["updated", "read"],
        fault(
            Code::MissingKey,
            "a page's head needs the key `updated`",
            "add `updated: YYYY-MM-DD`, the date that the page shows; if it shows none, add `read:` with the day on which you read it",
        ),
    )],
};

pub(super) static SOURCE: Record = Record {
    name: "source",
    what: "a copy of a page",
    keys: &[
        need("title", Shape::Text, "The title of this copy, or what it is."),
        may("url", Shape::Url, "Its URL."),
        may("updated", Shape::Date, "The date that it shows."),
    ],
    rules: &[],
};

/// Parameters and members of a body.
const FIELDS: Shape = Shape::Fields(Names::Free);

static ENDPOINT: Record = Record {
    name: "endpoint",
    what: "an endpoint",
    keys: &[
        need("route", Shape::Route, "`GET` or `POST` and the path."),
        need("summary", Shape::Text, "What the endpoint does, in one sentence."),
        may("label", Shape::Text, "The vendor's term, if it differs from the page's title."),
        may("url", Shape::Url, "Its URL on the page, if the page has anchors."),
        may("doc", Shape::Text, "A longer description."),
        may("area", Shape::Text, "The area that it belongs to, if not that of the file's folder: `kf.customer`."),
        may("permissions", PERMISSIONS, "Who may call it."),
        may("notes", NOTES, "Notes about it."),
        may("deprecated", Shape::Record(&DEPRECATED), "The endpoint to use instead."),
        may("query", FIELDS, "Parameters in the URL."),
        may("headers", Shape::Fields(Names::Header), "Parameters in headers."),
        may("body", FIELDS, "Members of the JSON that is sent."),
        may("response", FIELDS, "Members of the reply, without the vendor's envelope."),
        may("paging", Shape::Record(&PAGING), "How to get the next page of the reply."),
        may("credential", Shape::Text, "The kind of credential that calls need. Default: the vendor's usual one."),
        may(
            "grants",
            Shape::Record(&GRANTS),
            "The endpoint returns a credential. It is called without one, unless `credential` says otherwise.",
        ),
        may(
            "absent",
            Shape::Word(&["error", "success"]),
            "What a reply without the code is. Default: as the vendor says.",
        ),
        may("reads", Shape::Bool, "Whether calls change nothing, so that one may be repeated. Default: true for GET."),
        may("errors", Shape::List(&Shape::Int), "Error codes that the page explains."),
        may("examples", Shape::Record(&EXAMPLES), "The page's JSON examples."),
    ],
    rules: &[],
};

static EVENT: Record = Record {
    name: "event",
    what: "an event",
    keys: &[
        need("tags", Shape::AtLeast(&TAGS), "The values of the head's tags that say which event it is."),
        need("summary", Shape::Text, "When the event is pushed, in one sentence."),
        may("label", Shape::Text, "The vendor's term, if it differs from the page's title."),
        may("url", Shape::Url, "Its URL on the page, if the page has anchors."),
        may("doc", Shape::Text, "A longer description."),
        may("area", Shape::Text, "The area that it belongs to, if not that of the file's folder: `kf.customer`."),
        may("permissions", PERMISSIONS, "Who receives it."),
        may("notes", NOTES, "Notes about it."),
        may("deprecated", Shape::Record(&DEPRECATED), "What to use instead."),
        may("body", FIELDS, "The event's own members, without those that all events have."),
        may("examples", EXAMPLE_FILES, "Files with whole messages."),
    ],
    rules: &[],
};

static TAGS: AtLeast = AtLeast {
    least: 1,
    of: Shape::List(&Shape::Text),
    fault: fault(Code::FieldKind, "an event needs tags", "add the values that say which event it is"),
};

static DEPRECATED: Record = Record {
    name: "deprecated",
    what: "a deprecation",
    keys: &[
        need("replacement", Shape::Text, "The endpoint to use instead."),
        may("note", Shape::Text, "Why, or how the two differ."),
        may("since", Shape::Date, "The date of the deprecation."),
    ],
    rules: &[],
};

static PAGING: Record = Record {
    name: "paging",
    what: "paging",
    keys: &[
        may("cursor", Shape::Text, "The request's field that takes the cursor."),
        may("next", Shape::Text, "The response's field with the next cursor."),
        may("more", Shape::Text, "The response's field that says whether there is another page."),
        may("offset", Shape::Text, "The request's field that takes the offset."),
        may("next_offset", Shape::Text, "The response's field with the next offset."),
        may("total", Shape::Text, "The response's field with the number of all elements."),
        may("limit", Shape::Text, "The request's field with the number of elements of a page."),
        may("items", Shape::Text, "The response's list. Default: its only list."),
    ],
    rules: &[
        one_of(
            &["cursor", "offset"],
            fault(Code::BadPaging, "paging needs a cursor or an offset", ADD_FORM),
            fault(Code::BadPaging, "paging cannot have both a cursor and an offset", "keep one of the two"),
        ),
        needs("cursor", &["next"], fault(Code::BadPaging, "paging by cursors needs `next`", ADD_FORM)),
        needs("next", &["cursor"], fault(Code::BadPaging, "`next` does not fit paging without `cursor`", ADD_FORM)),
        needs("more", &["cursor"], fault(Code::BadPaging, "`more` does not fit paging without `cursor`", ADD_FORM)),
        Rule {
            with: Some("offset"),
            keys: &["next_offset", "limit"],
            none: fault(Code::BadPaging, "paging by offsets needs `next_offset` or `limit`", ADD_FORM),
            several: Some(fault(
                Code::BadPaging,
                "paging by offsets cannot have both `next_offset` and `limit`",
                "if the response has the next offset, remove `limit`",
            )),
        },
        needs("next_offset", &["offset"], fault(Code::BadPaging, NO_OFFSET, ADD_FORM)),
        needs("limit", &["offset"], fault(Code::BadPaging, NO_OFFSET, ADD_FORM)),
        needs(
            "total",
            &["next_offset"],
            fault(Code::BadPaging, "`total` does not fit paging without `next_offset`", ADD_FORM),
        ),
    ],
};

const NO_OFFSET: &str = "`next_offset` and `limit` do not fit paging without `offset`";
const ADD_FORM: &str = "write `{ cursor: …, next: … }`, `{ offset: …, next_offset: … }` or `{ offset: …, limit: … }`";

static GRANTS: Record = Record {
    name: "grants",
    what: "a grant",
    keys: &[
        need("credential", Shape::Text, "The response's field with the credential."),
        need("expires_in", Shape::Text, "The response's field with the credential's lifetime in seconds."),
        may("kind", Shape::Text, "The kind of the credential. Default: the vendor's usual one."),
    ],
    rules: &[],
};

static EXAMPLES: Record = Record {
    name: "examples",
    what: "examples",
    keys: &[
        may("request", EXAMPLE_FILES, "Files with requests."),
        may("response", EXAMPLE_FILES, "Files with replies."),
    ],
    rules: &[],
};
