//! Replies are decoded leniently and written in the documented form.

use generated::{
    Timestamp,
    serde_json::{Value, json},
    wecom::{self, externalcontact::get, kf::customer::get_upgrade_service_config},
    weiling,
    xunjinet::robot::customer::get_robot_account_by_ids,
};

use super::{CONTACT, answered, contact_with, received, received_contact, reply_error};

/// The contact of [`CONTACT`] without the member at the end of `pointer`.
fn contact_without(pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let mut contact: Value = generated::serde_json::from_str(CONTACT).expect("the example is JSON");
    let members = contact.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
    members.remove(name).expect("the member is there");
    contact
}

/// A reply of Xunjinet with one account.
fn account(members: &Value) -> get_robot_account_by_ids::RobotAccount {
    let mut reply: get_robot_account_by_ids::Response =
        received(&json!({ "errcode": 0, "data": { "account_list": [members] } }));
    reply.account_list.remove(0)
}

fn departments(came: &Value) -> Vec<u32> {
    let reply: get_upgrade_service_config::Response =
        received(&json!({ "errcode": 0, "member_range": { "department_id_list": [came] } }));
    reply.member_range.expect("a range").department_id_list.into_iter().map(|id| id.get()).collect()
}

#[test]
fn a_timestamp_is_read_from_an_integer_a_string_and_a_whole_float() {
    let expected = Some(Timestamp::from_secs(1_525_779_812));
    for came in [json!(1_525_779_812), json!("1525779812"), json!(1_525_779_812.0)] {
        let reply = received_contact(&contact_with("/follow_user/0/createtime", came.clone()));
        assert_eq!(reply.follow_user[0].create_time, expected, "{came}");
        assert_eq!(answered(&reply)["follow_user"][0]["createtime"], json!(1_525_779_812));
    }
}

#[test]
fn an_integer_may_be_as_large_as_its_type() {
    for (came, expected) in [
        (json!(i64::MAX), i64::MAX),
        (json!(i64::MIN), i64::MIN),
        (json!("9223372036854775807"), i64::MAX),
        (json!("-5"), -5),
        (json!(0), 0),
    ] {
        let reply = received_contact(&contact_with("/follow_user/0/createtime", came));
        assert_eq!(reply.follow_user[0].create_time, Some(Timestamp::from_secs(expected)));
    }
    assert_eq!(departments(&json!(u32::MAX)), [u32::MAX]);
    assert_eq!(departments(&json!("2")), [2]);
    assert_eq!(departments(&json!(2.0)), [2]);
}

#[test]
fn a_string_is_read_from_a_number() {
    for (came, expected) in [
        (json!("李四"), "李四"),
        (json!(13_800_000_001_i64), "13800000001"),
        (json!(-1), "-1"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(1.5), "1.5"),
    ] {
        let reply = received_contact(&contact_with("/external_contact/name", came));
        assert_eq!(reply.external_contact.and_then(|contact| contact.name).as_deref(), Some(expected));
    }
}

#[test]
fn the_elements_of_a_list_are_read_as_leniently() {
    let reply = received_contact(&contact_with("/follow_user/0/remark_mobiles", json!([13_800_000_001_i64, "2"])));
    assert_eq!(reply.follow_user[0].remark_mobiles, ["13800000001", "2"]);
}

#[test]
fn an_id_is_read_from_a_number() {
    let reply = received_contact(&contact_with("/follow_user/0/userid", json!(4711)));
    assert_eq!(reply.follow_user[0].userid, Some("4711".into()));
}

#[test]
fn a_bool_is_read_from_0_and_1_and_from_strings() {
    for (came, expected) in [
        (json!(true), Some(true)),
        (json!(1), Some(true)),
        (json!("1"), Some(true)),
        (json!("true"), Some(true)),
        (json!(false), Some(false)),
        (json!(0), Some(false)),
        (json!("0"), Some(false)),
        (json!("false"), Some(false)),
        (json!(null), None),
    ] {
        assert_eq!(account(&json!({ "deleted_by_staff": came })).deleted_by_staff, expected, "{came}");
    }
    assert_eq!(account(&json!({})).deleted_by_staff, None);
}

#[test]
fn an_integer_is_read_from_a_bool() {
    for (came, expected) in [(true, wecom::Gender::Male), (false, wecom::Gender::Unspecified)] {
        let reply = received_contact(&contact_with("/external_contact/gender", json!(came)));
        assert_eq!(reply.external_contact.and_then(|contact| contact.gender), Some(expected));
    }
}

/// An erratum: the name has a bool at one level, and an integer one level below.
#[test]
fn the_two_lost_states_of_weiling_have_different_types() {
    let customer = json!({ "lost_state": 1, "follow_users": [{ "lost_state": false }] });
    let reply: weiling::customer::batch::Response =
        received(&json!({ "code": 0, "data": { "customer_list": [customer] } }));
    assert_eq!(reply.customer_list[0].lost_state, Some(true));
    assert_eq!(reply.customer_list[0].follow_users[0].lost_state, Some(0));
    let written = &answered(&reply)["data"]["customer_list"][0];
    assert_eq!((&written["lost_state"], &written["follow_users"][0]["lost_state"]), (&json!(true), &json!(0)));
}

#[test]
fn null_or_absent_members_are_none() {
    for pointer in
        ["/follow_user/0/createtime", "/follow_user/0/remark", "/follow_user/0/add_way", "/follow_user/0/userid"]
    {
        let null = received_contact(&contact_with(pointer, Value::Null));
        assert_eq!(null, received_contact(&contact_without(pointer)), "{pointer}");
        assert_eq!(answered(&null).pointer(pointer), None, "{pointer}");
    }
    assert_eq!(received_contact(&contact_with("/external_contact", Value::Null)).external_contact, None);
    assert_eq!(received_contact(&contact_without("/external_contact")).external_contact, None);
}

#[test]
fn a_list_that_is_null_or_absent_is_empty() {
    for pointer in ["/follow_user", "/follow_user/0/tags", "/follow_user/0/remark_mobiles"] {
        let empty = received_contact(&contact_with(pointer, json!([])));
        assert_eq!(received_contact(&contact_with(pointer, Value::Null)), empty, "{pointer}");
        assert_eq!(received_contact(&contact_without(pointer)), empty, "{pointer}");
        assert_eq!(answered(&empty).pointer(pointer), None, "{pointer}");
    }
    assert!(received_contact(&contact_with("/follow_user/0/tags", Value::Null)).follow_user[0].tags.is_empty());
}

#[test]
fn a_payload_of_php_may_be_an_empty_list() {
    for data in ["[]", r#""""#, "false", "null", r#""{}""#] {
        let body = format!(r#"{{"errcode":0,"errmsg":"ok","data":{data}}}"#);
        let reply = super::receive::<get_robot_account_by_ids::Response>(body).expect(data);
        assert_eq!(reply, get_robot_account_by_ids::Response::default(), "{data}");
    }
    // This payload has a required member.
    for data in ["[]", r#""""#, "false", r#""{\"customer_list\":[]}""#] {
        let error = reply_error::<weiling::customer::batch::Response>(format!(r#"{{"code":0,"data":{data}}}"#));
        assert_eq!(error.pointer(), "/data", "{data}");
    }
    for data in ["[1]", "[{}]", "true", "0", r#""x""#, r#""[]""#] {
        let error = reply_error::<get_robot_account_by_ids::Response>(format!(r#"{{"errcode":0,"data":{data}}}"#));
        assert_eq!(error.pointer(), "/data", "{data}");
    }
}

#[test]
fn a_list_may_be_in_a_string_or_have_numbered_names() {
    let mobiles = |value: Value| received_contact(&contact_with("/follow_user/0/remark_mobiles", value));
    for (came, expected) in [
        (json!("[]"), &[][..]),
        (json!(""), &[]),
        (json!(false), &[]),
        (json!({}), &[]),
        (json!("[\"1\",2]"), &["1", "2"]),
        (json!("[\"\n\"]"), &["\n"]),
        (json!({ "0": "1", "1": 2 }), &["1", "2"]),
        (json!({ "10": "3", "9": "2", "2": null }), &["2", "3"]),
        (json!([null, "1", null]), &["1"]),
    ] {
        assert_eq!(mobiles(came.clone()).follow_user[0].remark_mobiles, expected, "{came}");
    }
    let whole = received_contact(&contact_with("/next_cursor", json!("NEXT_CURSOR")));
    let document = contact_with("/next_cursor", json!("NEXT_CURSOR"));
    let keyed = json!({ "1": document["follow_user"][0], "2": document["follow_user"][1] });
    for came in [
        keyed,
        json!(document["follow_user"].to_string()),
        json!([[], document["follow_user"][0], null, "", document["follow_user"][1], false]),
    ] {
        assert_eq!(received_contact(&contact_with("/follow_user", came)), whole);
    }
}

/// JSON objects have no order, but a server may write numbers in any.
#[test]
fn numbered_names_are_sorted() {
    for names in [["0", "1", "2"], ["2", "1", "0"], ["1", "2", "0"], ["9", "10", "1"], ["100", "20", "3"]] {
        let mut sorted = names.map(|name| name.parse::<u64>().expect("a number"));
        sorted.sort_unstable();
        let members: Vec<String> = names.iter().map(|name| format!(r#""{name}":{name}"#)).collect();
        let body = format!(r#"{{"errcode":0,"follow_user":[{{"remark_mobiles":{{{}}}}}]}}"#, members.join(","));
        let reply: get::Response = super::receive(body).expect("a reply");
        assert_eq!(reply.follow_user[0].remark_mobiles, sorted.map(|number| number.to_string()), "{names:?}");
    }
    let body = r#"{"errcode":0,"follow_user":[{"remark_mobiles":{"1":"a","0":"b","1":"c","2":"d","2":null}}]}"#;
    let reply: get::Response = super::receive(body).expect("a reply");
    assert_eq!(reply.follow_user[0].remark_mobiles, ["b", "c"]);
}

#[test]
fn a_number_a_time_a_bool_and_an_enum_of_integers_may_be_an_empty_string() {
    for pointer in ["/follow_user/0/createtime", "/follow_user/0/add_way", "/external_contact/gender"] {
        for came in [json!(""), json!(" "), json!("\t\n")] {
            let reply = received_contact(&contact_with(pointer, came));
            assert_eq!(reply, received_contact(&contact_without(pointer)), "{pointer}");
        }
    }
    assert_eq!(account(&json!({ "deleted_by_staff": "" })).deleted_by_staff, None);
}

#[test]
fn an_empty_string_is_not_none() {
    let reply = received_contact(&contact_with("/follow_user/0/remark", json!("")));
    assert_eq!(reply.follow_user[0].remark.as_deref(), Some(""));
    assert_eq!(answered(&reply)["follow_user"][0]["remark"], json!(""));
}

#[test]
fn an_unknown_member_is_skipped_at_any_level() {
    let expected = received_contact(&contact_with("/next_cursor", json!("NEXT_CURSOR")));
    for (parent, name) in
        [("", "new"), ("/external_contact", "new"), ("/follow_user/0", "new"), ("/follow_user/0/tags/1", "new")]
    {
        let mut contact: Value = generated::serde_json::from_str(CONTACT).expect("the example is JSON");
        contact.pointer_mut(parent).expect("an object")[name] = json!({ "a": [1, { "b": "c" }] });
        assert_eq!(received_contact(&contact), expected, "{parent}/{name}");
    }
}

#[test]
fn unreadable_values_are_refused_with_their_pointers() {
    for (pointer, came, message) in [
        ("/follow_user/0/createtime", json!("abc"), r#"expected an integer, found string "abc""#),
        ("/follow_user/0/createtime", json!("x1"), r#"expected an integer, found string "x1""#),
        ("/follow_user/0/createtime", json!("0x10"), r#"expected an integer, found string "0x10""#),
        ("/follow_user/0/createtime", json!("1,000"), r#"expected an integer, found string "1,000""#),
        ("/follow_user/0/createtime", json!("1.5"), r#"expected an integer, found string "1.5""#),
        ("/follow_user/0/createtime", json!(1.5), "expected an integer, found floating point `1.5`"),
        ("/follow_user/0/createtime", json!("True"), r#"expected an integer, found string "True""#),
        ("/follow_user/0/createtime", json!([]), "expected an integer, found sequence"),
        ("/follow_user/0/createtime", json!({}), "expected an integer, found map"),
        ("/follow_user/0/createtime", json!(u64::MAX), "expected an integer, found integer `18446744073709551615`"),
        ("/follow_user/1/add_way", json!("scan"), r#"expected an integer, found string "scan""#),
        ("/follow_user/0/tags/2/tag_id", json!(false), "expected a string, found boolean `false`"),
        ("/follow_user/0/tags", json!({ "a": 1 }), "expected a list, found map"),
        ("/follow_user/0/tags", json!({ "0": {}, "a": 1 }), "expected a list, found map"),
        ("/follow_user/0/tags", json!("x"), r#"expected a list, found string "x""#),
        ("/follow_user/0/tags", json!("[1]"), r#"expected a list, found string "[1]""#),
        ("/follow_user/0/tags", json!(true), "expected a list, found boolean `true`"),
        ("/follow_user", json!(1), "expected a list, found integer `1`"),
        ("/follow_user/1", json!("tommy"), r#"expected an object, found string "tommy""#),
        ("/external_contact", json!([{}]), "expected an object, found sequence"),
        ("/external_contact", json!(true), "expected an object, found boolean `true`"),
        ("/external_contact/name", json!({}), "expected a string, found map"),
        ("/next_cursor", json!(["x"]), "expected a string, found sequence"),
    ] {
        let error = reply_error::<get::Response>(contact_with(pointer, came).to_string());
        assert_eq!((error.pointer(), error.message()), (pointer, message));
        assert!(error.position().is_some(), "{pointer}");
    }
}

#[test]
fn an_integer_that_does_not_fit_its_type_is_refused() {
    let department = |id: Value| {
        let body = json!({ "errcode": 0, "member_range": { "department_id_list": [1, id] } });
        reply_error::<get_upgrade_service_config::Response>(body.to_string())
    };
    for (came, found) in [(json!(-1), "`-1`"), (json!(4_294_967_296_i64), "`4294967296`")] {
        let error = department(came);
        assert_eq!(error.pointer(), "/member_range/department_id_list/1");
        assert_eq!(error.message(), format!("expected an integer from 0 to 4294967295, found integer {found}"));
    }
    let way = json!({ "follow_users": [{ "add_way": 2_147_483_648_i64 }] });
    let body = json!({ "code": 0, "data": { "customer_list": [way] } });
    let error = reply_error::<weiling::customer::batch::Response>(body.to_string());
    assert_eq!(error.pointer(), "/data/customer_list/0/follow_users/0/add_way");
    assert_eq!(error.message(), "expected an integer of 32 bits, found integer `2147483648`");
}

#[test]
fn a_bool_is_not_read_from_other_values() {
    for came in [json!(2), json!(-1), json!(0.5), json!("yes"), json!("2"), json!("TRUE"), json!([])] {
        let body = json!({ "errcode": 0, "data": { "account_list": [{ "deleted_by_staff": came }] } });
        let error = reply_error::<get_robot_account_by_ids::Response>(body.to_string());
        assert_eq!(error.pointer(), "/data/account_list/0/deleted_by_staff");
        assert!(error.message().starts_with("expected true or false, found "), "{}", error.message());
    }
}

#[test]
fn an_error_shows_pointer_message_and_position() {
    let body = "{\n  \"errcode\": 0,\n  \"follow_user\": [ { \"createtime\": \"abc\" } ]\n}";
    let error = reply_error::<get::Response>(body);
    assert_eq!(error.position(), Some((3, 40)));
    assert_eq!(
        error.to_string(),
        r#"/follow_user/0/createtime: expected an integer, found string "abc" (line 3, column 40)"#
    );
}

#[test]
fn a_long_text_is_shown_by_its_start() {
    let text = "长".repeat(5000);
    let error = reply_error::<get::Response>(contact_with("/follow_user/0/createtime", json!(text)).to_string());
    assert!(error.message().starts_with(r#"expected an integer, found string "长长"#));
    assert!(error.message().chars().count() < 300, "{}", error.message().len());
    assert!(error.message().ends_with('…'));
}
