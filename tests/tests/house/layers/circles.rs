//! Circles of files.

use std::{
    collections::{BTreeMap, VecDeque},
    path::Path,
};

use super::arrows::Arrow;

/// The files that each file uses, with the first arrow to each.
type Uses<'w> = BTreeMap<&'w Path, BTreeMap<&'w Path, Arrow<'w>>>;

/// For each group of files that all reach each other, the shortest circle in it.
pub(crate) fn circles<'w>(arrows: &[Arrow<'w>]) -> Vec<Vec<Arrow<'w>>> {
    let mut uses: Uses<'w> = BTreeMap::new();
    for arrow in arrows {
        uses.entry(&arrow.from.file).or_default().entry(&arrow.to.file).or_insert(*arrow);
    }
    let mut found: Vec<Vec<Arrow<'w>>> = uses.keys().filter_map(|file| way(&uses, file, file)).collect();
    found.sort_by_key(Vec::len);
    let mut circles: Vec<Vec<Arrow<'w>>> = Vec::new();
    for circle in found {
        let file = circle[0].from.file.as_path();
        let same_group = |other: &Vec<Arrow<'w>>| {
            let other = other[0].from.file.as_path();
            way(&uses, file, other).is_some() && way(&uses, other, file).is_some()
        };
        if !circles.iter().any(same_group) {
            circles.push(circle);
        }
    }
    circles
}

/// The shortest way from one file to another along arrows.
fn way<'w>(uses: &Uses<'w>, from: &Path, to: &Path) -> Option<Vec<Arrow<'w>>> {
    let mut came_by: BTreeMap<&Path, Arrow<'w>> = BTreeMap::new();
    let mut next = VecDeque::from([from]);
    while let Some(file) = next.pop_front().filter(|_| !came_by.contains_key(to)) {
        for (used, arrow) in uses.get(file).into_iter().flatten() {
            if !came_by.contains_key(used) {
                came_by.insert(used, *arrow);
                next.push_back(used);
            }
        }
    }
    let mut way = vec![*came_by.get(to)?];
    while way[way.len() - 1].from.file != from {
        way.push(came_by[way[way.len() - 1].from.file.as_path()]);
    }
    way.reverse();
    Some(way)
}
