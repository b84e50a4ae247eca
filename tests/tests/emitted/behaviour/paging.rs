//! Paged replies.

use generated::{
    Endpoint, Paged, Reply, http,
    wecom::{
        Wecom,
        externalcontact::get::{FollowUser, Request, Response},
    },
};

use super::token;

fn page(userid: &str, next: Option<&str>) -> Response {
    let mut follower = FollowUser::default();
    follower.userid = Some(userid.into());
    let mut page = Response::default();
    page.follow_user = vec![follower];
    page.next_cursor = next.map(str::to_owned);
    page
}

/// The replies of a server with three pages.
fn serve(message: &http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
    let (request, _) = Request::from_http(message).expect("a good request");
    let page = match request.cursor.as_deref() {
        None => page("a", Some("二 & 3")),
        Some("二 & 3") => page("b", Some("三")),
        Some("三") => page("c", Some("")),
        Some(other) => panic!("nobody gave out {other}"),
    };
    page.to_http()
}

#[test]
fn all_pages_are_found_by_asking_for_the_next_one() {
    let mut followers = Vec::new();
    let mut next = Some(Request::new("wo1"));
    while let Some(request) = next {
        assert_eq!(request.external_userid.as_str(), "wo1");
        let message = request.to_http(&Wecom::new(), &token()).expect("a good request");
        let reply = Response::from_http(serve(&message)).expect("a good reply");
        next = request.next_page(&reply);
        followers.extend(reply.follow_user.into_iter().filter_map(|follower| follower.userid));
    }
    assert_eq!(followers, ["a".into(), "b".into(), "c".into()]);
}

#[test]
fn the_next_request_differs_by_its_cursor_alone() {
    let first = Request::new("wo1");
    let second = first.next_page(&page("a", Some("2"))).expect("a next page");
    assert_eq!(second, first.clone().cursor("2"));
    assert_eq!(second.next_page(&page("b", Some("3"))), Some(first.cursor("3")));
}

#[test]
fn there_is_no_page_after_one_without_a_cursor() {
    let request = Request::new("wo1").cursor("2");
    assert_eq!(request.next_page(&page("a", None)), None);
    assert_eq!(request.next_page(&page("a", Some(""))), None);
    assert_eq!(request.next_page(&Response::default()), None);
}

#[test]
fn the_list_of_endpoints_tells_which_are_paged() {
    let paged: Vec<&str> = generated::endpoints().filter(|info| info.paged).map(|info| info.name).collect();
    assert_eq!(paged, ["wecom.externalcontact.get"]);
}

#[test]
fn the_same_cursor_again_ends_the_pages() {
    let request = fixture::acme::zoo::list::Request::new().cursor("c");
    let mut reply = fixture::acme::zoo::list::Response::default();
    reply.next = Some("d".to_owned());
    let next = generated::Paged::next_page(&request, &reply).expect("there is a page more");
    assert_eq!(next.cursor.as_deref(), Some("d"));
    assert!(generated::Paged::next_page(&next, &reply).is_none());
}
