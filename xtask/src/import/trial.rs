//! Tries a draft: checks it as `gen` would if a person had decided everything.

use codegen::{Source, diagnostic::Code};

use super::{draft::Draft, layout::TODO};

/// The greatest number of trials. Each can find an example that another error hid.
const TRIALS: usize = 3;

/// The draft, with a mark at each example that does not fit it, and a note about each other error.
pub(super) fn tried(mut draft: Draft, others: &[Source]) -> Draft {
    for _ in 0..TRIALS {
        let found = errors(&draft, others);
        let folder = format!("{}/", draft.stem);
        let mut is_new = false;
        for (file, code, message) in &found {
            if let (Some(example), true) = (file.strip_prefix(&folder), is_about_examples(*code)) {
                draft.examples.is_wrong(example, message);
                is_new = true;
            }
        }
        if !is_new {
            let notes = found.into_iter().map(|(file, code, message)| format!("{code} in {file}: {message}"));
            draft.notes.extend(notes.map(|note| format!("`gen` will report {note}")));
            break;
        }
    }
    draft
}

fn is_about_examples(code: Code) -> bool {
    matches!(code, Code::ExampleMisfit | Code::ExampleNotJson)
}

/// The errors about the files of a draft in which everything is decided.
fn errors(draft: &Draft, others: &[Source]) -> Vec<(String, Code, String)> {
    let schema = format!("{}.yaml", draft.stem);
    let replaced = schema.replace(".draft.yaml", ".yaml");
    let mut sources: Vec<Source> = (others.iter())
        .filter(|source| source.path != replaced && !source.path.starts_with(&replaced.replace(".yaml", "/")))
        .cloned()
        .collect();
    let own = draft.files().into_iter();
    sources.extend(
        own.map(|(path, text)| Source { path: path.replace(".draft", ""), bytes: decided(&text).into_bytes() }),
    );
    let stem = draft.stem.replace(".draft", "");
    let found = codegen::load_partially(&sources).diagnostics;
    let own = found.into_iter().filter(|found| found.is_error() && found.file.starts_with(&stem));
    own.map(|found| (found.file.replacen(&stem, &draft.stem, 1), found.code, found.message)).collect()
}

/// A text in which everything is decided somehow.
fn decided(text: &str) -> String {
    let text = text.replace(&format!("url: {TODO}"), "url: https://example.com");
    // The name of a type begins with a capital letter.
    let text = text.replace(&format!("{TODO}_Type"), "DecidedType");
    text.replace(&format!("{TODO}_"), "decided_").replace(TODO, "decided")
}
