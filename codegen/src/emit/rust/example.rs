//! Examples: the texts of the doc pages as constants.

use super::{
    code::Code,
    string::{literal, raw},
};
use crate::model::{Endpoint, Example};

/// The constant with an endpoint's examples, if it has any.
pub(super) fn constant(code: &mut Code, endpoint: &Endpoint) {
    let [request, response] = endpoint.messages().map(|message| &message.examples[..]);
    if request.is_empty() && response.is_empty() {
        return;
    }
    let head = "const EXAMPLES: endpoint::Examples = endpoint::Examples {";
    code.within(
        head,
        |code| {
            list(code, "request: &[", request, "],");
            list(code, "response: &[", response, "],");
        },
        "};",
    );
}

/// A list of examples between two lines.
pub(super) fn list(code: &mut Code, open: &str, examples: &[Example], close: &str) {
    let each = |code: &mut Code, example: &Example| {
        code.line(format_args!("name: {},", literal(example.name())));
        code.line(format_args!("json: {},", raw(example.text.trim())));
    };
    let all = |code: &mut Code| {
        examples.iter().for_each(|example| code.within("endpoint::Example {", |code| each(code, example), "},"));
    };
    code.within(open, all, close);
}
