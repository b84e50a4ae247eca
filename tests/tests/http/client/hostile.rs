//! Misbehaving servers, over real HTTP: the client returns a typed error within the caller's limits.

use std::{io::Write, sync::LazyLock, time::Duration};

use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder},
};
use generated::{
    Advice, BaseUrl,
    client::{CallError, Client, Limits, Retry, TransportFault},
    wecom::{Wecom, kf::customer::get_upgrade_service_config::Request},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::Instant,
};

const LIMITS: Limits =
    Limits { timeout: Duration::from_millis(1500), transfer_timeout: Duration::from_millis(1500), max_reply: 1 << 20 };

/// A server that reads the head of a request and then calls `then`.
async fn server<F: Future<Output = ()> + Send + 'static>(then: fn(TcpStream) -> F) -> Client<Wecom> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = vec![0; 8192];
                let _ = stream.read(&mut head).await;
                then(stream).await;
            });
        }
    });
    let vendor = Wecom::at(BaseUrl::new(format!("http://{address}")).expect("a base URL"));
    Client::new(vendor).expect("TLS").with_credential("t0ken").with_limits(LIMITS)
}

async fn send(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).await.is_ok()
}

/// The error of a call, which must return within the limits.
async fn error<F: Future<Output = ()> + Send + 'static>(
    then: fn(TcpStream) -> F,
) -> CallError<generated::wecom::ErrorCode> {
    let client = server(then).await;
    let started = Instant::now();
    let error = client.call(&Request::new()).await.expect_err("it is hostile");
    // Twice the limit, because the machine may be busy with something else.
    assert!(started.elapsed() < LIMITS.timeout * 2, "{:?}", started.elapsed());
    assert!(!format!("{error} {error:?}").contains("t0ken"), "{error}");
    error
}

fn fault(error: &CallError<generated::wecom::ErrorCode>) -> TransportFault {
    match error {
        CallError::Transport(error) => error.fault(),
        other => panic!("not a transport error: {other}"),
    }
}

#[tokio::test]
async fn an_unreachable_server() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let vendor = Wecom::at(BaseUrl::new(format!("http://{address}")).expect("a base URL"));
    let client = Client::new(vendor).expect("TLS").with_credential("t0ken");
    let error = client.call(&Request::new()).await.expect_err("nothing listens there");
    assert_eq!(fault(&error), TransportFault::Connect);
    assert!(!format!("{error} {error:?}").contains("t0ken"), "{error}");
}

#[tokio::test]
async fn a_silent_server() {
    let error = error(|stream| async move {
        tokio::time::sleep(Duration::from_secs(60)).await;
        drop(stream);
    })
    .await;
    assert_eq!(fault(&error), TransportFault::Timeout(LIMITS.timeout));
    assert_eq!(error.to_string(), "no reply within 1.5s");
}

#[tokio::test]
async fn a_connection_cut_before_the_reply() {
    assert_eq!(fault(&error(|_| async {}).await), TransportFault::Broken);
}

/// The server replies to the first request of each connection and closes it during the second.
#[tokio::test]
async fn a_kept_connection_that_is_closed_when_it_is_used_again() {
    let client = server(|mut stream| async move {
        send(&mut stream, b"HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"errcode\": 0}").await;
        let _ = stream.read(&mut [0; 8192]).await;
    })
    .await;
    client.call(&Request::new()).await.expect("a reply");
    let error = client.call(&Request::new()).await.expect_err("it is closed");
    assert_eq!((fault(&error), error.advice()), (TransportFault::Broken, Some(Advice::RetryLater)), "{error}");
    // An endpoint that reads is called again, on a connection of its own.
    let client = client.with_retry(Retry::times(1).first_wait(Duration::from_millis(1)));
    client.call(&Request::new()).await.expect("a reply");
    client.call(&Request::new()).await.expect("a reply, at the second attempt");
}

#[tokio::test]
async fn a_retry_after_in_the_far_future() {
    let error = error(|mut stream| async move {
        let head = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: Wed, 21 Oct 2037 07:28:00 GMT\r\nContent-Length: 1\r\n\r\nx";
        send(&mut stream, head).await;
    })
    .await;
    assert!(error.is_rate_limited() && error.retry_after() > Some(Duration::from_secs(300_000_000)), "{error:?}");
}

#[tokio::test]
async fn a_connection_cut_within_the_head() {
    let error = error(|mut stream| async move {
        let _ = send(&mut stream, b"HTTP/1.1 200 OK\r\nContent-").await;
    })
    .await;
    assert_eq!(fault(&error), TransportFault::Broken);
}

#[tokio::test]
async fn a_connection_cut_within_the_body() {
    let error = error(|mut stream| async move {
        send(&mut stream, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"errcode\": 0").await;
    })
    .await;
    assert_eq!(fault(&error), TransportFault::Broken);
}

#[tokio::test]
async fn a_reply_that_is_not_http() {
    let error = error(|mut stream| async move {
        let _ = send(&mut stream, b"220 smtp.example ready\r\n").await;
    })
    .await;
    assert_eq!(fault(&error), TransportFault::Broken);
}

#[tokio::test]
async fn a_body_without_end() {
    let error = error(|mut stream| async move {
        send(&mut stream, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await;
        while send(&mut stream, b"1000\r\n").await
            && send(&mut stream, &[b' '; 0x1000]).await
            && send(&mut stream, b"\r\n").await
        {}
    })
    .await;
    assert_eq!(fault(&error), TransportFault::TooLarge(LIMITS.max_reply));
}

#[tokio::test]
async fn a_slow_body() {
    let error = error(|mut stream| async move {
        send(&mut stream, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await;
        while send(&mut stream, b"1\r\n \r\n").await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    assert_eq!(fault(&error), TransportFault::Timeout(LIMITS.timeout));
}

#[tokio::test]
async fn a_huge_content_length() {
    let error = error(|mut stream| async move {
        send(&mut stream, b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n").await;
        while send(&mut stream, &[b' '; 0x1000]).await {}
    })
    .await;
    assert_eq!(fault(&error), TransportFault::TooLarge(LIMITS.max_reply));
}

/// 256 MiB of spaces, compressed to a quarter of the size limit of a reply.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&[b' '; 1 << 20]).expect("a vector takes it");
    // A flush ends at a byte, so the compressed text can be repeated. Its checksum is missing, but nobody reads that far.
    encoder.flush().expect("a vector takes it");
    let mebibyte = encoder.get_ref().repeat(1 << 8);
    [b"\x1f\x8b\x08\0\0\0\0\0\0\xff".as_slice(), &mebibyte].concat()
});

#[tokio::test]
async fn a_gzip_bomb() {
    assert!(BOMB.len() * 3 < LIMITS.max_reply, "the compressed body is within the limit");
    let error = error(|mut stream| async move {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", BOMB.len());
        send(&mut stream, head.as_bytes()).await;
        send(&mut stream, &BOMB).await;
    })
    .await;
    assert_eq!(fault(&error), TransportFault::TooLarge(LIMITS.max_reply));
}

#[tokio::test]
async fn a_reply_that_is_not_gzip() {
    let error = error(|mut stream| async move {
        let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 14\r\n\r\n{\"errcode\": 0}";
        send(&mut stream, head).await;
    })
    .await;
    assert_eq!(fault(&error), TransportFault::Broken);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let error = error(|mut stream| async move {
        let head = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
        send(&mut stream, head).await;
    })
    .await;
    assert!(error.to_string().starts_with("HTTP status 302"), "{error}");
}

#[tokio::test]
async fn a_thousand_headers() {
    let error = error(|mut stream| async move {
        send(&mut stream, b"HTTP/1.1 200 OK\r\n").await;
        for at in 0..1000 {
            send(&mut stream, format!("X-{at}: x\r\n").as_bytes()).await;
        }
        send(&mut stream, b"Content-Length: 2\r\n\r\n{}").await;
    })
    .await;
    assert_eq!(fault(&error), TransportFault::Broken);
}

#[tokio::test]
async fn deep_nesting() {
    let error = error(|mut stream| async move {
        let body = format!("{{\"errcode\": 0, \"member_range\": {}", "[".repeat(100_000));
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        send(&mut stream, head.as_bytes()).await;
    })
    .await;
    assert!(matches!(error, CallError::Reply(_)), "{error}");
}

#[tokio::test]
async fn a_good_reply_in_gzip_is_read() {
    let client = server(|mut stream| async move {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(b"{\"errcode\": 0, \"errmsg\": \"ok\"}").expect("a vector takes it");
        let body = encoder.finish().expect("a vector takes it");
        let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", body.len());
        send(&mut stream, head.as_bytes()).await;
        send(&mut stream, &body).await;
    })
    .await;
    client.call(&Request::new()).await.expect("a reply");
}
