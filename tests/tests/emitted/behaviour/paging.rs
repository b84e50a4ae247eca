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
        Some(other) => panic!("no page has the cursor {other}"),
    };
    page.to_http()
}

#[test]
fn next_page_leads_through_all_pages() {
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
fn the_next_request_differs_only_in_its_cursor() {
    let first = Request::new("wo1");
    let second = first.next_page(&page("a", Some("2"))).expect("a next page");
    assert_eq!(second, first.clone().cursor("2"));
    assert_eq!(second.next_page(&page("b", Some("3"))), Some(first.cursor("3")));
}

#[test]
fn the_page_without_a_cursor_is_the_last() {
    let request = Request::new("wo1").cursor("2");
    assert_eq!(request.next_page(&page("a", None)), None);
    assert_eq!(request.next_page(&page("a", Some(""))), None);
    assert_eq!(request.next_page(&Response::default()), None);
}

#[test]
fn endpoint_info_marks_paged_endpoints() {
    let paged: Vec<&str> = generated::endpoints().filter(|info| info.paged).map(|info| info.name).collect();
    assert_eq!(paged, ["wecom.externalcontact.get"]);
}

#[test]
fn a_repeated_cursor_ends_the_pages() {
    let request = fixture::acme::zoo::list::Request::new().cursor("c");
    let mut reply = fixture::acme::zoo::list::Response::default();
    reply.next = Some("d".to_owned());
    let next = generated::Paged::next_page(&request, &reply).expect("there is a next page");
    assert_eq!(next.cursor.as_deref(), Some("d"));
    assert!(generated::Paged::next_page(&next, &reply).is_none());
}

/// Some vendors send a cursor with the last page, too.
#[test]
fn a_page_that_says_so_is_the_last() {
    use fixture::acme::zoo::list;
    let pages = |body: &str| {
        let reply: list::Response = super::receive(body).unwrap_or_else(|error| panic!("{error}"));
        list::Request::new().next_page(&reply).is_some()
    };
    for (more, is_followed) in [
        ("", true),
        (r#","more":1"#, true),
        (r#","more":true"#, true),
        (r#","more":null"#, true),
        (r#","more":0"#, false),
        (r#","more":false"#, false),
        (r#","more":"0""#, false),
    ] {
        assert_eq!(pages(&format!(r#"{{"errcode":0,"next":"C1"{more}}}"#)), is_followed, "{more}");
        assert!(!pages(&format!(r#"{{"errcode":0{more}}}"#)), "{more}");
    }
}
