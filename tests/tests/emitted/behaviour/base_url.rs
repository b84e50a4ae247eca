//! Base URLs of vendors.

use generated::{
    BaseUrl, BaseUrlError, Endpoint, Vendor,
    wecom::{Wecom, kf::customer::batchget},
    weiling::Weiling,
};

use super::token;

/// The URL of a request, without its query.
fn url_at(base: &str) -> String {
    let vendor = Wecom::at(BaseUrl::new(base).unwrap_or_else(|error| panic!("{base}: {error}")));
    let message = batchget::Request::new(["wm1"]).to_http(&vendor, &token()).expect("a good request");
    let url = message.uri().to_string();
    url.split_once('?').map(|(url, _)| url.to_owned()).expect("the credential is in the query")
}

#[test]
fn a_vendor_has_a_default_base_url() {
    assert_eq!(Wecom::new().base_url().as_str(), "https://qyapi.weixin.qq.com");
    assert_eq!(Weiling::new().base_url().as_str(), "https://openapi.weiling.cn");
    assert_eq!(Wecom::default(), Wecom::new());
}

#[test]
fn host_port_and_path_prefix_are_kept() {
    for (base, url) in [
        ("https://qyapi.weixin.qq.com", "https://qyapi.weixin.qq.com/cgi-bin/kf/customer/batchget"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/cgi-bin/kf/customer/batchget"),
        ("http://[::1]:8080", "http://[::1]:8080/cgi-bin/kf/customer/batchget"),
        ("https://proxy.example/wecom/v1", "https://proxy.example/wecom/v1/cgi-bin/kf/customer/batchget"),
    ] {
        assert_eq!(url_at(base), url);
    }
}

#[test]
fn a_slash_at_the_end_does_not_count() {
    assert_eq!(url_at("https://proxy.example/"), "https://proxy.example/cgi-bin/kf/customer/batchget");
    assert_eq!(url_at("https://proxy.example/wecom/"), "https://proxy.example/wecom/cgi-bin/kf/customer/batchget");
    assert_eq!(BaseUrl::new("https://proxy.example/"), BaseUrl::new("https://proxy.example"));
}

#[test]
fn a_server_takes_requests_below_a_path_prefix() {
    let vendor = Wecom::at(BaseUrl::new("https://proxy.example/wecom").expect("a base URL"));
    let request = batchget::Request::new(["wm1"]);
    let message = request.to_http(&vendor, &token()).expect("a good request");
    assert_eq!(batchget::Request::from_http(&message).expect("a good request").0, request);
}

#[test]
fn invalid_base_urls_are_refused() {
    for bad in [
        "",
        "qyapi.weixin.qq.com",
        "/cgi-bin",
        "//qyapi.weixin.qq.com",
        "ftp://qyapi.weixin.qq.com",
        "https://",
        "https:///cgi-bin",
        "https://qyapi.weixin.qq.com?debug=1",
        "https://qyapi.weixin.qq.com/?",
        "https://qyapi.weixin.qq.com/#top",
        "https://user@qyapi.weixin.qq.com",
        "https://user:password@qyapi.weixin.qq.com",
        "https://qyapi.weixin.qq.com /",
        "https://qyapi.weixin.qq.com\r\nHost: evil",
        " https://qyapi.weixin.qq.com",
    ] {
        assert_eq!(BaseUrl::new(bad), Err(BaseUrlError), "{bad:?}");
    }
}

#[test]
fn a_base_url_has_a_host_and_a_port_that_is_a_number() {
    let bad = ["https://:443", "https://:443/cgi-bin", "https://host:port", "https://host:99999"];
    let taken: Vec<&str> = bad.into_iter().filter(|bad| BaseUrl::new(*bad).is_ok()).collect();
    assert_eq!(taken, [""; 0]);
}

#[test]
fn a_base_url_has_no_user_even_with_a_port() {
    for bad in ["https://user@host:443", "https://user:password@host:443", "https://user:password@host:443/cgi-bin"] {
        assert_eq!(BaseUrl::new(bad), Err(BaseUrlError), "{bad:?}");
    }
}

#[test]
fn the_error_does_not_show_the_url() {
    let error = BaseUrl::new("https://user:password@host").expect_err("a user");
    assert!(!format!("{error} {error:?}").contains("password"));
}
