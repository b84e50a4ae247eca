//! Which thing of before is which thing of after: first those of the same name, then those that were renamed.

/// Things of before and after.
pub(super) struct Matched<'m, T> {
    /// Those that are on both sides.
    pub(super) both: Vec<(&'m T, &'m T)>,
    /// Those of before that are no more.
    pub(super) gone: Vec<&'m T>,
    /// Those of after that were not.
    pub(super) new: Vec<&'m T>,
}

impl<'m, T> Matched<'m, T> {
    /// Matches what has the same key.
    pub(super) fn by<K: Ord>(
        old: impl IntoIterator<Item = &'m T>,
        new: impl IntoIterator<Item = &'m T>,
        key: impl Fn(&'m T) -> K,
    ) -> Self {
        let mut olds: std::collections::BTreeMap<K, &'m T> = old.into_iter().map(|old| (key(old), old)).collect();
        let mut matched = Self { both: Vec::new(), gone: Vec::new(), new: Vec::new() };
        for new in new {
            match olds.remove(&key(new)) {
                Some(old) => matched.both.push((old, new)),
                None => matched.new.push(new),
            }
        }
        matched.gone = olds.into_values().collect();
        matched
    }

    /// Matches what is left and alike, where there are no two candidates on either side.
    pub(super) fn or_if(mut self, alike: impl Fn(&'m T, &'m T) -> bool) -> Self {
        let old_of = |new: &'m T| only(self.gone.iter().copied().filter(|old| alike(old, new)));
        let new_of = |old: &'m T| only(self.new.iter().copied().filter(|new| alike(old, new)));
        let found: Vec<(&T, &T)> = self
            .new
            .iter()
            .filter_map(|&new| old_of(new).map(|old| (old, new)))
            .filter(|(old, new)| new_of(old).is_some_and(|other| std::ptr::eq(other, *new)))
            .collect();
        self.gone.retain(|gone| !found.iter().any(|(old, _)| std::ptr::eq(*old, *gone)));
        self.new.retain(|added| !found.iter().any(|(_, new)| std::ptr::eq(*new, *added)));
        self.both.extend(found);
        self
    }
}

/// The one thing that there is; none if there are several.
fn only<T>(mut things: impl Iterator<Item = T>) -> Option<T> {
    let one = things.next();
    if things.next().is_some() { None } else { one }
}

/// Whether two names may be one that was changed.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let holds = |long: &str, short: &str| short.len() >= 3 && long.split('_').any(|word| word == short);
    crate::naming::nearest(a, [b]).is_some() || crate::naming::nearest(b, [a]).is_some() || holds(a, b) || holds(b, a)
}
