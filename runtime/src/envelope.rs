//! The object that a vendor wraps its payload in.

/// The names of the members that a vendor wraps its payload in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The member with the error code.
    pub code: &'static str,
    /// The member with the error message.
    pub message: &'static str,
    /// The member with the payload; the payload's members stand beside the code where there is none.
    pub data: Option<&'static str>,
    /// The member with an id of the call, for the vendor's support.
    pub trace: Option<&'static str>,
    /// The code that means success.
    pub success: i64,
}

impl Envelope {
    /// The part of the envelope that has this name.
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
