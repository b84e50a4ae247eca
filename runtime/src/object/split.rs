//! Splits a request with a long list.

/// Copies of `object`, each with the next `max` elements of the list that `of` finds. There is one copy if the list is absent
/// or short, and the list is empty if it was.
#[doc(hidden)]
#[must_use]
pub fn split<O: Clone, T: Clone>(mut object: O, max: usize, of: impl Fn(&mut O) -> Option<&mut Vec<T>>) -> Vec<O> {
    let Some(list) = of(&mut object).filter(|list| list.len() > max && max > 0) else { return vec![object] };
    let all = std::mem::take(list);
    let part = |elements: &[T]| {
        let mut part = object.clone();
        of(&mut part).into_iter().for_each(|list| *list = elements.to_vec());
        part
    };
    all.chunks(max).map(part).collect()
}
