//! The README lists every endpoint.

use std::fs;

#[test]
fn the_readme_lists_every_endpoint_and_its_page() {
    let readme = fs::read_to_string(tests::workspace("README.md")).expect("there is a README");
    for (name, endpoint) in &tests::model().endpoints {
        let (area, last) = name.as_str().rsplit_once('.').expect("a name has several parts");
        let listed = |row: &str| {
            row.contains(&format!("`{name}`"))
                || row.contains(&format!("`{area}.`")) && row.contains(&format!("`{last}`"))
        };
        let page = format!("| {} |", endpoint.page.title);
        assert!(readme.lines().any(|row| row.starts_with(&page) && listed(row)), "README lacks {name} in `{page}`");
    }
}
