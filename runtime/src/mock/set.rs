//! Replies of tests in one expression.

/// Sets fields of a value in one expression.
///
/// Replies have no setters: only tests make them.
///
/// ```
/// use runtime::mock::Set as _;
///
/// #[derive(Default)]
/// struct Response {
///     name: Option<String>,
/// }
///
/// let reply = Response::default().set(|reply| reply.name = Some("Zhang San".to_owned()));
/// assert_eq!(reply.name.as_deref(), Some("Zhang San"));
/// ```
pub trait Set: Sized {
    /// The value, after `change`.
    #[must_use]
    fn set(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

impl<T> Set for T {}
