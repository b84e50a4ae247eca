//! The model: the content of the schemas, resolved and checked.
//!
//! After `lower` every name resolves, every limit fits its type, and every example fits its message. So the readers of the
//! model (the emitters, the interpreter, the lints) cannot fail, and none of them changes it.
//!
//! All maps are sorted by name: the same schemas give the same model, whatever the order of the files.

mod area;
mod choice;
mod contents;
mod empty;
mod endpoint;
mod erratum;
mod event;
mod kinds;
mod limits;
mod literal;
mod maximum;
mod message;
pub mod notation;
mod object;
mod paging;
mod query;
mod rules;
mod types;
mod vendor;
pub mod words;

pub use area::{Area, Missing};
pub use choice::{Choice, TagWire, Variant, VariantField};
pub use contents::Model;
pub use empty::WhenEmpty;
pub use endpoint::{Access, Deprecation, Endpoint, Grants, Method, Note, Page, PageCopy, Permission};
pub use erratum::Erratum;
pub use event::{Callbacks, Event, Head, Notation, Sealed};
pub use kinds::{KindCount, Kinds};
pub use limits::{Beyond, Limit, Limits, Number, Range, Unit};
pub use literal::{Literal, WireValue};
pub use maximum::Maximum;
pub use message::{Direction, Encoding, Example, Message, MessageKind, WrongExample};
pub use object::{Derivation, Field, Location, Member, Object, Origin, Role};
pub use paging::{Paging, PagingForm, Side};
pub use query::{Declaration, Owner};
pub use rules::{Condition, Dependency, Effect, Group, GroupRule, LimitsIf, Test, When};
pub use types::{Enum, EnumValue, Form, JsonType, Primitive, Scalar, Type, TypeName};
pub use vendor::{Advice, Credential, CredentialKind, Envelope, ErrorCode, Refusals, Vendor};
pub use words::Words;
