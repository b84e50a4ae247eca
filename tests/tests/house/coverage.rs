//! The README lists every endpoint and every event.

use std::fs;

#[test]
fn the_readme_lists_all_endpoints_and_events_with_their_pages() {
    let readme = fs::read_to_string(tests::workspace("README.md")).expect("there is a README");
    for owner in tests::model().owners() {
        let name = owner.name();
        let (area, last) = name.rsplit_once('.').expect("a name has several parts");
        let listed = |row: &str| {
            row.contains(&format!("`{name}`"))
                || row.contains(&format!("`{area}.`")) && row.contains(&format!("`{last}`"))
        };
        let page = format!("| {} |", owner.page().title);
        let found = readme.lines().any(|row| row.starts_with(&page) && listed(row));
        assert!(found, "README.md, \"What is covered\": add `{name}` to the row of its page, `{page} `{name}` |`");
    }
}
