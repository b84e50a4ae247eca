//! Calls without an async runtime.

use std::{
    fs,
    io::{ErrorKind, Read},
    thread,
    time::Duration,
};

use super::{
    UPLOADED, client, file_reply, place, run,
    server::{Reaction, Server},
};
use crate::{
    File, Method,
    client::{DownloadError, Limits, Retry, TransportFault},
    file::tests::zoo::{Get, Upload},
};

#[test]
fn calls_need_no_runtime_and_may_be_made_on_any_thread() {
    let server = Server::start(vec![Reaction::json(UPLOADED); 5]);
    let client = client(&server).blocking().expect("a thread");
    let upload = Upload::new("file", File::new("a", "b"));
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let (client, upload) = (client.clone(), upload.clone());
            thread::spawn(move || client.call(&upload).map(|reply| reply.media_id))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("no panic").expect("a reply"), "m");
    }
    // A runtime is no obstacle: the thread is blocked, and nothing panics, even when the client is dropped.
    run(async move {
        let (_, raw) = client.call_with_raw(&upload).expect("a reply");
        assert_eq!(raw.json()["media_id"], "m");
        assert_eq!(client.send_raw(Method::Post, "/upload", ()).expect("a reply").json()["errcode"], 0);
        assert_eq!(client.token().expect("a credential").expose(), "secret");
    });
}

#[test]
fn limits_and_retries_wait_without_a_runtime() {
    let server = Server::start(vec![
        Reaction::status(503),
        Reaction::json(UPLOADED),
        Reaction::json(UPLOADED).after(Duration::from_millis(300)),
    ]);
    let limits = Limits { transfer_timeout: Duration::from_millis(100), ..Limits::default() };
    let client = client(&server).with_retry(Retry::times(1).first_wait(Duration::from_millis(1)));
    let upload = Upload::new("file", File::new("a", "b"));
    let blocking = client.clone().blocking().expect("a thread");
    blocking.call(&upload).expect("a reply");
    let error = client.with_limits(limits).blocking().expect("a thread").call(&upload).expect_err("late");
    assert!(error.is_timeout(), "{error}");
}

#[test]
fn downloads_are_readers() {
    let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n * 7 % 251) as u8).collect();
    let server = Server::start(vec![file_reply(&bytes); 4]);
    let client = client(&server).blocking().expect("a thread");
    let get = || client.download(&Get::new("m")).expect("a file");

    let mut download = get();
    assert_eq!((download.filename(), download.content_type()), (Some("你.jpg"), "image/jpeg"));
    let mut first = [0; 10];
    download.read_exact(&mut first).expect("ten bytes");
    let path = place("blocking");
    assert_eq!(download.save(&path).expect("saved"), 299_990);
    assert!(first == bytes[..10] && fs::read(&path).expect("a file") == bytes[10..]);
    fs::remove_file(path).expect("removed");

    let mut all = Vec::new();
    get().read_to_end(&mut all).expect("read");
    assert!(all == bytes);
    let (written, length) = get().write_to(Vec::new()).expect("written");
    assert!(written == bytes && length == 300_000);
    let mut download = get();
    let chunk = download.chunk().expect("a chunk").expect("not the end");
    assert!(chunk == bytes[..chunk.len()]);
}

#[test]
fn a_download_that_ends_early_is_an_error() {
    let cut = file_reply(&[7; 1_000]).declaring(2_000);
    let server = Server::start(vec![cut.clone(), cut.clone(), cut.hanging()]);
    let limits = Limits { timeout: Duration::from_millis(300), ..Limits::default() };
    let client = client(&server).with_limits(limits).blocking().expect("a thread");
    let get = || client.download(&Get::new("m")).expect("a file");
    match get().write_to(Vec::new()) {
        Err(DownloadError::Transport(error)) => assert_eq!(error.fault(), TransportFault::Broken, "{error}"),
        other => panic!("{other:?}"),
    }
    let error = get().read_to_end(&mut Vec::new()).expect_err("cut");
    assert_eq!(error.kind(), ErrorKind::Other, "{error}");
    let error = get().read_to_end(&mut Vec::new()).expect_err("late");
    assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
}
