//! Rules between members.

#![expect(deprecated, reason = "the endpoint with a group rule is deprecated")]

use generated::serde_json::json;
use generated::{Rule, Validate, xunjinet::robot::customer::get_robot_account_by_ids::Request};

use super::{taken, violations};

const NONE: [&str; 0] = [];
const BROKEN: &str = "# at_least_one_of 0";

#[test]
fn one_of_the_two_lists_must_be_given() {
    let robot = || Request::new("robot");
    for (case, request, expected) in [
        ("neither", robot(), vec![BROKEN]),
        ("both empty", robot().account_id_list(NONE).external_user_id_list(NONE), vec![BROKEN]),
        ("one, empty", robot().account_id_list(NONE), vec![BROKEN]),
        ("the other, empty", robot().external_user_id_list(NONE), vec![BROKEN]),
        ("one", robot().account_id_list(["a"]), vec![]),
        ("the other", robot().external_user_id_list(["a"]), vec![]),
        ("one, the other empty", robot().account_id_list(["a"]).external_user_id_list(NONE), vec![]),
        ("both", robot().account_id_list(["a"]).external_user_id_list(["b"]), vec![]),
    ] {
        assert_eq!(violations(&request), expected, "{case}");
    }
}

#[test]
fn a_member_outside_the_group_does_not_count() {
    assert_eq!(violations(&Request::new("robot").need_tag_info(true)), [BROKEN]);
}

#[test]
fn a_list_with_a_bad_element_counts_as_given() {
    assert_eq!(violations(&Request::new("robot").account_id_list([""])), ["#/account_id_list/0 chars 0"]);
}

#[test]
fn the_rule_names_its_members() {
    let violations = Request::new("robot").validate().expect_err("neither list is given");
    let Rule::AtLeastOneOf(members) = violations[0].rule else { panic!("{violations}") };
    assert_eq!(members, ["account_id_list", "external_user_id_list"]);
}

#[test]
fn a_server_reads_an_invalid_request_and_validates_it() {
    for body in [
        json!({ "robot_id": "robot" }),
        json!({ "robot_id": "robot", "account_id_list": [] }),
        json!({ "robot_id": "robot", "account_id_list": null, "external_user_id_list": [] }),
    ] {
        assert_eq!(violations(&taken::<Request>(&body)), [BROKEN], "{body}");
    }
}
