//! Paged replies.

use generated::{
    Endpoint, Paged, PagedItems, Reply, http,
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
    assert_eq!(followers, ["a", "b", "c"]);
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
    let is_paged = |name: &str| generated::endpoints().find(|info| info.name == name).expect("it is listed").paged;
    assert!(is_paged("wecom.externalcontact.batch.get_by_user") && is_paged("wecom.kf.sync_msg"));
    assert!(!is_paged("wecom.kf.send_msg"));
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

fn read<R: Reply>(body: &str) -> R {
    super::receive(body).unwrap_or_else(|error| panic!("{error}"))
}

/// The cursor of the last page selects what is added later.
#[test]
fn a_cursor_may_come_with_the_last_page() {
    use fixture::acme::zoo::list_news::{Request, Response};
    let first = Request::new();
    let page: Response = read(r#"{"errcode":0,"next_token":"t1","has_more":1,"news":["a"]}"#);
    let second = first.next_page(&page).expect("a next page");
    assert_eq!(Paged::cursor(&second), Some("t1".into()));
    let page: Response = read(r#"{"errcode":0,"next_token":"t2","has_more":0,"news":["b"]}"#);
    assert_eq!(second.next_page(&page), None);
    assert_eq!(second.next_cursor(&page), Some("t2".into()));
    let page: Response = read(r#"{"errcode":0,"next_token":"t1","has_more":1}"#);
    assert_eq!(second.next_page(&page), None, "the cursor is the same");
    assert_eq!(first.next_cursor(&read(r#"{"errcode":0,"next_token":"","has_more":1}"#)), None);
}

#[test]
fn an_offset_leads_to_the_total() {
    use fixture::acme::zoo::list_visitors::{Request, Response};
    let next = |request: &Request, body: &str| request.next_page(&read::<Response>(body)).and_then(|next| next.offset);
    let (first, second) = (Request::new(), Request::new().offset(2));
    assert_eq!(next(&first, r#"{"errcode":0,"total":3,"next_offset":2}"#), Some(2));
    assert_eq!(next(&second, r#"{"errcode":0,"total":3,"next_offset":3}"#), None);
    assert_eq!(next(&second, r#"{"errcode":0,"total":9,"next_offset":2}"#), None, "it does not grow");
    assert_eq!(next(&second, r#"{"errcode":0,"total":9,"next_offset":1}"#), None, "it shrinks");
    assert_eq!(next(&second, r#"{"errcode":0,"total":9}"#), None);
    assert_eq!(second.next_cursor(&read(r#"{"errcode":0,"total":3,"next_offset":3}"#)), Some(3));
    let names: Vec<String> = Request::items(read(r#"{"errcode":0,"total":3,"visitors":["Ann"],"guides":["Bo"]}"#));
    assert_eq!(names, ["Ann"]);
}

#[test]
fn a_short_page_is_the_last() {
    use fixture::acme::zoo::{list_cages, list_doors};
    let cages = |request: &list_cages::Request, count: usize| {
        let body = format!(r#"{{"errcode":0,"cages":[{}]}}"#, vec![r#"{"name":"n"}"#; count].join(","));
        request.next_page(&read(&body)).and_then(|next| next.offset)
    };
    let first = list_cages::Request::new();
    assert_eq!(cages(&first, 2), Some(2), "two are the default");
    assert_eq!(cages(&first, 1), None);
    let later = list_cages::Request::new().offset(5).limit(3);
    assert_eq!((cages(&later, 3), cages(&later, 2), cages(&later, 0)), (Some(8), None, None));
    // The vendor may take another limit.
    let greedy = list_cages::Request::new().limit(50);
    assert_eq!((cages(&greedy, 3), cages(&greedy, 0)), (Some(3), None));
    let end = list_cages::Request::new().offset(i64::MAX);
    assert_eq!(cages(&end, 2), None, "there is no such offset");
    let doors = list_doors::Request::new(7, 1);
    assert_eq!(doors.next_page(&read(r#"{"errcode":0,"doors":["d"]}"#)).map(|next| next.offset), Some(8));
    assert_eq!(doors.next_page(&read(r#"{"errcode":0,"doors":[]}"#)), None);
}
