//! Members that a tag selects: `"type": 1` means that `"member"` is present, `"type": 2` that `"groupchat"` is. A tag may also
//! select members beside it.

mod draft;
mod held;
mod object;
#[doc(hidden)]
pub mod rules;
mod table;
mod tag;
mod unknown;
mod variants;

#[doc(hidden)]
pub use self::{
    draft::Draft,
    held::{Held, need, tag_mask},
    object::WithChoice,
    tag::Tag,
    variants::{Choice, read_as, read_nothing, tag},
};
pub use self::{tag::TagValue, unknown::UnknownChoice};
