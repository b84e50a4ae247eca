//! Many clients and servers at once, and stopping a server.

use std::{
    io::{Read, Write},
    thread,
    time::{Duration, Instant},
};

use generated::{
    mock::{self, Answer},
    wecom::kf::customer::batchget,
};

use super::{Tested, client, goes_on, message, started};

#[test]
fn many_clients_at_once() {
    let server = started();
    thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| (0..5).for_each(|_| goes_on(&server)));
        }
    });
    assert_eq!(server.calls::<batchget::Request>().len(), 64 * 5);
    assert!(server.refused().is_empty());
}

#[test]
fn more_clients_than_connections() -> Tested {
    let server = mock::builder().max_connections(2).start()?;
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| goes_on(&server));
        }
    });
    Ok(())
}

#[test]
fn many_servers_at_once() {
    let servers: Vec<_> = (0..32).map(|_| started()).collect();
    servers.iter().for_each(goes_on);
    assert!(servers.iter().all(|server| server.calls::<batchget::Request>().len() == 1));
}

/// A server stops even if connections are idle, in the middle of a request, or waiting for a reply.
#[test]
fn the_server_stops_promptly() -> Tested {
    let server = started();
    server.on::<batchget::Request>().once(Answer::example().after(Duration::from_secs(60))).once(Answer::endless());
    let whole = client::bytes(&message(&server), "keep-alive");
    let mut streams = Vec::new();
    for beginning in [&whole[..], &whole[..], &b""[..], b"POST", &whole[..whole.len() - 3]] {
        let mut stream = client::connect(&server.address().to_string())?;
        stream.write_all(beginning)?;
        streams.push(stream);
    }
    while server.calls::<batchget::Request>().len() < 2 {
        thread::sleep(Duration::from_millis(5));
    }
    let (address, begun) = (server.address(), Instant::now());
    drop(server);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(client::connect(&address.to_string()).is_err(), "the server still listens");
    for mut stream in streams {
        // The connection is closed, with or without an error.
        drop(stream.read_to_end(&mut Vec::new()));
    }
    Ok(())
}
