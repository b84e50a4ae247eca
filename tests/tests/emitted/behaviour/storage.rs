//! Generated types within an application's own JSON.

use std::collections::{BTreeMap, HashMap};

use generated::{
    Timestamp,
    serde_json::{self, Value, json},
    wecom::{
        AddWay, DepartmentId, ExternalUserid, OpenKfid, UnionId, Userid,
        externalcontact::get,
        kf::customer::{batchget, upgrade_service},
    },
    weiling,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CONTACT, received_contact};

fn contact() -> get::Response {
    received_contact(&serde_json::from_str(CONTACT).expect("the example is JSON"))
}

#[test]
fn a_payload_is_stored_without_its_envelope() {
    let stored = serde_json::to_value(contact()).expect("JSON");
    assert_eq!(stored.get("errcode"), None);
    let mut published: Value = serde_json::from_str(CONTACT).expect("the example is JSON");
    published.as_object_mut().expect("an object").retain(|name, _| !name.starts_with("err"));
    assert_eq!(stored, published);
}

#[test]
fn a_stored_payload_is_loaded_from_values_texts_and_bytes() {
    let contact = contact();
    let value = serde_json::to_value(&contact).expect("JSON");
    assert_eq!(serde_json::from_value::<get::Response>(value.clone()).expect("a value"), contact);
    let text = serde_json::to_string_pretty(&contact).expect("JSON");
    assert_eq!(serde_json::from_str::<get::Response>(&text).expect("a text"), contact);
    assert_eq!(serde_json::from_slice::<get::Response>(text.as_bytes()).expect("bytes"), contact);
    assert_eq!(serde_json::from_reader::<_, get::Response>(text.as_bytes()).expect("a reader"), contact);
}

#[test]
fn a_request_is_stored_with_all_its_parameters() {
    let request = get::Request::new("wo1").cursor("2");
    let stored = serde_json::to_value(&request).expect("JSON");
    assert_eq!(stored, json!({ "external_userid": "wo1", "cursor": "2" }));
    assert_eq!(serde_json::from_value::<get::Request>(stored).expect("a request"), request);

    let target = upgrade_service::Target::Member(upgrade_service::UpgradeMember::new("u"));
    let request = upgrade_service::Request::new(OpenKfid::from("kf1"), ExternalUserid::from("wm1"), target);
    let stored = serde_json::to_string(&request).expect("JSON");
    assert_eq!(serde_json::from_str::<upgrade_service::Request>(&stored).expect("a request"), request);
}

#[test]
fn types_nest_in_standard_types() {
    let record: (u64, Option<batchget::Customer>, Vec<AddWay>, Timestamp) =
        (7, Some(batchget::Customer::default()), vec![AddWay::GroupChat, AddWay::from_wire(777)], 1.into());
    let stored = serde_json::to_value(&record).expect("JSON");
    assert_eq!(stored, json!([7, {}, [4, 777], 1]));
    let loaded: (u64, Option<batchget::Customer>, Vec<AddWay>, Timestamp) =
        serde_json::from_value(stored).expect("a record");
    assert_eq!(loaded, record);
}

/// A type of an application that contains generated types.
#[derive(Debug, PartialEq)]
struct Card {
    owner: Userid,
    contact: get::ExternalContact,
}

impl Serialize for Card {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (&self.owner, &self.contact).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Card {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (owner, contact) = Deserialize::deserialize(from)?;
        Ok(Self { owner, contact })
    }
}

#[test]
fn types_nest_in_types_of_an_application() {
    let card = Card { owner: "rocky".into(), contact: contact().external_contact.expect("the profile") };
    let stored = serde_json::to_string(&card).expect("JSON");
    assert_eq!(serde_json::from_str::<Card>(&stored).expect("a card"), card);
}

#[test]
fn ids_are_keys_of_maps() {
    let by_id = HashMap::from([(ExternalUserid::from("wm1"), batchget::Customer::default())]);
    let stored = serde_json::to_string(&by_id).expect("JSON");
    assert_eq!(stored, r#"{"wm1":{}}"#);
    let loaded: HashMap<ExternalUserid, batchget::Customer> = serde_json::from_str(&stored).expect("a map");
    assert_eq!(loaded, by_id);

    let by_number = BTreeMap::from([(DepartmentId::from(2), "sales"), (DepartmentId::from(10), "support")]);
    let stored = serde_json::to_string(&by_number).expect("JSON");
    assert_eq!(stored, r#"{"2":"sales","10":"support"}"#);
    let loaded: BTreeMap<DepartmentId, &str> = serde_json::from_str(&stored).expect("a map");
    assert_eq!(loaded, by_number);
}

#[test]
fn a_stored_value_is_loaded_as_leniently_as_a_reply() {
    let loaded: get::FollowUser =
        serde_json::from_value(json!({ "createtime": "7", "remark": 5, "tags": null, "new": {} })).expect("a follower");
    assert_eq!(loaded.create_time, Some(Timestamp::from_secs(7)));
    assert_eq!(loaded.remark.as_deref(), Some("5"));
    assert!(loaded.tags.is_empty());
}

#[test]
fn a_stored_value_of_another_type_is_refused() {
    let error = serde_json::from_value::<get::FollowUser>(json!({ "createtime": "abc" })).expect_err("no time");
    assert_eq!(error.to_string(), r#"invalid type: string "abc", expected an integer"#);
    let error = serde_json::from_value::<weiling::customer::batch::Response>(json!({})).expect_err("promised");
    assert_eq!(error.to_string(), "missing `customer_list`");
}

#[test]
fn ids_are_converted_from_and_to_texts() {
    let id = ExternalUserid::from("wm1");
    assert_eq!((id.as_str(), id.as_ref(), id.to_string()), ("wm1", "wm1", "wm1".to_owned()));
    assert_eq!(id, ExternalUserid::from("wm1".to_owned()));
    let [first, second] = ["a", "b"].map(UnionId::from);
    assert!(first < second);
    assert_eq!(format!("{:?}", Userid::from("u")), r#"Userid("u")"#);
    assert_eq!((DepartmentId::from(7).get(), DepartmentId::from(7).to_string()), (7, "7".to_owned()));
}

#[test]
fn a_timestamp_is_a_system_time() {
    use std::time::{Duration, SystemTime};
    let after = Timestamp::from_secs(86_400).to_system_time().expect("a time");
    assert_eq!(after, SystemTime::UNIX_EPOCH + Duration::from_secs(86_400));
    let before = Timestamp::from_secs(-86_400).to_system_time().expect("a time");
    assert_eq!(before, SystemTime::UNIX_EPOCH - Duration::from_secs(86_400));
    assert_eq!(Timestamp::from_secs(5).to_string(), "5");
    assert!(Timestamp::from_secs(5) < Timestamp::from_secs(6));
    // Whether `SystemTime` has these extremes depends on the platform; the conversion must not panic.
    let _ = (Timestamp::from_secs(i64::MAX).to_system_time(), Timestamp::from_secs(i64::MIN).to_system_time());
}
