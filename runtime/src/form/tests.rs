//! Hostile forms.

use std::time::Instant;

use http::{HeaderMap, HeaderValue};

use super::{boundary, parts};

/// The names and contents of the parts, or the problem.
fn read(body: &[u8]) -> Result<Vec<(String, String)>, String> {
    let parts = parts(body, "b")?;
    Ok(parts.into_iter().map(|part| (part.name, String::from_utf8_lossy(part.content).into_owned())).collect())
}

/// A part of this name and content.
fn part(name: &str, content: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
}

#[test]
fn contents_are_kept_as_they_are() {
    for content in ["", "\r\n", "--b", "--b--", "\n--b--\r\n", "x--b\r\n", "\r\n-b", "\r\n--", "\r\r\n\n--c", "\0"] {
        let read = read(format!("{}--b--", part("a", content)).as_bytes());
        assert_eq!(read, Ok(vec![("a".to_owned(), content.to_owned())]), "{content:?}");
    }
}

#[test]
fn what_browsers_and_mail_programs_add_is_skipped() {
    let body = format!(
        "preamble\r\n{}--b \t\r\ncontent-TYPE: x\r\nX-Y: z\r\ncontent-disposition:FORM-DATA;name=c\r\n\r\nd\r\n--b--\r\nepilogue",
        part("a", "x")
    );
    assert_eq!(read(body.as_bytes()), Ok(vec![("a".to_owned(), "x".to_owned()), ("c".to_owned(), "d".to_owned())]));
}

#[test]
fn a_form_within_a_form_is_content() {
    let inner = "--c\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--c--\r\n";
    assert_eq!(read(format!("{}--b--", part("a", inner)).as_bytes()), Ok(vec![("a".to_owned(), inner.to_owned())]));
}

#[test]
fn broken_forms_are_errors() {
    let headers = |headers: &str| format!("--b\r\n{headers}\r\n\r\nx\r\n--b--");
    let huge = format!("Content-Disposition: form-data; name=\"{}\"", "a".repeat(1 << 20));
    for (body, problem) in [
        (String::new(), "no boundary"),
        ("--".to_owned(), "no boundary"),
        ("--c--".to_owned(), "no boundary"),
        ("--b".to_owned(), "not the end of its line"),
        (part("a", "x"), "no closing boundary"),
        (format!("{}--c--", part("a", "x")), "no closing boundary"),
        (format!("{}--b", part("a", "x")), "not the end of its line"),
        (format!("{}--bc\r\n", part("a", "x")), "not the end of its line"),
        (format!("{}--b-\r\n", part("a", "x")), "not the end of its line"),
        // The content has the boundary.
        (format!("{}--b--", part("a", "x\r\n--b y")), "not the end of its line"),
        (format!("{}{}--b--", part("a", "x"), part("a", "y")), "two parts of the form have one name"),
        (part("a", "x").repeat(1_000), "two parts of the form have one name"),
        ((0..1_000).map(|at| part(&at.to_string(), "x")).collect(), "more than 100 parts"),
        ("--b\r\n\r\nx\r\n--b--".to_owned(), "no headers"),
        ("--b\r\nContent-Disposition: form-data".to_owned(), "no end of its headers"),
        (headers("Content-Type: text/plain"), "no Content-Disposition"),
        (headers("Content-Disposition: form-data"), "no name"),
        (headers("Content-Disposition: form-data; filename=\"a\""), "no name"),
        (headers("Content-Disposition: attachment; name=\"a\""), "cannot be read"),
        (headers("Content-Disposition: form-data; name=\"a"), "cannot be read"),
        (headers("Content-Disposition: form-data; name=\"a\" x"), "cannot be read"),
        (headers("Content-Disposition"), "no colon"),
        (headers("Content-Disposition: form-data;\r\n name=a"), "no colon"),
        (headers("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64"), "transfer encoding"),
        (headers(&huge), "more than 16384 bytes"),
        (format!("--b\r\n{}", "x".repeat(1 << 20)), "more than 16384 bytes"),
        (format!("--b\r\n{}", "\r\n".repeat(10_000)), "no headers"),
    ] {
        let error = read(body.as_bytes()).expect_err(problem);
        assert!(error.contains(problem), "{error}, not {problem}: {:?}", body.chars().take(200).collect::<String>());
    }
}

#[test]
fn every_cut_and_every_changed_byte_is_read_or_an_error() {
    let form = format!("{}{}--b--\r\n", part("a", "x\r\n"), part("文", "\"%22\\"));
    let whole = read(form.as_bytes()).expect("a form");
    for end in 0..form.len() {
        let cut = read(&form.as_bytes()[..end]);
        assert!(cut.is_err() || cut.as_ref() == Ok(&whole), "{end}: {cut:?}");
    }
    for at in 0..form.len() {
        for byte in [b'\r', b'\n', b'-', b'"', b';', b'=', b':', 0, 0xff] {
            let mut changed = form.clone().into_bytes();
            changed[at] = byte;
            drop(read(&changed));
            changed.remove(at);
            drop(read(&changed));
        }
    }
}

#[test]
fn the_boundary_is_in_the_content_type() {
    let long = format!("multipart/form-data; boundary={}", "b".repeat(71));
    for (content_type, expected) in [
        ("multipart/form-data; boundary=b", Some("b")),
        ("Multipart/Form-Data;charset=utf-8;BOUNDARY=\"a b\\\"\"", Some("a b\"")),
        ("multipart/form-data; boundary=你", Some("你")),
        ("multipart/form-data; boundary=", None),
        ("multipart/form-data; boundary=\"", None),
        ("multipart/form-data", None),
        ("multipart/mixed; boundary=b", None),
        ("application/json", None),
        ("", None),
        (&long, None),
    ] {
        let header = HeaderValue::from_bytes(content_type.as_bytes()).expect("a header");
        let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, header)]);
        assert_eq!(boundary(&headers).ok().as_deref(), expected, "{content_type}");
    }
    assert!(boundary(&HeaderMap::new()).is_err());
}

#[test]
fn the_time_to_read_a_form_grows_with_its_length_alone() {
    let started = Instant::now();
    for content in ["\r\n--", "\r\n--a", "\r", "\r\n\r\n", "--b"] {
        let body = format!("{}--b--", part("a", &content.repeat((4 << 20) / content.len())));
        assert_eq!(read(body.as_bytes()).map(|parts| parts.len()), Ok(1));
    }
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
