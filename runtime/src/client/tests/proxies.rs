//! Which constructors use the proxies that the environment names.

use super::{
    in_a_process, run,
    server::{Reaction, Server},
};
use crate::{
    BaseUrl, File, Vendor,
    client::{Client, Http},
    file::tests::zoo::{Upload, Zoo},
};

/// The variable with the proxy, for the process that is tested.
const PROXY: &str = "RUNTIME_TEST_PROXY";

/// Run by the next test.
#[test]
fn child() {
    let Ok(proxy) = std::env::var(PROXY) else { return };
    let upload = Upload::new("file", File::new("a", "b"));
    let zoo = || Zoo::at(BaseUrl::checked("http://zoo.invalid"));
    let clients = [
        Client::new(zoo()).expect("TLS"),
        Client::over(Http::new().expect("TLS"), zoo()),
        Client::over(Http::with(|http| http).expect("TLS"), zoo()),
        Client::over(Http::from(super::reqwest_builder().build().expect("TLS")), zoo()),
        // This one has the address of the proxy, and is not forwarded.
        Client::new(Zoo::at(BaseUrl::checked(proxy))).expect("TLS"),
    ];
    for client in clients {
        run(client.with_credential("secret").call(&upload)).expect("a reply of the proxy");
    }
    let http = Http::with(reqwest::ClientBuilder::no_proxy).expect("TLS");
    run(Client::over(http, zoo()).with_credential("secret").call(&upload)).expect_err("no such host");
}

#[test]
fn all_constructors_use_the_proxies_of_the_environment() {
    let server = Server::start(vec![Reaction::json(super::UPLOADED); 5]);
    let proxy = server.base_url();
    let (passed, text) = in_a_process(
        "client::tests::proxies::child",
        [(PROXY, proxy.as_str()), ("http_proxy", proxy.as_str()), ("NO_PROXY", ""), ("no_proxy", "")],
    );
    assert!(passed, "{text}");
    let paths = server.paths();
    let forwarded = "http://zoo.invalid/upload?token=secret&kind=file";
    assert_eq!(paths, [forwarded, forwarded, forwarded, forwarded, "/upload?token=secret&kind=file"]);
}
