//! Paged replies.

use futures_util::StreamExt;
use generated::{client::Pages, wecom::externalcontact::get};

use super::scripted::{Answer, Scripted, ok, refused};

/// A page with the cursor of the next one.
fn page(next: &str) -> Answer {
    let example = include_str!("../../../../schemas/wecom/externalcontact/get/ok.json");
    let mut page: generated::serde_json::Value = generated::serde_json::from_str(example).expect("JSON");
    page["next_cursor"] = next.into();
    ok(page.to_string())
}

fn cursors(transport: &Scripted) -> Vec<String> {
    let cursor = |uri: String| uri.split_once("cursor=").map(|(_, cursor)| cursor.to_owned()).unwrap_or_default();
    transport.sent().into_iter().map(cursor).collect()
}

#[tokio::test]
async fn pages_follow_the_cursor_to_the_end() {
    let transport = Scripted::new([page("a"), page("b"), page("")]);
    let client = transport.client().with_credential("t");
    let pages: Vec<_> = client.pages(get::Request::new("wo1")).collect().await;
    assert_eq!(pages.iter().filter(|page| page.is_ok()).count(), 3);
    assert_eq!(cursors(&transport), ["", "a", "b"]);
}

#[tokio::test]
async fn pages_are_fetched_on_demand() {
    let transport = Scripted::new([page("a"), page("b")]);
    let client = transport.client().with_credential("t");
    let mut pages = client.pages(get::Request::new("wo1"));
    assert!(transport.sent().is_empty());
    pages.next().await.expect("a page").expect("a reply");
    assert_eq!(transport.sent().len(), 1);
}

#[tokio::test]
async fn a_repeated_cursor_ends_the_pages() {
    let transport = Scripted::new([page("a"), page("a")]);
    let client = transport.client().with_credential("t");
    assert_eq!(client.pages(get::Request::new("wo1")).count().await, 2);
}

#[tokio::test]
async fn a_cycle_of_cursors_ends_the_pages() {
    let transport = Scripted::new([page("a"), page("b"), page("a")]);
    let client = transport.client().with_credential("t");
    assert_eq!(client.pages(get::Request::new("wo1")).count().await, 3);
    assert_eq!(cursors(&transport), ["", "a", "b"]);
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let transport = Scripted::new([page("a"), refused(84061)]);
    let client = transport.client().with_credential("t");
    let mut pages = client.pages(get::Request::new("wo1"));
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.expect("an error").is_err());
    assert!(pages.next().await.is_none());
}

/// Pages that outlive their client, so that a task can own them.
fn owned_pages(transport: &Scripted) -> Pages<get::Request> {
    transport.client().with_credential("t").pages(get::Request::new("wo1"))
}

#[tokio::test]
async fn pages_can_be_moved_to_a_task() {
    let transport = Scripted::new([page("a"), page("")]);
    let pages = owned_pages(&transport);
    assert_eq!(format!("{pages:?}"), "Pages(wecom.externalcontact.get)");
    let count = tokio::spawn(async move { pages.count().await });
    assert_eq!(count.await.expect("it runs to its end"), 2);
}

#[tokio::test]
async fn pages_go_on_from_a_stored_cursor() {
    let transport = Scripted::new([page("a"), page("b"), page("")]);
    let client = transport.client().with_credential("t");
    let mut pages = client.pages(get::Request::new("wo1"));
    assert_eq!(pages.cursor(), None);
    pages.next().await.expect("a page").expect("a reply");
    let stored = pages.cursor().cloned().expect("a cursor");
    drop(pages);
    let mut pages = client.pages(get::Request::new("wo1").cursor(stored.as_str()));
    assert_eq!(pages.cursor(), Some(&stored));
    pages.next().await.expect("a page").expect("a reply");
    assert_eq!(pages.cursor().map(String::as_str), Some("b"));
    pages.next().await.expect("a page").expect("a reply");
    assert_eq!(pages.cursor(), None, "the last page has no cursor");
    assert!(pages.next().await.is_none());
    assert_eq!(cursors(&transport), ["", "a", "b"]);
}

#[tokio::test]
async fn pages_go_on_after_an_error_if_asked() {
    let transport = Scripted::new([page("a"), refused(84061), page("b"), page("")]);
    let client = transport.client().with_credential("t");
    let mut pages = client.pages(get::Request::new("wo1"));
    pages.resume();
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.expect("an error").is_err());
    assert_eq!(pages.cursor().map(String::as_str), Some("a"));
    assert!(pages.next().await.is_none());
    pages.resume();
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.is_none());
    pages.resume();
    assert!(pages.next().await.is_none(), "there is nothing to resume");
    assert_eq!(cursors(&transport), ["", "a", "a", "b"]);
}

#[tokio::test]
async fn items_come_from_all_pages() {
    let transport = Scripted::new([page("a"), refused(84061), page("")]);
    let client = transport.client().with_credential("t");
    let mut items = client.items(get::Request::new("wo1"));
    assert_eq!(format!("{items:?}"), "Items(wecom.externalcontact.get)");
    let of_a_page = 2;
    for at in 1..=of_a_page {
        items.next().await.expect("a follower").expect("a reply");
        let cursor = if at < of_a_page { None } else { Some("a") };
        assert_eq!(items.cursor().map(String::as_str), cursor, "after {at}");
    }
    assert!(items.next().await.expect("an error").is_err());
    assert!(items.next().await.is_none());
    items.resume();
    items.next().await.expect("a follower").expect("a reply");
    assert_eq!(items.cursor().map(String::as_str), Some("a"), "an element of this page is left");
    assert_eq!(items.count().await, of_a_page - 1);
}
