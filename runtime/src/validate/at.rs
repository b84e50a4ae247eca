//! Places in JSON documents.

/// The place of a value while it is checked: a chain from the value up to the document.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    Root,
    Member(&'a At<'a>, &'a str),
    Index(&'a At<'a>, usize),
}

impl At<'_> {
    /// The place as a JSON pointer (RFC 6901), in one allocation.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::with_capacity(self.length());
        self.write(&mut pointer);
        pointer
    }

    /// The length of the pointer in bytes, if no name in it must be escaped.
    fn length(&self) -> usize {
        match self {
            At::Root => 0,
            At::Member(parent, name) => parent.length() + 1 + name.len(),
            At::Index(parent, index) => parent.length() + 2 + index.checked_ilog10().unwrap_or_default() as usize,
        }
    }

    fn write(&self, pointer: &mut String) {
        match self {
            At::Root => {}
            At::Member(parent, name) => {
                parent.write(pointer);
                push_member(pointer, name);
            }
            At::Index(parent, index) => {
                parent.write(pointer);
                pointer.push('/');
                push_digits(pointer, *index);
            }
        }
    }
}

/// Appends the digits of an element's index.
fn push_digits(pointer: &mut String, index: usize) {
    if index > 9 {
        push_digits(pointer, index / 10);
    }
    pointer.push(char::from(b'0' + (index % 10) as u8));
}

/// Appends a member's name to a JSON pointer, escaped as RFC 6901 requires.
pub(crate) fn push_member(pointer: &mut String, name: &str) {
    pointer.push('/');
    // Names are short: one pass is cheaper than two searches.
    if !name.bytes().fold(false, |found, byte| found | (byte == b'~') | (byte == b'/')) {
        return pointer.push_str(name);
    }
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}
