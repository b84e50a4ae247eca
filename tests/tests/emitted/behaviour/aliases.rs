//! Members with two names in the docs.

use generated::{
    serde_json::{self as json, json},
    wecom::kf::customer::get_upgrade_service_config::Response,
};

use super::{answered, receive, received, reply_error};

/// The departments of a reply whose `member_range` has these members, in this order.
fn departments(members: &str) -> Vec<u32> {
    let body = format!(r#"{{"errcode":0,"member_range":{{{members}}}}}"#);
    let reply: Response = receive(&body).unwrap_or_else(|error| panic!("{body}: {error}"));
    let range = reply.member_range.expect("the range is there");
    range.department_id_list.into_iter().map(|id| id.get()).collect()
}

#[test]
fn the_other_name_is_read() {
    assert_eq!(departments(r#""department_list":[2,3]"#), [2, 3]);
}

#[test]
fn the_own_name_wins_in_either_order() {
    assert_eq!(departments(r#""department_id_list":[1],"department_list":[2,3]"#), [1]);
    assert_eq!(departments(r#""department_list":[2,3],"department_id_list":[1]"#), [1]);
}

#[test]
fn the_own_name_wins_with_other_members_between() {
    assert_eq!(departments(r#""department_id_list":[1],"userid_list":["a"],"x":0,"department_list":[2]"#), [1]);
    assert_eq!(departments(r#""department_list":[2],"userid_list":["a"],"x":0,"department_id_list":[1]"#), [1]);
}

#[test]
fn a_name_that_does_not_win_must_be_readable_in_either_order() {
    for members in
        [r#""department_id_list":[1],"department_list":["x"]"#, r#""department_list":["x"],"department_id_list":[1]"#]
    {
        let error = reply_error::<Response>(format!(r#"{{"errcode":0,"member_range":{{{members}}}}}"#));
        assert_eq!(error.pointer(), "/member_range/department_list/0", "{members}");
    }
}

#[test]
fn of_two_other_names_the_first_of_the_schema_wins_in_either_order() {
    for members in [r#""title":"t","label":"l""#, r#""label":"l","title":"t""#] {
        let place: fixture::acme::zoo::Place = json::from_str(&format!("{{{members}}}")).expect("both can be read");
        assert_eq!(place.name.as_deref(), Some("t"), "{members}");
    }
}

#[test]
fn the_own_name_is_written() {
    let reply: Response = received(&json!({ "errcode": 0, "member_range": { "department_list": [2] } }));
    assert_eq!(answered(&reply)["member_range"], json!({ "department_id_list": [2] }));
}

#[test]
fn an_error_has_the_name_that_was_received() {
    let body = json!({ "errcode": 0, "member_range": { "department_list": ["x"] } });
    assert_eq!(reply_error::<Response>(body.to_string()).pointer(), "/member_range/department_list/0");
}
