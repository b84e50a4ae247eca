//! The tokens of a third-party app (第三方应用). A suite calls its endpoints with a token of its own, `suite_access_token`, and fetches
//! with it the token of each company that has installed the app.
//!
//! A credential has one place in the messages of a vendor, so the endpoints of suites are a vendor beside [`Wecom`], with the same
//! address and error codes. The token of a suite needs the ticket that WeCom pushes every ten minutes, so it comes from a
//! function. `tests/mock.rs` shows the clients of both.

use generated::{
    BaseUrl, CredentialPlace, Envelope, Refusals, Vendor,
    wecom::{ErrorCode, Wecom},
};

/// The endpoints of suites.
#[derive(Clone, Debug)]
pub struct Suites(BaseUrl);

impl Suites {
    /// The endpoints at WeCom's address.
    #[must_use]
    pub fn new() -> Self {
        Self(Wecom::new().base_url().clone())
    }
}

impl Default for Suites {
    fn default() -> Self {
        Self::new()
    }
}

impl Vendor for Suites {
    type ErrorCode = ErrorCode;
    const NAME: &'static str = "wecom_suite";
    const CREDENTIAL: CredentialPlace = CredentialPlace::Query("suite_access_token");
    // These endpoints send the code only with an error.
    const ENVELOPE: &'static Envelope = &Envelope { absent_is_success: true, ..*Wecom::ENVELOPE };
    const REFUSALS: Refusals = Refusals { credential: 40082, expired: 42009, request: 40058 };

    fn at(base_url: BaseUrl) -> Self {
        Self(base_url)
    }

    fn base_url(&self) -> &BaseUrl {
        &self.0
    }
}

/// Fetches the token of a suite: [获取第三方应用凭证](https://developer.work.weixin.qq.com/document/path/90600).
pub mod get_suite_token {
    use super::Suites;
    use generated::define::*;

    /// Asks for a token.
    #[derive(Clone, PartialEq)]
    pub struct Request {
        /// The suite.
        pub suite_id: String,
        /// Its secret.
        pub suite_secret: String,
        /// The ticket that WeCom pushed last.
        pub suite_ticket: String,
    }

    object! { Request: new {
        "suite_id" => suite_id: impl Into<String>, chars(at_least(1));
        "suite_secret" => suite_secret: impl Into<String>, chars(at_least(1));
        "suite_ticket" => suite_ticket: impl Into<String>, chars(at_least(1));
    } }

    /// A token.
    #[derive(Clone, PartialEq)]
    pub struct Response {
        /// The token.
        pub suite_access_token: String,
        /// Its lifetime in seconds.
        pub expires_in: u32,
    }

    object! { Response from Server {
        "suite_access_token" => suite_access_token: String;
        "expires_in" => expires_in: u32;
    } }

    endpoint! { Request -> Response of Suites {
        name: "wecom_suite.get_suite_token",
        route: POST "/cgi-bin/service/get_suite_token",
        url: "https://developer.work.weixin.qq.com/document/path/90600",
        reads: true,
        secrets: ["suite_secret", "suite_ticket"],
        grants: "suite_access_token" => suite_access_token, "expires_in" => expires_in,
    } }
}

/// Fetches the token of a company: [获取企业access_token](https://developer.work.weixin.qq.com/document/path/90605).
pub mod get_corp_token {
    use super::Suites;
    use generated::define::*;

    /// Asks for a token.
    #[derive(Clone, PartialEq)]
    pub struct Request {
        /// The company that has installed the app.
        pub auth_corpid: String,
        /// The code that it has granted.
        pub permanent_code: String,
    }

    object! { Request: new {
        "auth_corpid" => auth_corpid: impl Into<String>, chars(at_least(1));
        "permanent_code" => permanent_code: impl Into<String>, chars(at_least(1));
    } }

    /// A token with which the endpoints of `generated::wecom` are called.
    #[derive(Clone, PartialEq)]
    pub struct Response {
        /// The token.
        pub access_token: String,
        /// Its lifetime in seconds.
        pub expires_in: u32,
    }

    object! { Response from Server {
        "access_token" => access_token: String;
        "expires_in" => expires_in: u32;
    } }

    endpoint! { Request -> Response of Suites {
        name: "wecom_suite.get_corp_token",
        route: POST "/cgi-bin/service/get_corp_token",
        url: "https://developer.work.weixin.qq.com/document/path/90605",
        reads: true,
        secrets: ["permanent_code"],
    } }
}
