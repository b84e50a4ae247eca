//! Parts of files: the header `Range`.

use http::{
    HeaderMap, HeaderValue, Response, StatusCode,
    header::{ACCEPT_RANGES, CONTENT_RANGE, RANGE},
};

use super::answer::text;
use crate::file::ContentRange;

/// The part of a file that a request asks for, or all of it.
pub(super) fn part(request: &HeaderMap, mut file: Response<Vec<u8>>) -> Response<Vec<u8>> {
    if file.status() != StatusCode::OK {
        return file;
    }
    file.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let total = file.body().len();
    let asked = request.get(RANGE).and_then(|range| range.to_str().ok()).and_then(|range| bounds(range, total));
    match asked {
        None => file,
        Some(Bounds::Within { first, last }) => {
            let range = ContentRange::new(first as u64, last as u64, Some(total as u64));
            *file.status_mut() = StatusCode::PARTIAL_CONTENT;
            file.headers_mut().extend(header(&range.header()));
            file.map(|content| content[first..=last].to_vec())
        }
        Some(Bounds::Beyond) => {
            let mut refusal = text(&format!("the file has {total} bytes\n"));
            *refusal.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            refusal.headers_mut().extend(header(&format!("bytes */{total}")));
            refusal
        }
    }
}

fn header(range: &str) -> Option<(http::HeaderName, HeaderValue)> {
    HeaderValue::from_str(range).ok().map(|range| (CONTENT_RANGE, range))
}

/// The bytes that a request asks for.
#[derive(Debug, PartialEq)]
enum Bounds {
    Within { first: usize, last: usize },
    Beyond,
}

/// Reads a range; `None` if it is not valid or there are several, so that it is ignored.
fn bounds(range: &str, total: usize) -> Option<Bounds> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    // A number that is too great for a length is beyond the end, too.
    let number = |digits: &str| -> Option<usize> {
        let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| digits.parse().unwrap_or(usize::MAX))
    };
    let (first, last) = match (first, last) {
        ("", count) => {
            let count = number(count)?.min(total);
            (total - count, if count == 0 { 0 } else { total - 1 })
        }
        (first, "") => (number(first)?, total.saturating_sub(1)),
        (first, last) => (number(first)?, number(last)?),
    };
    match first < total {
        true if first <= last => Some(Bounds::Within { first, last: last.min(total - 1) }),
        true => None,
        false => Some(Bounds::Beyond),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_http() {
        let within = |first, last| Some(Bounds::Within { first, last });
        for (range, expected) in [
            ("bytes=0-3", within(0, 3)),
            ("Bytes=4-", within(4, 9)),
            ("bytes=-3", within(7, 9)),
            ("bytes=-30", within(0, 9)),
            ("bytes=9-9", within(9, 9)),
            ("bytes=5-99999999999999999999999", within(5, 9)),
            ("bytes=10-", Some(Bounds::Beyond)),
            ("bytes=10-12", Some(Bounds::Beyond)),
            ("bytes=99999999999999999999999-", Some(Bounds::Beyond)),
            ("bytes=-0", Some(Bounds::Beyond)),
            ("bytes=3-1", None),
            ("bytes=0-1,3-4", None),
            ("bytes 0-3", None),
            ("lines=0-3", None),
            ("bytes=-", None),
            ("bytes=+1-3", None),
            ("bytes=a-b", None),
            ("", None),
        ] {
            assert_eq!(bounds(range, 10), expected, "{range}");
        }
        assert_eq!(bounds("bytes=0-", 0), Some(Bounds::Beyond));
        assert_eq!(bounds("bytes=-5", 0), Some(Bounds::Beyond));
    }
}
