//! The limits that a test can set.

use std::{
    io::{Read, Write},
    time::{Duration, Instant},
};

use generated::{
    http::StatusCode,
    mock::{self, Answer},
    wecom::kf::customer::batchget,
};

use super::{Tested, client, goes_on, message, started};

#[test]
fn a_body_of_the_maximum_size_is_accepted() -> Tested {
    let server = mock::builder().max_body(1000).start()?;
    for (length, status) in [(1000, StatusCode::OK), (1001, StatusCode::PAYLOAD_TOO_LARGE)] {
        let mut message = message(&server);
        let body = br#"{"external_userid_list":["wm1"]}"#;
        *message.body_mut() = body.iter().copied().chain(std::iter::repeat(b' ')).take(length).collect();
        assert_eq!(client::send(&message)?.status(), status, "{length}");
    }
    goes_on(&server);
    Ok(())
}

#[test]
fn a_port_in_use_is_an_error() -> Tested {
    let server = started();
    let error = mock::builder().port(server.address().port()).start().expect_err("the port is in use");
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    Ok(())
}

/// A client that never reads is disconnected, and connections above the limit wait.
#[test]
fn a_stuck_connection_is_closed() -> Tested {
    let server = mock::builder().max_connections(1).connection_timeout(Duration::from_millis(300)).start()?;
    server.on::<batchget::Request>().once(Answer::endless());
    let mut stuck = client::connect(&server.address().to_string())?;
    stuck.write_all(&client::bytes(&message(&server), "keep-alive"))?;
    while server.calls::<batchget::Request>().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    goes_on(&server);
    Ok(())
}

#[test]
fn a_connection_without_a_complete_head_is_closed() -> Tested {
    let server = mock::builder().header_timeout(Duration::from_millis(200)).start()?;
    for beginning in [&b""[..], b"POST /wecom/cgi-bin/kf/customer/batchget HTTP/1.1\r\nhost: m\r\nx: "] {
        let begun = Instant::now();
        let mut stream = client::connect(&server.address().to_string())?;
        stream.write_all(beginning)?;
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        assert!(begun.elapsed() < client::PATIENCE / 2, "{:?} after {beginning:?}", begun.elapsed());
    }
    goes_on(&server);
    Ok(())
}

#[test]
fn idle_connections_make_room_for_others() -> Tested {
    let server = mock::builder().max_connections(4).header_timeout(Duration::from_millis(200)).start()?;
    let idle: Vec<_> = (0..8).map(|_| client::connect(&server.address().to_string())).collect();
    goes_on(&server);
    drop(idle);
    Ok(())
}
