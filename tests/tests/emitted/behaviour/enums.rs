//! Open enums: listed values have names, and other values are kept.

use std::collections::HashSet;

use generated::{
    ErrorCode as _, Validate,
    serde_json::{self, Value, json},
    wecom::{self, externalcontact::get, kf::customer::batchget},
    weiling, xunjinet,
};

use super::{answered, contact_with, received, received_contact};

/// One test for each enum: the wire form of each value is unique and decodes to that value.
macro_rules! wire_values_round_trip {
    ($($test:ident: $enum:ty;)*) => {$(
        #[test]
        fn $test() {
            let mut wires = HashSet::new();
            for value in <$enum>::ALL {
                let wire = value.wire();
                assert!(wires.insert(wire), "two values have the wire form {wire}");
                assert_eq!(<$enum>::from_wire(wire), *value);
                assert!(!format!("{value:?}").starts_with("Unknown"), "{wire} is listed");
                assert_eq!(serde_json::to_value(value).expect("JSON"), json!(wire));
                assert_eq!(serde_json::from_value::<$enum>(json!(wire)).expect("a value"), *value);
                assert_eq!(serde_json::from_value::<$enum>(json!(wire.to_string())).expect("a value"), *value);
                assert_ne!(value.label(), Some(""));
            }
            for wire in [i64::MIN, -77, 77_777, i64::MAX] {
                let value = <$enum>::from_wire(wire);
                assert_eq!(value.wire(), wire);
                assert_eq!(value.label(), None);
                assert_eq!(serde_json::to_value(value).expect("JSON"), json!(wire));
            }
        }
    )*};
}

wire_values_round_trip! {
    wecom_add_way: wecom::AddWay;
    wecom_contact_type: wecom::ContactType;
    wecom_gender: wecom::Gender;
    wecom_error_code: wecom::ErrorCode;
    wecom_channels_source: get::ChannelsSource;
    wecom_tag_type: get::TagType;
    wecom_channels_scene: batchget::ChannelsScene;
    weiling_contact_type: weiling::ContactType;
    weiling_gender: weiling::Gender;
    weiling_error_code: weiling::ErrorCode;
    xunjinet_add_way: xunjinet::AddWay;
    xunjinet_gender: xunjinet::Gender;
    xunjinet_account_type: xunjinet::robot::customer::get_robot_account_by_ids::AccountType;
    xunjinet_error_code: xunjinet::ErrorCode;
}

#[test]
fn a_value_has_the_vendors_own_label() {
    assert_eq!(wecom::Gender::Female.label(), Some("女性"));
    assert_eq!(xunjinet::Gender::Female.label(), Some("女"));
    assert_eq!(batchget::ChannelsScene::ShopOrder.label(), Some("视频号小店订单页"));
}

#[test]
fn an_unknown_value_passes_through_a_whole_reply() {
    let mut contact = contact_with("/external_contact/gender", json!(9));
    contact["follow_user"][1]["add_way"] = json!(777); // the channel beside the other one belongs to its add_way
    contact["follow_user"][0]["wechat_channels"]["source"] = json!(-1);
    contact["follow_user"][0]["tags"][0]["type"] = json!(4_294_967_296_i64);

    let reply = received_contact(&contact);
    let gender = reply.external_contact.as_ref().and_then(|contact| contact.gender);
    assert!(matches!(gender, Some(wecom::Gender::Unknown(unknown)) if *unknown.wire() == 9));
    reply.validate().expect("an unlisted value breaks no rule");
    assert_eq!(answered(&reply), contact);
}

#[test]
fn a_value_may_come_as_a_string_and_is_written_as_a_number() {
    for (came, value) in [("3", wecom::AddWay::CardShare), ("777", wecom::AddWay::from_wire(777))] {
        let reply = received_contact(&contact_with("/follow_user/0/add_way", json!(came)));
        assert_eq!(reply.follow_user[0].add_way, Some(value));
        assert_eq!(answered(&reply)["follow_user"][0]["add_way"], json!(value.wire()));
    }
}

/// The page's table says string, and its example shows a number: an erratum.
#[test]
fn the_way_of_adding_that_xunjinet_documents_as_a_string_is_read() {
    use xunjinet::robot::customer::get_robot_account_by_ids::Response;
    let way = |came: Value| {
        let profile = json!({ "profile": { "add_way": came } });
        let reply: Response = received(&json!({ "errcode": 0, "data": { "account_list": [profile] } }));
        reply.account_list[0].profile.as_ref().and_then(|profile| profile.add_way)
    };
    assert_eq!(way(json!("202")), Some(xunjinet::AddWay::AssignedByAdmin));
    assert_eq!(way(json!(202)), Some(xunjinet::AddWay::AssignedByAdmin));
}

#[test]
fn values_are_equal_if_they_are_the_same_on_the_wire() {
    assert_eq!(wecom::Gender::from_wire(1), wecom::Gender::Male);
    assert_eq!(wecom::Gender::from_wire(9), wecom::Gender::from_wire(9));
    assert_ne!(wecom::Gender::from_wire(9), wecom::Gender::from_wire(8));
    assert_ne!(wecom::Gender::from_wire(9), wecom::Gender::Unspecified);
    let set = HashSet::from([wecom::Gender::from_wire(9), wecom::Gender::from_wire(9), wecom::Gender::Male]);
    assert_eq!(set.len(), 2);
}

#[test]
fn debug_output_shows_name_or_wire_value() {
    assert_eq!(format!("{:?}", wecom::Gender::Male), "Male");
    assert_eq!(format!("{:?}", wecom::Gender::from_wire(9)), "Unknown(Unknown(9))");
}

#[test]
fn unlisted_values_can_be_matched() {
    fn salutation(gender: wecom::Gender) -> String {
        match gender {
            wecom::Gender::Male => "先生".to_owned(),
            wecom::Gender::Female => "女士".to_owned(),
            wecom::Gender::Unknown(unknown) => format!("#{}", unknown.wire()),
            _ => String::new(),
        }
    }
    let salutations: Vec<String> = [1, 2, 0, 9].map(wecom::Gender::from_wire).into_iter().map(salutation).collect();
    assert_eq!(salutations, ["先生", "女士", "", "#9"]);
}

/// Of 视频号, one page numbers the scenes and another one the sources, so 2 has two meanings.
#[test]
fn different_lists_of_values_are_different_enums() {
    assert_eq!(batchget::ChannelsScene::from_wire(2).label(), Some("视频号直播间商品列表页"));
    assert_eq!(get::ChannelsSource::from_wire(2).label(), Some("视频号直播间"));
}

#[test]
fn an_error_code_is_an_open_enum_with_advice() {
    let code = wecom::ErrorCode::from_wire(45_009);
    assert_eq!((code, code.name()), (wecom::ErrorCode::RATE_LIMITED, Some("rate_limited")));
    assert_eq!(code.advice(), Some(generated::Advice::RetryLater));
    let unknown = wecom::ErrorCode::from_code(1);
    assert_eq!((unknown.code(), unknown.name(), unknown.advice()), (1, None, None));
}
