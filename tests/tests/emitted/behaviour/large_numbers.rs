//! Large numbers, times in milliseconds, and error codes in payloads.

use std::time::{Duration, UNIX_EPOCH};

use fixture::{
    Advice, ErrorCode as _, Timestamp, TimestampMs, Validate,
    acme::{ErrorCode, zoo::count},
};

#[test]
fn all_64_bits_are_kept() {
    let reply = |grains: &str| super::receive::<count::Response>(&format!(r#"{{"errcode":0,"grains":{grains}}}"#));
    for grains in ["18446744073709551615", r#""18446744073709551615""#] {
        assert_eq!(reply(grains).expect("a good reply").grains, u64::MAX, "{grains}");
    }
    for grains in ["-1", "18446744073709551616", r#""18446744073709551616""#, "1e19", "null"] {
        assert!(reply(grains).is_err(), "{grains}");
    }
    let request = count::Request::new(u64::MAX);
    assert_eq!(request.validate(), Ok(()));
    let text = fixture::serde_json::to_string(&request).expect("JSON");
    assert_eq!(text, r#"{"grains":18446744073709551615}"#);
    assert!(count::Request::new(0).validate().is_err());
}

#[test]
fn milliseconds_are_a_system_time() {
    let time = TimestampMs::from_millis(1500);
    assert_eq!(time.to_system_time(), Some(UNIX_EPOCH + Duration::from_millis(1500)));
    assert_eq!(TimestampMs::from(-1).to_system_time(), Some(UNIX_EPOCH - Duration::from_millis(1)));
    assert_eq!((time.as_millis(), time.to_string()), (1500, "1500".to_owned()));
}

#[test]
fn a_time_is_made_of_one_of_the_standard_library() {
    let at = |millis: i64| match u64::try_from(millis) {
        Ok(after) => UNIX_EPOCH + Duration::from_millis(after),
        Err(_) => UNIX_EPOCH - Duration::from_millis(millis.unsigned_abs()),
    };
    for (millis, seconds) in [(0, 0), (1999, 1), (-1, -1), (-1000, -1), (-1001, -2)] {
        assert_eq!(Timestamp::from(at(millis)).as_secs(), seconds, "{millis}");
    }
    let day = Duration::from_secs(86_400);
    assert_eq!(Timestamp::from_secs(86_400).before(day), Timestamp::from_secs(0).after(Duration::from_millis(999)));
    assert!(Timestamp::now() > Timestamp::from_secs(1_700_000_000));
    assert_eq!(Timestamp::from_secs(i64::MAX).after(day).as_secs(), i64::MAX);
}

#[test]
fn an_error_code_in_a_payload_has_an_advice() {
    let body = r#"{"errcode":0,"grains":1,"results":[{"errcode":40001},{"errcode":"77"},{"errcode":0}]}"#;
    let reply: count::Response = super::receive(body).unwrap_or_else(|error| panic!("{error}"));
    let codes: Vec<ErrorCode> = reply.results.iter().map(|result| result.errcode).collect();
    assert_eq!(codes[0], ErrorCode::BAD_TOKEN);
    assert_eq!(codes[0].advice(), Some(Advice::RefreshToken));
    assert_eq!((codes[1].code(), codes[1].advice()), (77, None));
    assert_eq!((codes[2], codes[2].is_success(), codes[1].is_success()), (ErrorCode::SUCCESS, true, false));
}

#[test]
fn conditions_compare_the_new_types() {
    let rules = |request: count::Request| request.validate().map_err(|violations| violations.to_string());
    assert!(rules(count::Request::new(7)).expect_err("`why` is missing").contains("/why"));
    assert!(rules(count::Request::new(1).since(0)).expect_err("`when` is missing").contains("/when"));
    let request = count::Request::new(1).why(ErrorCode::BAD_TOKEN);
    assert!(rules(request).expect_err("`what` is missing").contains("/what"));
}
