//! The header `Retry-After`.

use std::time::Duration;

use http::{
    HeaderMap,
    header::{DATE, HeaderName, RETRY_AFTER},
};

use crate::clock;

/// The time that a reply asks to wait. The header has seconds, also with a fraction, or a date; one in the past is no wait.
///
/// A date is compared with the `Date` of the reply if it has one, so that the client's clock may be wrong.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, RETRY_AFTER)?;
    seconds(value).or_else(|| {
        let until = httpdate::parse_http_date(value).ok()?;
        let now = text(headers, DATE).and_then(|date| httpdate::parse_http_date(date).ok());
        Some(until.duration_since(now.unwrap_or_else(clock::now)).unwrap_or_default())
    })
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

/// Reads a number of seconds. One that is too large for a [`Duration`] becomes the longest one.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let nanoseconds = format!("{:0<9.9}", fraction).parse().ok()?;
    Some(whole.parse().map_or(Duration::MAX, |whole| Duration::new(whole, nanoseconds)))
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn of(value: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().expect("a header"));
        headers.extend(date.map(|date| (DATE, date.parse().expect("a header"))));
        retry_after(&headers)
    }

    #[test]
    fn seconds_may_have_a_fraction_and_be_huge() {
        let cases = [
            ("0", Some(Duration::ZERO)),
            ("120", Some(Duration::from_secs(120))),
            (" 7 ", Some(Duration::from_secs(7))),
            ("1.5", Some(Duration::from_millis(1500))),
            ("0.0000000019", Some(Duration::from_nanos(1))),
            ("18446744073709551615", Some(Duration::from_secs(u64::MAX))),
            ("99999999999999999999999", Some(Duration::MAX)),
            ("18446744073709551615.999999999999", Some(Duration::MAX)),
        ];
        for (value, expected) in cases {
            assert_eq!(of(value, None), expected, "{value}");
        }
        for value in ["", "-5", "+5", "1e3", "1,5", ".5", "5.", "0x10", "inf", "NaN", "soon", "5 minutes", "٣"] {
            assert_eq!(of(value, None), None, "{value}");
        }
    }

    #[test]
    fn dates_are_compared_with_the_clock_of_the_server() {
        let date = Some("Wed, 21 Oct 2037 07:28:00 GMT");
        let cases = [
            // The three formats of RFC 9110.
            ("Wed, 21 Oct 2037 07:28:30 GMT", 30),
            ("Wednesday, 21-Oct-37 07:29:00 GMT", 60),
            ("Wed Oct 21 08:28:00 2037", 3_600),
            ("Wed, 21 Oct 2037 07:27:00 GMT", 0),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ];
        for (value, expected) in cases {
            assert_eq!(of(value, date), Some(Duration::from_secs(expected)), "{value}");
        }
        for value in ["Wed, 32 Oct 2037 07:28:00 GMT", "Wed, 21 Oct 99999 07:28:00 GMT", "2037-10-21T07:28:00Z"] {
            assert_eq!(of(value, date), None, "{value}");
        }
    }

    #[test]
    fn without_the_clock_of_the_server_dates_are_compared_with_ours() {
        for date in [None, Some("yesterday")] {
            let wait = of("Wed, 21 Oct 2037 07:28:00 GMT", date).expect("a wait");
            let until = SystemTime::now() + wait;
            let expected = httpdate::parse_http_date("Wed, 21 Oct 2037 07:28:00 GMT").expect("a date");
            let off = expected.duration_since(until).unwrap_or_else(|error| error.duration());
            assert!(off < Duration::from_secs(60), "{wait:?}");
        }
    }
}
