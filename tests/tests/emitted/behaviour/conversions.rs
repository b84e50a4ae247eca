//! Ids, enums and times convert from and to what users have, and requests with long lists are split.

use std::{
    collections::{BTreeSet, HashMap},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use generated::{
    Timestamp, TimestampMs, Validate,
    wecom::{
        AgentId, ExternalUserid, OpenKfid, kf::customer::batchget, kf::service_state, kf::servicer, media::MediaType,
    },
};

#[test]
fn an_id_is_like_a_text() {
    let id: OpenKfid = "kf1".parse().expect("any text is an id");
    assert_eq!(id, *"kf1");
    assert_eq!(id, "kf1");
    assert_ne!(id, "kf2");
    assert_eq!("kf1", id);
    assert_eq!(id, "kf1".to_owned());
    let names = HashMap::from([(id.clone(), "first")]);
    assert_eq!(names.get("kf1"), Some(&"first"));
    assert_eq!(names.get("kf2"), None);
    assert_eq!(String::from(id), "kf1");
}

#[test]
fn slices_of_ids_are_accepted_where_ids_are() {
    let ids = [ExternalUserid::from("wm1"), ExternalUserid::from("wm2")];
    let texts = ["wm1".to_owned(), "wm2".to_owned()];
    let expected = batchget::Request::new(["wm1", "wm2"]);
    assert_eq!(batchget::Request::new(&ids), expected);
    assert_eq!(batchget::Request::new(ids.as_slice()), expected);
    assert_eq!(batchget::Request::new(&texts), expected);
    assert_eq!(batchget::Request::new(texts.to_vec()), expected);
    assert_eq!(batchget::Request::new(ids), expected);
}

#[test]
fn an_integer_id_is_like_a_number() {
    let id: AgentId = "1000002".parse().expect("a number");
    assert_eq!(id, 1_000_002);
    assert_eq!(i32::from(id), 1_000_002);
    assert!("x".parse::<AgentId>().is_err());
}

#[test]
fn an_enum_of_texts_is_displayed_sorted_and_parsed_as_on_the_wire() {
    assert_eq!(MediaType::from("image"), MediaType::Image);
    assert_eq!(MediaType::from("image".to_owned()), MediaType::Image);
    assert_eq!("file".parse(), Ok(MediaType::File));
    assert_eq!(MediaType::Video.to_string(), "video");
    assert_eq!(String::from(MediaType::from("hologram")), "hologram");
    let sorted: Vec<String> = [MediaType::Voice, MediaType::from("hologram"), MediaType::File]
        .into_iter()
        .collect::<BTreeSet<_>>()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(sorted, ["file", "hologram", "voice"]);
}

#[test]
fn an_enum_of_integers_is_displayed_and_sorted_as_on_the_wire() {
    let unlisted = service_state::SessionState::from(-3);
    assert_eq!(unlisted.to_string(), "-3");
    assert_eq!(i64::from(unlisted), -3);
    assert_eq!("-3".parse(), Ok(unlisted));
    let mut all = service_state::SessionState::ALL.to_vec();
    all.push(unlisted);
    all.sort();
    assert_eq!(all[0], unlisted);
    assert!(all.is_sorted_by_key(|value| value.wire()));
}

#[test]
fn times_convert_to_those_of_the_standard_library_and_of_three_crates() {
    let time = UNIX_EPOCH + Duration::from_millis(1_700_000_000_999);
    let (seconds, millis) = (Timestamp::from(time), TimestampMs::from(time));
    assert_eq!((i64::from(seconds), i64::from(millis)), (1_700_000_000, 1_700_000_000_999));
    assert_eq!(millis.to_system_time(), Some(time));
    assert!(
        TimestampMs::now() > millis
            && TimestampMs::from(SystemTime::now()).before(Duration::from_secs(60)) < TimestampMs::now()
    );
    let text = "2023-11-14T22:13:20";
    assert_eq!(seconds.to_chrono().expect("a time").timestamp(), 1_700_000_000);
    assert!(seconds.to_jiff().expect("a time").to_string().starts_with(text));
    assert_eq!(seconds.to_time().expect("a time").hour(), 22);
}

#[test]
fn limits_are_constants_and_the_requests_of_a_split_keep_them() {
    let max = batchget::Request::MAX_EXTERNAL_USERID_LIST;
    let ids: Vec<String> = (0..2 * max + 1).map(|id| format!("wm{id}")).collect();
    let long = batchget::Request::new(&ids).need_enter_session_context(true);
    assert!(long.validate().is_err());
    let parts = long.split_external_userid_list();
    assert_eq!(parts.len(), 3);
    assert!(parts.iter().all(|part| part.validate().is_ok() && part.need_enter_session_context == Some(true)));
    let joined: Vec<&str> = parts.iter().flat_map(|part| &part.external_userid_list).map(|id| id.as_str()).collect();
    assert_eq!(joined, ids);
    assert_eq!(parts.last().map(|part| part.external_userid_list.len()), Some(1));
}

#[test]
fn a_short_an_empty_and_an_absent_list_are_not_split() {
    let max = batchget::Request::MAX_EXTERNAL_USERID_LIST;
    for count in [0, 1, max] {
        let request = batchget::Request::new(vec!["wm1"; count]);
        assert_eq!(request.clone().split_external_userid_list(), [request]);
    }
    let departments = servicer::add::Request::new("kf1").department_id_list([1]);
    assert_eq!(departments.clone().split_userid_list(), [departments]);
}
