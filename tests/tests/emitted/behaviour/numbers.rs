//! Numbers that are kept are written as they came.

use generated::{
    Json, Reply,
    serde_json::{self, json},
    wecom::{externalcontact::get, kf::customer::upgrade_service},
    weiling::contact::batch,
};

use super::{receive, take};

/// Numbers that other types would change.
const NUMBERS: [&str; 6] = ["12345678901234567890123", "1.50", "1e400", "-1E+400", "-0", "0.10000000000000000000001"];

fn written(reply: &impl Reply) -> String {
    String::from_utf8(reply.to_http().into_body()).expect("UTF-8")
}

#[test]
fn in_members_of_any_type() {
    for number in NUMBERS {
        let custom = format!(r#"{{"k":{number},"l":{{"m":["{number}",{number}]}}}}"#);
        let body = format!(r#"{{"code":0,"msg":"ok","data":{{"contact_list":[{{"contact_custom":{custom}}}]}}}}"#);
        let reply: batch::Response = receive(&body).unwrap_or_else(|error| panic!("{error}"));
        assert!(written(&reply).contains(&custom), "{number}: {}", written(&reply));
        let stored = serde_json::to_string(&reply).expect("JSON");
        let loaded: batch::Response = serde_json::from_str(&stored).expect("JSON");
        assert!(loaded == reply && stored.contains(&custom), "{stored}");
    }
}

#[test]
fn beside_and_in_unlisted_choices() {
    for number in NUMBERS {
        let attr = format!(r#"{{"type":9,"robot":{{"id":{number}}},"since":{number}}}"#);
        let profile = format!(r#"{{"external_profile":{{"external_attr":[{attr}]}}}}"#);
        let reply: get::Response = receive(format!(r#"{{"errcode":0,"external_contact":{profile}}}"#))
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(written(&reply).contains(&attr), "{number}: {}", written(&reply));

        let target = format!(r#""type":9,"new":{number}"#);
        let request: upgrade_service::Request =
            take(format!(r#"{{"open_kfid":"kf1","external_userid":"wm1",{target}}}"#)).expect("a request");
        assert!(serde_json::to_string(&request).expect("JSON").contains(&target), "{number}");
    }
}

#[test]
fn in_requests() {
    use fixture::acme::zoo::add;
    for number in NUMBERS {
        let extra = format!(r#""extra":{{"n":[{number}]}}"#);
        let body = format!(r#"{{"id":"cat","size":"s","kind":"none",{extra}}}"#);
        let request: add::Request = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}"));
        assert!(serde_json::to_string(&request).expect("JSON").contains(&extra), "{number}");
    }
}

#[test]
fn a_value_is_used_as_that_of_serde_json() {
    let json = Json::from(json!({ "a": [1, "x"] }));
    assert_eq!((json["a"][1].as_str(), json.is_object()), (Some("x"), true));
    assert_eq!(json, json!({ "a": [1, "x"] }));
    assert_eq!(format!("{json:?}"), format!("{:?}", json!({ "a": [1, "x"] })));
    assert_eq!(json.into_value(), json!({ "a": [1, "x"] }));
    let parse = |text| serde_json::from_str::<Json>(text).expect("JSON");
    assert_ne!(parse("12345678901234567890123"), parse("12345678901234567890124"));
    assert_eq!((parse("1.50").as_f64(), parse("1e400").is_null()), (Some(1.5), true));
}
