//! Diagnostics: what is wrong with a schema, where, and what to do.

mod code;
mod explain;
mod message;
mod render;
mod span;

pub use code::{Code, Severity};
pub use explain::{Sample, Snippet, contents, explain, samples};
pub(crate) use message::sort_and_merge;
pub use message::{Diagnostic, Related};
pub use render::{Format, Texts, render};
pub use span::{FileSpan, Span};
