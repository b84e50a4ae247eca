//! Vendors.

use super::{
    super::shape::{Names, Record, Shape, fault, may, need, one_of},
    notes::{ALLOW, ERRATUM},
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
        need("envelope", Shape::Record(&ENVELOPE), "The members around the payload of every reply."),
        may("refusals", Shape::Record(&REFUSALS), "The error codes with which mocks refuse calls."),
    ],
    rules: &[],
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

const ONE_PLACE: &str = "write either `query` or `header`";

static CREDENTIAL: Record = Record {
    name: "credential",
    what: "a credential",
    keys: &[
        may("query", Shape::Name(Names::Wire), "Its name in the query."),
        may("header", Shape::Name(Names::Header), "The name of its header."),
    ],
    rules: &[one_of(
        &["query", "header"],
        fault(Code::FieldKind, "a credential must be in the query or in a header", ONE_PLACE),
        fault(Code::FieldKind, "a credential cannot be in both the query and a header", ONE_PLACE),
    )],
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
