//! The object in which a vendor wraps payloads.

/// The names of the members of a vendor's envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The member with the error code.
    pub code: &'static str,
    /// The member with the error message.
    pub message: &'static str,
    /// The member with the payload; if `None`, the payload's members are beside the code.
    pub data: Option<&'static str>,
    /// The member with the id of the call, which the vendor's support asks for.
    pub trace: Option<&'static str>,
    /// The code that means success.
    pub success: i64,
    /// Whether a reply without the code is a success, too, unless an endpoint says otherwise.
    pub absent_is_success: bool,
}

impl Envelope {
    /// The member that has this name.
    pub(crate) fn member(&self, name: &str) -> Option<EnvelopeMember> {
        if name == self.code {
            Some(EnvelopeMember::Code)
        } else if name == self.message {
            Some(EnvelopeMember::Message)
        } else if self.data == Some(name) {
            Some(EnvelopeMember::Data)
        } else if self.trace == Some(name) {
            Some(EnvelopeMember::Trace)
        } else {
            None
        }
    }
}

/// A member of an [`Envelope`].
#[derive(Clone, Copy)]
pub(crate) enum EnvelopeMember {
    Code,
    Message,
    Data,
    Trace,
}
