//! Vendors.

use super::{
    super::shape::{AtLeast, Names, Record, Rule, Shape, fault, may, need, needs, one_of, some_of},
    notes::{ALLOW, ERRATUM},
    page::SOURCE,
    types::{ENUM, SCALAR},
};
use crate::diagnostic::Code;

/// A vendor's file.
pub(crate) static VENDOR_FILE: Record = Record {
    name: "vendor_file",
    what: "a vendor's file",
    keys: &[
        need("vendor", Shape::Record(&VENDOR), "Facts about the vendor."),
        may("errors", Shape::Map(Names::Int, &Shape::Record(&ERROR)), "Error codes and how to react to them."),
        may("types", Shape::Map(Names::UpperCamel, &Shape::Fields(Names::Free)), "Named objects that pages share."),
        may("enums", Shape::Map(Names::UpperCamel, &Shape::Record(&ENUM)), "Enums that pages share."),
        may("scalars", Shape::Map(Names::UpperCamel, &Shape::Record(&SCALAR)), "Named scalars that pages share."),
        may("errata", Shape::List(&Shape::Record(&ERRATUM)), "Places where the docs contradict themselves."),
        may("allow", Shape::List(&Shape::Record(&ALLOW)), "Warnings that were reviewed and are allowed."),
    ],
    rules: &[],
};

/// A file of a vendor's error codes.
pub(crate) static ERRORS_FILE: Record = Record {
    name: "errors_file",
    what: "a file of error codes",
    keys: &[
        may("source", Shape::Record(&SOURCE), "The page that lists the codes."),
        need("errors", Shape::Map(Names::Int, &Shape::Record(&ERROR)), "Error codes and how to react to them."),
        may("errata", Shape::List(&Shape::Record(&ERRATUM)), "Places where the docs contradict themselves."),
        may("allow", Shape::List(&Shape::Record(&ALLOW)), "Warnings that were reviewed and are allowed."),
    ],
    rules: &[],
};

static VENDOR: Record = Record {
    name: "vendor",
    what: "a vendor",
    keys: &[
        need("title", Shape::Text, "The vendor's name in prose."),
        may("doc", Shape::Text, "A description of the vendor."),
        need("url", Shape::Url, "The URL of the vendor's docs."),
        need(
            "base_url",
            Shape::BaseUrl,
            "The URL before all routes, or `given` if each customer has a host of their own.",
        ),
        need("credential", Shape::Record(&CREDENTIAL), "Where requests carry the credential."),
        may(
            "credentials",
            Shape::Map(Names::Snake, &Shape::Record(&CREDENTIAL_KIND)),
            "Other kinds of credentials, which some endpoints need.",
        ),
        need("envelope", Shape::Record(&ENVELOPE), "The members around the payload of every reply."),
        may("refusals", Shape::Record(&REFUSALS), "The error codes with which mocks refuse calls."),
        may("callbacks", Shape::Record(&CALLBACKS), "How the vendor pushes events."),
    ],
    rules: &[],
};

static CALLBACKS: Record = Record {
    name: "callbacks",
    what: "callbacks",
    keys: &[
        need("sealed", Shape::Record(&SEALED), "The member with the ciphertext, by the notation of the body."),
        need("heads", Shape::AtLeast(&HEADS), "What all events have, in one or several forms."),
        may("body", Shape::Name(Names::Wire), "The member with the event's own members. Default: beside the head."),
        need("ack", Shape::Text, "The body of an answer that acknowledges a delivery."),
        may("within", Shape::Count, "The number of seconds within which the vendor expects the answer."),
    ],
    rules: &[],
};

const ADD_SEALED: &str = "add `xml: Encrypt` or `json: encrypt`, with the member's name";

static SEALED: Record = Record {
    name: "sealed",
    what: "a sealed body",
    keys: &[
        may("xml", Shape::Name(Names::Wire), "The element with the ciphertext. Messages are in XML, too."),
        may("json", Shape::Name(Names::Wire), "The member with the ciphertext."),
    ],
    rules: &[some_of(&["xml", "json"], fault(Code::MissingKey, "callbacks need a notation", ADD_SEALED))],
};

static HEADS: AtLeast = AtLeast {
    least: 1,
    of: Shape::Map(Names::Snake, &Shape::Record(&HEAD)),
    fault: fault(
        Code::MissingKey,
        "callbacks need a head",
        "add `own_app: { tags: [Event] }`, with the members' names",
    ),
};

static HEAD: Record = Record {
    name: "head",
    what: "a head",
    keys: &[
        may("in", Shape::Name(Names::Wire), "The member that contains the others."),
        need("tags", Shape::AtLeast(&TAGS), "The members that say which event it is; the last ones may be absent."),
        may("receiver", Shape::Name(Names::Wire), "The member that says whom the message is for."),
        may("time", Shape::Name(Names::Wire), "The member with the time of the event."),
        may("unit", Shape::Word(&["s", "ms"]), "The unit of that time. Default: s."),
        may("fixed", Shape::Map(Names::Wire, &Shape::Text), "Members with one value, by which it is recognized."),
        may("others", Shape::List(&Shape::Name(Names::Wire)), "Its other members."),
    ],
    rules: &[needs(
        "unit",
        &["time"],
        fault(Code::KeyDoesNotFit, "`unit` does not fit a head without `time`", "remove it, or add `time`"),
    )],
};

static TAGS: AtLeast = AtLeast {
    least: 1,
    of: Shape::List(&Shape::Name(Names::Wire)),
    fault: fault(Code::MissingKey, "a head needs tags", "add the members that say which event it is"),
};

static REFUSALS: Record = Record {
    name: "refusals",
    what: "refusals",
    keys: &[
        need("credential", Shape::Int, "The code for a missing or wrong credential."),
        need("expired", Shape::Int, "The code for an expired credential."),
        need("request", Shape::Int, "The code for a request that breaks a rule."),
    ],
    rules: &[],
};

static KIND_REFUSALS: Record = Record {
    name: "refusals_of_a_kind",
    what: "refusals",
    keys: &[
        need("credential", Shape::Int, "The code for a missing or wrong credential."),
        need("expired", Shape::Int, "The code for an expired credential."),
    ],
    rules: &[],
};

const ONE_PLACE: &str = "write either `query` or `header`";

const IN_ONE_PLACE: Rule = one_of(
    &["query", "header"],
    fault(Code::FieldKind, "a credential must be in the query or in a header", ONE_PLACE),
    fault(Code::FieldKind, "a credential cannot be in both the query and a header", ONE_PLACE),
);

static CREDENTIAL: Record = Record {
    name: "credential",
    what: "a credential",
    keys: &[
        may("query", Shape::Name(Names::Wire), "Its name in the query."),
        may("header", Shape::Name(Names::Header), "The name of its header."),
    ],
    rules: &[IN_ONE_PLACE],
};

static CREDENTIAL_KIND: Record = Record {
    name: "credential_kind",
    what: "a kind of credential",
    keys: &[
        may("query", Shape::Name(Names::Wire), "Its name in the query."),
        may("header", Shape::Name(Names::Header), "The name of its header."),
        may("label", Shape::Text, "The vendor's term."),
        need("doc", Shape::Text, "What it is, and who has it."),
        may(
            "refusals",
            Shape::Record(&KIND_REFUSALS),
            "The error codes with which mocks refuse calls. Default: the vendor's.",
        ),
    ],
    rules: &[IN_ONE_PLACE],
};

static ENVELOPE: Record = Record {
    name: "envelope",
    what: "an envelope",
    keys: &[
        need("code", Shape::Name(Names::Wire), "The member with the error code."),
        need("message", Shape::Name(Names::Wire), "The member with the error message."),
        may("data", Shape::Name(Names::Wire), "The member with the payload."),
        may("trace", Shape::Name(Names::Wire), "The member with the call's id."),
        may("success", Shape::Int, "The code that means success. Default: 0."),
        may("absent", Shape::Word(&["error", "success"]), "What a reply without the code is. Default: error."),
    ],
    rules: &[],
};

static ERROR: Record = Record {
    name: "error",
    what: "an error code",
    keys: &[
        need("name", Shape::Name(Names::Snake), "English name, snake_case."),
        may("label", Shape::Text, "The vendor's text."),
        may("doc", Shape::Text, "What it means."),
        may(
            "advice",
            Shape::Word(&["refresh_token", "retry_later", "slow_down", "fix_request", "ask_permission"]),
            "How to react to it.",
        ),
    ],
    rules: &[],
};
