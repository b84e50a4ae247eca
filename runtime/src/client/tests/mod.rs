//! Files over HTTP, with a server that is a few lines.

#[cfg(feature = "blocking")]
mod blocking;
mod memory;
mod proxies;
mod server;

use std::{
    env, fs,
    io::{self, Read},
    path::PathBuf,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use http::{Request, Response};

use self::server::{Reaction, Server};
use super::{
    CallError, Client, DownloadError, DynTransport, Http, Limits, Retry, Tls, Transport, TransportError, TransportFault,
};
use crate::{
    Content, ContentRange, Endpoint, File, Secret, Vendor,
    error::FromHttpResponseError,
    file::tests::zoo::{Code, Get, Upload, Zoo},
};

fn client(server: &Server) -> Client<Zoo> {
    Client::new(Zoo::at(server.base_url())).expect("TLS can be set up").with_credential("secret")
}

fn run<R>(work: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// Runs the test `name` of this program alone, in a process with these variables.
fn in_a_process<'a>(name: &str, variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> (bool, String) {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(["--exact", name, "--nocapture"]).envs(variables);
    let output = command.output().expect("the program can be run");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success() && text.contains("1 passed"), text.into_owned())
}

/// A path that no other test uses.
fn place(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("runtime-client-{}-{name}", std::process::id()))
}

const UPLOADED: &str = r#"{"errcode":0,"errmsg":"ok","media_id":"m"}"#;

#[test]
fn uploads_arrive_as_they_are() {
    let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n * 7 % 251) as u8).collect();
    let path = place("upload");
    fs::write(&path, &bytes).expect("written");
    let copy = bytes.clone();
    let made = Content::made_by(bytes.len() as u64, move || Ok(io::Cursor::new(copy.clone())));
    for file in [
        File::new("a.bin", bytes.clone()),
        File::open(&path).expect("a file").with_filename("a.bin"),
        File::new("a.bin", made),
    ] {
        let server = Server::start(vec![Reaction::json(UPLOADED)]);
        let request = Upload::new("file", file).note("图片");
        assert_eq!(run(client(&server).call(&request)).expect("a reply").media_id, "m");
        let message = server.message();
        assert_eq!(message.headers()["content-length"], message.body().len().to_string());
        let (read, credential) = Upload::from_http(&message).expect("an upload");
        assert_eq!(read, Upload::new("file", File::new("a.bin", bytes.clone())).note("图片"));
        assert_eq!(credential, Secret::new("secret"));
    }
    let server = Server::start(vec![Reaction::json(UPLOADED)]);
    run(client(&server).call(&Upload::new("file", File::new("empty", "")))).expect("a reply");
    assert!(Upload::from_http(&server.message()).expect("an upload").0.media.is_empty());
    fs::remove_file(path).expect("removed");
}

/// A file whose openings are counted.
fn counted(fails: bool) -> (File, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let opened = count.clone();
    let content = Content::made_by(100_000, move || {
        opened.fetch_add(1, Ordering::SeqCst);
        let rest = if fails { 70_000 } else { 100_000 };
        Ok(io::repeat(b'x').take(rest))
    });
    (File::new("a", content), count)
}

#[test]
fn each_attempt_reads_the_file_again() {
    let server = Server::start(vec![Reaction::status(503), Reaction::json(UPLOADED)]);
    let (file, count) = counted(false);
    let client = client(&server).with_retry(Retry::times(2).first_wait(Duration::from_millis(1)));
    assert_eq!(run(client.call(&Upload::new("file", file))).expect("a reply").media_id, "m");
    assert_eq!(count.load(Ordering::SeqCst), 2);
    assert_eq!(Upload::from_http(&server.message()).expect("an upload").0.media.len(), 100_000);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_of_its_own() {
    let server = Server::start(vec![Reaction::json(UPLOADED), Reaction::json(UPLOADED)]);
    let eager = client(&server).with_retry(Retry::times(3).first_wait(Duration::ZERO).even_if_done());
    let (file, count) = counted(true);
    let error = run(eager.call(&Upload::new("file", file))).expect_err("it is too short");
    assert!(matches!(&error, CallError::File(error) if error.kind() == io::ErrorKind::UnexpectedEof), "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert_eq!((error.advice(), error.is_timeout()), (None, false));

    let path = place("missing");
    fs::write(&path, "text").expect("written");
    let file = File::open(&path).expect("a file");
    fs::remove_file(path).expect("removed");
    let error = run(eager.call(&Upload::new("file", file))).expect_err("it is missing");
    assert!(matches!(&error, CallError::File(error) if error.kind() == io::ErrorKind::NotFound), "{error}");

    fn reader() -> io::Result<io::Empty> {
        panic!("a reader of the test");
    }
    let error =
        run(eager.call(&Upload::new("file", File::new("a", Content::made_by(1, reader))))).expect_err("a panic");
    assert!(matches!(&error, CallError::File(_)), "{error}");
}

#[test]
fn uploads_have_a_time_limit_of_their_own() {
    let slow = || Server::start(vec![Reaction::json(UPLOADED).after(Duration::from_millis(400))]);
    let limits = |timeout, transfer_timeout| Limits {
        timeout: Duration::from_millis(timeout),
        transfer_timeout: Duration::from_millis(transfer_timeout),
        ..Limits::default()
    };
    let upload = Upload::new("file", File::new("a", "b"));
    let (server, other) = (slow(), slow());
    run(client(&server).with_limits(limits(50, 9_000)).call(&upload)).expect("a reply");
    let error = run(client(&other).with_limits(limits(9_000, 50)).call(&upload)).expect_err("late");
    assert!(error.is_timeout(), "{error}");
}

fn file_reply(body: &[u8]) -> Reaction {
    Reaction::with("200 OK", "Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename=\"你.jpg\"", body)
}

#[test]
fn downloads_come_in_chunks() {
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n * 7 % 251) as u8).collect();
    let server = Server::start(vec![file_reply(&bytes), file_reply(&bytes), file_reply(&bytes)]);
    // A transport of any type hands out chunks, too.
    let http: Box<dyn DynTransport> = Box::new(Http::to(&server.base_url()).expect("TLS"));
    let client = Client::over(http, Zoo::at(server.base_url())).with_credential("secret");
    run(async {
        let mut download = client.download(&Get::new("m")).await.expect("a file");
        assert_eq!((download.filename(), download.content_type()), (Some("你.jpg"), "image/jpeg"));
        assert_eq!((download.length(), download.range()), (Some(3_000_000), None));
        let (mut all, mut chunks) = (Vec::new(), 0);
        while let Some(chunk) = download.chunk().await.expect("a chunk") {
            all.extend_from_slice(&chunk);
            chunks += 1;
        }
        assert!(all == bytes && chunks > 1, "{chunks} chunks");
        assert_eq!(download.chunk().await.expect("the end"), None);

        let path = place("saved");
        fs::write(&path, "old").expect("written");
        let saved = client.download(&Get::new("m")).await.expect("a file").save(&path).await;
        assert_eq!(saved.expect("saved"), 3_000_000);
        assert!(fs::read(&path).expect("a file") == bytes);
        fs::remove_file(path).expect("removed");

        let whole = client.call(&Get::new("m")).await.expect("a file").content;
        assert_eq!(whole, File::new("你.jpg", bytes.clone()).with_content_type("image/jpeg"));
    });
    let sent = server.message();
    assert_eq!(sent.uri(), "/get?access_token=secret&media_id=m".replace("access_token", "token").as_str());
}

#[test]
fn parts_have_their_range() {
    let part = |range: &str| Reaction::with("206 Partial Content", &format!("Content-Range: {range}"), b"0123");
    let server = Server::start(vec![part("bytes 4-7/8"), part("bytes 4-8/9"), part("none")]);
    run(async {
        let get = Get::new("m").range("bytes=4-7");
        let download = client(&server).download(&get).await.expect("a part");
        assert_eq!(download.range(), Some(ContentRange::new(4, 7, Some(8))));
        let (bytes, length) = download.write_to(Vec::new()).await.expect("read");
        assert_eq!((bytes.as_slice(), length), (b"0123".as_slice(), 4));
        for _ in 0..2 {
            let error = client(&server).download(&get).await.expect_err("another range");
            assert!(matches!(error, CallError::Reply(FromHttpResponseError::Decode(_))), "{error}");
        }
    });
    assert_eq!(server.message().headers()["range"], "bytes=4-7");
}

#[test]
fn errors_in_place_of_files_are_found_first() {
    const ERROR: &str = r#"{"errcode":40007,"errmsg":"invalid media_id: secret"}"#;
    let server = Server::start(vec![
        Reaction::json(ERROR),
        Reaction::json(&format!("{}{ERROR}", " ".repeat(30_000))),
        Reaction::with("404 Not Found", "Content-Disposition: attachment", ERROR.as_bytes()),
        Reaction::with("502 Bad Gateway", "Content-Disposition: attachment", b"<html>secret</html>"),
        Reaction::with("416 Range Not Satisfiable", "Content-Range: bytes */9", b""),
    ]);
    run(async {
        for _ in 0..3 {
            let error = client(&server).download(&Get::new("m")).await.expect_err("a code");
            assert_eq!(error.code(), Some(Code(40007)));
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        for status in [502, 416] {
            let error = client(&server).download(&Get::new("m")).await.expect_err("a status");
            assert_eq!(error.http_status().map(|status| status.as_u16()), Some(status), "{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    });
}

#[test]
fn objects_in_json_that_are_no_errors_are_files() {
    let long = format!("{{\"errcode\":40007,\"text\":\"{}\"}}", "x".repeat(1 << 20));
    let bodies = [r#"{"errcode":0}"#, r#"{"a":[1]}"#, "{", "", " \r\n", "[]", "\u{feff}", &long];
    let server = Server::start(bodies.iter().map(|body| Reaction::json(body)).collect());
    run(async {
        for body in bodies {
            let download = client(&server).download(&Get::new("m")).await.expect("a file");
            let (bytes, _) = download.write_to(Vec::new()).await.expect("read");
            assert!(bytes == body.as_bytes(), "{:?}", &body[..body.len().min(50)]);
        }
    });
}

#[test]
fn a_download_that_ends_early_leaves_no_file() {
    let cut = || file_reply(&vec![7; 1_000_000]).declaring(2_000_000);
    let server = Server::start(vec![cut(), cut().hanging()]);
    let folder = place("cut");
    fs::create_dir(&folder).expect("a folder");
    let path = folder.join("file");
    fs::write(&path, "old").expect("written");
    run(async {
        let limits = Limits { timeout: Duration::from_millis(300), ..Limits::default() };
        let client = client(&server).with_limits(limits);
        for fault in [TransportFault::Broken, TransportFault::Timeout(limits.timeout)] {
            let download = client.download(&Get::new("m")).await.expect("a file");
            match download.save(&path).await {
                Err(DownloadError::Transport(error)) => assert_eq!(error.fault(), fault, "{error}"),
                other => panic!("{other:?}"),
            }
        }
    });
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
    assert_eq!(fs::read_to_string(&path).expect("a file"), "old");
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn a_download_that_cannot_be_saved_is_an_error() {
    let server = Server::start(vec![file_reply(b"0123")]);
    let saved = run(async {
        let download = client(&server).download(&Get::new("m")).await.expect("a file");
        download.save(place("no folder").join("file")).await
    });
    assert!(matches!(saved, Err(DownloadError::Write(_))), "{saved:?}");
}

/// A transport without streaming.
struct Plain(Http);

impl Transport for Plain {
    async fn send(&self, message: Request<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, TransportError> {
        self.0.send(message, limits).await
    }
}

#[test]
fn simple_transports_keep_working() {
    let server = Server::start(vec![Reaction::json(UPLOADED), file_reply(b"0123")]);
    let plain = Client::over(Plain(Http::new().expect("TLS")), Zoo::at(server.base_url())).with_credential("secret");
    run(async {
        let (file, _) = counted(false);
        plain.call(&Upload::new("file", file)).await.expect("a reply");
        let download = plain.download(&Get::new("m")).await.expect("a file");
        assert_eq!(download.write_to(Vec::new()).await.expect("read").0, b"0123");
        let (file, _) = counted(true);
        let error = plain.call(&Upload::new("file", file)).await.expect_err("it is too short");
        assert!(matches!(error, CallError::File(_)), "{error}");
    });
}

#[test]
fn calls_have_a_user_agent() {
    let server = Server::start(vec![Reaction::json(UPLOADED); 2]);
    let upload = Upload::new("file", File::new("a", "b"));
    run(client(&server).call(&upload)).expect("a reply");
    let version = format!("social-crm-rust/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(server.message().headers()["user-agent"], version);
    let own = Http::with(|http| http.user_agent("zoo/1")).expect("TLS");
    let own = Client::over(own, Zoo::at(server.base_url())).with_credential("secret");
    run(own.call(&upload)).expect("a reply");
    assert_eq!(server.message().headers()["user-agent"], "zoo/1");
}

/// reqwest needs a crypto provider for a client of its own.
fn reqwest_builder() -> reqwest::ClientBuilder {
    // Another test may have installed it.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder()
}

#[test]
fn a_client_of_reqwest_must_not_follow_redirects() {
    let target = Server::start(vec![Reaction::json(UPLOADED)]);
    let away = format!("Location: {}/elsewhere", target.base_url().as_str());
    let server = Server::start(vec![Reaction::json(UPLOADED), Reaction::with("307 Temporary Redirect", &away, b"")]);
    let http = Http::from(reqwest_builder().user_agent("mine").no_proxy().build().expect("TLS"));
    let client = Client::over(http, Zoo::at(server.base_url())).with_credential("secret");
    run(client.call(&Get::new("m"))).expect("a reply");
    assert_eq!(server.message().headers()["user-agent"], "mine");
    let error = run(client.call(&Get::new("m"))).expect_err("a redirect");
    assert!(error.to_string().contains("followed a redirect") && !error.to_string().contains("secret"), "{error}");
}

#[test]
fn each_implementation_of_tls_can_be_chosen() {
    // What `reqwest` has used before there were others comes first.
    assert_eq!(Tls::ENABLED.first(), Some(&Tls::RustlsRing));
    let server = Server::start(vec![Reaction::json(UPLOADED); Tls::ENABLED.len()]);
    for tls in Tls::ENABLED {
        let http = Http::with_tls(*tls, |http| http.no_proxy().user_agent(format!("{tls:?}"))).expect("TLS");
        let client = Client::over(http, Zoo::at(server.base_url())).with_credential("secret");
        run(client.call(&Upload::new("file", File::new("a", "b")))).expect("a reply");
        assert_eq!(server.message().headers()["user-agent"], format!("{tls:?}"));
    }
}
