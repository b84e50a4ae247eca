//! Malformed and oversized requests: they are refused within limits, and the server keeps working.

use std::{
    io::{Read, Write},
    net::SocketAddr,
    time::{Duration, Instant},
};

use generated::mock::{self, Server};

use super::{Tested, client, goes_on, message, started};

/// A server with shorter timeouts than the default.
fn impatient() -> Server {
    let short = Duration::from_millis(300);
    mock::builder().header_timeout(short).body_timeout(short).start().expect("a mock starts")
}

/// Sends bytes and returns the first line of the reply, if any.
fn sent(address: SocketAddr, bytes: &[u8]) -> String {
    let begun = Instant::now();
    let answer = client::raw(address, bytes).expect("the connection is closed in time");
    assert!(begun.elapsed() < client::PATIENCE / 2);
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

/// The head of a request, without the empty line that ends it.
fn head(more: &str) -> String {
    format!(
        "POST /wecom/cgi-bin/kf/customer/batchget?access_token=T HTTP/1.1\r\nhost: mock\r\nconnection: close\r\n{more}"
    )
}

#[test]
fn text_that_is_not_http() {
    let server = impatient();
    let garbage: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    for bytes in [
        &b"\r\n\r\n\r\n"[..],
        b"hello\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nx: a\x00b\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nhost: m\r\nconnection: close\r\n\r\n",
        b"GET /%ff%00 HTTP/1.1\r\nhost: m\r\nconnection: close\r\n\r\n",
        b"GET * HTTP/1.1\r\nhost: m\r\nconnection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nhost: m\r\nconnection: close\r\n\r\n",
        b"CONNECT a:1 HTTP/1.1\r\nhost: m\r\nconnection: close\r\n\r\n",
        b"GET http://elsewhere/x HTTP/1.1\r\nhost: m\r\nconnection: close\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        &garbage,
    ] {
        let line = sent(server.address(), bytes);
        assert!(line.is_empty() || line.starts_with("HTTP/1.1 4"), "{:?}: {line}", String::from_utf8_lossy(bytes));
        goes_on(&server);
    }
}

#[test]
fn incomplete_requests() {
    let server = impatient();
    let whole = format!("{}content-length: 100\r\n\r\n{{", head(""));
    for length in 1..whole.len() {
        if length % 23 == 0 {
            let line = sent(server.address(), &whole.as_bytes()[..length]);
            assert!(line.is_empty() || line.starts_with("HTTP/1.1 408"), "{length}: {line}");
        }
    }
    assert_eq!(sent(server.address(), whole.as_bytes()), "HTTP/1.1 408 Request Timeout");
    goes_on(&server);
}

#[test]
fn clients_that_disconnect() -> Tested {
    let server = impatient();
    for _ in 0..50 {
        let mut stream = client::connect(&server.address().to_string())?;
        stream.write_all(head("content-length: 100\r\n\r\n{").as_bytes())?;
    }
    goes_on(&server);
    Ok(())
}

#[test]
fn a_body_that_is_too_large() {
    let server = impatient();
    // A client that first writes its entire body still receives the reason.
    let patient = started();
    for mebibytes in [2, 30] {
        let mut message = message(&patient);
        *message.body_mut() = vec![b' '; mebibytes << 20];
        let answer = client::send(&message).expect("an answer");
        assert_eq!(answer.status().as_u16(), 413);
        assert_eq!(client::text(&answer), "the body has more than 1048576 bytes\n");
    }
    assert_eq!(patient.refused()[0].status().map(|status| status.as_u16()), Some(413));
    let whole = head("content-length: 99999999999\r\n\r\n");
    assert_eq!(
        sent(patient.address(), whole.as_bytes()),
        "HTTP/1.1 413 Payload Too Large",
        "the server does not wait for the body"
    );
    // A body that is only announced takes no memory, whatever its length.
    for length in ["18446744073709551615", "9223372036854775807", "99999999999999999999", "-1", "x"] {
        let line = sent(server.address(), head(&format!("content-length: {length}\r\n\r\n")).as_bytes());
        assert!(line.is_empty() || line.starts_with("HTTP/1.1 4"), "{length}: {line}");
    }
    goes_on(&server);
}

#[test]
fn a_body_that_is_too_slow() -> Tested {
    let server = impatient();
    let mut stream = client::connect(&server.address().to_string())?;
    stream.write_all(head("content-length: 1000\r\n\r\n").as_bytes())?;
    let begun = Instant::now();
    while stream.write_all(b" ").is_ok() && begun.elapsed() < Duration::from_secs(2) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "the server reads for too long");
    goes_on(&server);
    Ok(())
}

#[test]
fn chunks_without_end() -> Tested {
    let server = impatient();
    let mut stream = client::connect(&server.address().to_string())?;
    stream.write_all(head("transfer-encoding: chunked\r\n\r\n").as_bytes())?;
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let chunks = (0..10_000).take_while(|_| stream.write_all(chunk.as_bytes()).is_ok()).count();
    assert!(chunks < 1000, "{chunks} chunks were accepted");
    goes_on(&server);
    for bad in ["ffffffffffffffff\r\nx", "zz\r\n", "-1\r\n", "5\r\nabc", "1;\r\n"] {
        let line = sent(server.address(), head(&format!("transfer-encoding: chunked\r\n\r\n{bad}")).as_bytes());
        assert!(line.is_empty() || line.starts_with("HTTP/1.1 4"), "{bad:?}: {line}");
    }
    goes_on(&server);
    Ok(())
}

#[test]
fn too_many_headers_or_too_long_ones() {
    let server = started();
    let many: String = (0..1000).map(|number| format!("x-{number}: y\r\n")).collect();
    let long = format!("x: {}\r\n", "y".repeat(1 << 20));
    for headers in [many, long] {
        let line = sent(server.address(), format!("{}\r\n", head(&headers)).as_bytes());
        assert!(line.is_empty() || line.starts_with("HTTP/1.1 431"), "{line}");
        goes_on(&server);
    }
    let uri = format!("GET /{} HTTP/1.1\r\nhost: m\r\n\r\n", "x".repeat(1 << 20));
    let line = sent(server.address(), uri.as_bytes());
    assert!(line.is_empty() || line.starts_with("HTTP/1.1 4"), "{line}");
    goes_on(&server);
}

#[test]
fn requests_on_one_connection_are_answered_in_order() -> Tested {
    let server = started();
    let good = client::bytes(&message(&server), "keep-alive");
    let last = client::bytes(&message(&server), "close");
    let mut bytes = good.repeat(20);
    bytes.extend_from_slice(b"GET /nowhere HTTP/1.1\r\nhost: m\r\n\r\n");
    bytes.extend(last);
    let answer = client::raw(server.address(), &bytes)?;
    let answer = String::from_utf8_lossy(&answer);
    let statuses: Vec<&str> = answer.split("HTTP/1.1 ").skip(1).filter_map(|answer| answer.lines().next()).collect();
    assert_eq!(statuses.len(), 22);
    assert_eq!((statuses[20], statuses[21]), ("404 Not Found", "200 OK"));
    Ok(())
}

#[test]
fn clients_that_expect_100_continue() -> Tested {
    let server = started();
    let body = r#"{"external_userid_list":["wm1"]}"#;
    let mut stream = client::connect(&server.address().to_string())?;
    stream.write_all(head(&format!("expect: 100-continue\r\ncontent-length: {}\r\n\r\n", body.len())).as_bytes())?;
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on)?;
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    assert!(client::parse(&answer)?.status().is_success());
    let line = sent(server.address(), head("expect: 100-continue\r\ncontent-length: 2000000\r\n\r\n").as_bytes());
    assert_eq!(line, "HTTP/1.1 413 Payload Too Large", "no `100 Continue` before a refusal");
    Ok(())
}

#[test]
fn deeply_nested_and_odd_json() -> Tested {
    let server = started();
    let deep = format!(r#"{{"external_userid_list":{}"#, "[".repeat(500_000));
    let unknown = format!(r#"{{"x":{}"#, "{\"y\":".repeat(100_000));
    let key = format!(r#"{{"{}":1}}"#, "k".repeat(1_000_000));
    for body in [deep, unknown, key, "1e999999".to_owned(), "\"\\u0000\"".to_owned()] {
        let mut message = message(&server);
        *message.body_mut() = body.into();
        let answer = client::send(&message)?;
        let text = client::text(&answer);
        assert!(text.starts_with(r#"{"errcode":40058,"#) && text.len() < 10_000, "{text}");
    }
    goes_on(&server);
    Ok(())
}

#[test]
fn a_head_request_is_not_a_call() -> Tested {
    let server = started();
    let line = sent(server.address(), head("\r\n").replacen("POST", "HEAD", 1).as_bytes());
    assert_eq!(line, "HTTP/1.1 405 Method Not Allowed");
    goes_on(&server);
    Ok(())
}
