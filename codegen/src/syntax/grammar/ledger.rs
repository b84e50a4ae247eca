//! The file of accepted breaks and tombstones. It is not a schema, and not part of `schema.json`.

use super::super::shape::{Record, Shape, may, need};

/// The file itself.
pub(crate) static LEDGER_FILE: Record = Record {
    name: "ledger_file",
    what: "the file of accepted breaks",
    keys: &[
        may("accepted", Shape::List(&Shape::Record(&ACCEPTED)), "Breaking changes that were decided on."),
        may("tombstones", Shape::List(&Shape::Record(&TOMBSTONE)), "Names that must not be used again."),
    ],
    rules: &[],
};

static ACCEPTED: Record = Record {
    name: "accepted",
    what: "an accepted break",
    keys: &[
        need("rule", Shape::Text, "The rule's id."),
        need("at", Shape::Text, "The file and the place in it, separated by #."),
        need("reason", Shape::Text, "Why the break is accepted."),
        need("date", Shape::Date, "The date of the decision."),
    ],
    rules: &[],
};

static TOMBSTONE: Record = Record {
    name: "tombstone",
    what: "a tombstone",
    keys: &[
        need("file", Shape::Text, "The file that had the removed thing."),
        need("at", Shape::Text, "Its place in that file."),
        need("name", Shape::Text, "The English name of the removed thing."),
        need("wire", Shape::Scalar, "The value or the name on the wire."),
        need("date", Shape::Date, "The date of the removal."),
    ],
    rules: &[],
};
