//! Boundary values of every limit, and the contents of a violation.

#![expect(deprecated, reason = "the endpoint with two limited lists is deprecated")]

use generated::{
    BaseUrl, Endpoint, Rule, ToHttpError, Validate, Violations,
    wecom::{Wecom, externalcontact, kf::customer::batchget},
    weiling,
    xunjinet::{Xunjinet, robot::customer::get_robot_account_by_ids},
};

use super::{token, violations};

/// `count` valid ids.
fn ids(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("id{index}")).collect()
}

/// `count` ids that each violate a rule.
fn empty_ids(count: usize) -> Vec<String> {
    vec![String::new(); count]
}

fn violations_of_batch(ids: Vec<String>) -> Violations {
    batchget::Request::new(ids).validate().expect_err("the batch breaks a rule")
}

#[test]
fn a_batch_takes_1_to_100_ids() {
    for (count, expected) in [
        (0, vec!["#/external_userid_list items 0"]),
        (1, vec![]),
        (2, vec![]),
        (99, vec![]),
        (100, vec![]),
        (101, vec!["#/external_userid_list items 101"]),
    ] {
        assert_eq!(violations(&batchget::Request::new(ids(count))), expected, "{count} ids");
    }
}

#[test]
fn each_of_the_two_lists_takes_at_most_100_ids() {
    let accounts = |count| get_robot_account_by_ids::Request::new("robot").account_id_list(ids(count));
    let contacts = |count| get_robot_account_by_ids::Request::new("robot").external_user_id_list(ids(count));
    for (request, expected) in [
        (accounts(1), vec![]),
        (accounts(100), vec![]),
        (accounts(101), vec!["#/account_id_list items 101"]),
        (contacts(1), vec![]),
        (contacts(100), vec![]),
        (contacts(101), vec!["#/external_user_id_list items 101"]),
        (accounts(100).external_user_id_list(ids(100)), vec![]),
        (
            accounts(101).external_user_id_list(ids(102)),
            vec!["#/account_id_list items 101", "#/external_user_id_list items 102"],
        ),
    ] {
        assert_eq!(violations(&request), expected);
    }
}

#[test]
fn an_id_has_at_least_one_character() {
    assert_eq!(violations(&externalcontact::get::Request::new("")), ["#/external_userid chars 0"]);
    assert_eq!(violations(&externalcontact::get::Request::new("客")), [""; 0]);
    assert_eq!(
        violations(&weiling::customer::batch::Request::new(["a", "", "b", ""])),
        ["#/customer_ids/1 chars 0", "#/customer_ids/3 chars 0"]
    );
}

#[test]
fn violations_come_in_the_order_of_the_members() {
    let request = get_robot_account_by_ids::Request::new("").account_id_list([""]).external_user_id_list(ids(101));
    assert_eq!(
        violations(&request),
        ["#/robot_id chars 0", "#/account_id_list/0 chars 0", "#/external_user_id_list items 101"]
    );
}

#[test]
fn a_list_that_is_too_long_is_reported_before_its_elements() {
    let mut list = ids(101);
    list[7].clear();
    assert_eq!(
        violations(&batchget::Request::new(list)),
        ["#/external_userid_list items 101", "#/external_userid_list/7 chars 0"]
    );
}

#[test]
fn the_pointer_of_a_payload_starts_at_the_document() {
    let mut nested = weiling::customer::batch::Customer::default();
    nested.customer_id = Some("".into());
    let reply = weiling::customer::batch::Response::new([nested]);
    assert_eq!(violations(&reply), ["#/data/customer_list/0/customer_id chars 0"]);

    let mut nested = get_robot_account_by_ids::RobotAccount::default();
    nested.account_id = Some("".into());
    let mut reply = get_robot_account_by_ids::Response::default();
    reply.account_list = vec![nested];
    assert_eq!(violations(&reply), ["#/data/account_list/0/account_id chars 0"]);

    let mut beside = batchget::Response::default();
    beside.invalid_external_userid = vec!["".into()];
    assert_eq!(violations(&beside), ["#/invalid_external_userid/0 chars 0"]);
}

#[test]
fn violations_are_counted_up_to_a_maximum() {
    for (count, kept, truncated) in [(1, 1, false), (99, 99, false), (100, 100, false)] {
        let violations = violations_of_batch(empty_ids(count));
        assert_eq!((violations.len(), violations.is_truncated()), (kept, truncated), "{count} empty ids");
    }
    // The list's own length is one violation more.
    for count in [101, 102, 100_000] {
        let violations = violations_of_batch(empty_ids(count));
        assert_eq!((violations.len(), violations.is_truncated()), (Violations::MAX, true), "{count} empty ids");
        assert!(violations.to_string().ends_with("; and more"));
    }
}

#[test]
fn a_violation_names_place_rule_and_measure() {
    let violations = violations_of_batch(ids(101));
    assert_eq!(violations.to_string(), "/external_userid_list must have 1 to 100 elements, has 101 [items]");
    assert!(matches!(violations[0].rule, Rule::Items(limit) if limit.min == 1 && limit.max == 100));

    let violations = violations_of_batch(vec![String::new()]);
    assert_eq!(violations.to_string(), "/external_userid_list/0 must have at least 1 character, has 0 [chars]");
}

#[test]
fn several_violations_are_listed_in_one_message() {
    let text = violations_of_batch(empty_ids(2)).to_string();
    assert_eq!(
        text,
        "/external_userid_list/0 must have at least 1 character, has 0 [chars]; \
         /external_userid_list/1 must have at least 1 character, has 0 [chars]"
    );
    let each: Vec<String> = violations_of_batch(empty_ids(2)).into_iter().map(|one| one.to_string()).collect();
    assert_eq!(each.join("; "), text);
}

#[test]
fn no_violation_shows_a_string() {
    let mut list = vec!["wm-客户".to_owned(); 101];
    list[3].clear();
    let violations = violations_of_batch(list);
    assert_eq!(violations.len(), 2);
    for shown in [violations.to_string(), format!("{violations:?}")] {
        assert!(!shown.contains("wm-客户"), "{shown}");
    }
}

#[test]
fn an_invalid_request_is_not_converted() {
    let refused = |error| match error {
        ToHttpError::Invalid(violations) => violations.to_string(),
        other => panic!("{other}"),
    };
    let to_wecom = batchget::Request::new([""; 0]).to_http(&Wecom::new(), &token());
    assert_eq!(
        to_wecom.map_err(refused).expect_err("no id"),
        "/external_userid_list must have 1 to 100 elements, has 0 [items]"
    );
    let vendor = Xunjinet::at(BaseUrl::new("https://robots.example").expect("a base URL"));
    let to_xunjinet = get_robot_account_by_ids::Request::new("robot").to_http(&vendor, &token());
    assert_eq!(
        to_xunjinet.map_err(refused).expect_err("neither list"),
        "the document must have at least one of `account_id_list`, `external_user_id_list`, has 0 [at_least_one_of]"
    );
}

#[test]
fn rules_are_checked_before_the_credential() {
    let nothing = batchget::Request::new([""; 0]).to_http(&Wecom::new(), &"".into());
    assert!(matches!(nothing, Err(ToHttpError::Invalid(_))));
}

#[test]
fn an_absent_list_of_a_reply_breaks_no_limit() {
    let mut reply = fixture::acme::zoo::add::Response::new("cat1");
    reply.validate().expect("an absent list is empty");
    reply.marks = vec!["a".to_owned()];
    assert_eq!(reply.validate().expect_err("one is too few")[0].pointer, "/marks");
}

#[test]
fn the_modules_of_endpoints_export_shared_types() {
    // These types are defined in the area, and only nested in the types of the endpoints.
    let _: [Option<fixture::acme::zoo::add::KeeperDuty>; 0] = [];
    let _: [Option<fixture::acme::zoo::list::Meat2>; 0] = [];
    let _: [Option<fixture::acme::zoo::r#match::Place>; 0] = [];
}
