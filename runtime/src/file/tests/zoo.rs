//! The vendor of the unit tests, with an upload and a download. The tests of callbacks add events.

use crate::{
    BaseUrl, Endpoint, Reply, Secret,
    endpoint::{EndpointInfo, Form, Method},
    file::File,
    reply::FileMember,
    validate::between,
    vendor::{CredentialPlace, Envelope, ErrorCode, Refusals, Vendor},
};

#[derive(Debug)]
pub(crate) struct Zoo(BaseUrl);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Code(pub(crate) i64);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ErrorCode for Code {
    fn from_code(code: i64) -> Self {
        Self(code)
    }

    fn code(self) -> i64 {
        self.0
    }

    fn name(self) -> Option<&'static str> {
        None
    }

    fn advice(self) -> Option<crate::Advice> {
        None
    }
}

impl Vendor for Zoo {
    type ErrorCode = Code;
    const NAME: &'static str = "zoo";
    const CREDENTIAL: CredentialPlace = CredentialPlace::Query("token");
    const ENVELOPE: &'static Envelope =
        &Envelope { code: "errcode", message: "errmsg", data: None, trace: None, success: 0, absent_is_success: false };
    const REFUSALS: Refusals = Refusals { credential: 1, expired: 2, request: 3 };

    fn at(base_url: BaseUrl) -> Self {
        Self(base_url)
    }

    fn base_url(&self) -> &BaseUrl {
        &self.0
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Upload {
    pub(crate) kind: String,
    pub(crate) note: Option<String>,
    pub(crate) count: Option<u32>,
    pub(crate) media: File,
}

crate::object! { Upload: new {
    "kind" => kind: impl Into<String>;
    "note" => note?: impl Into<String>;
    "count" => count?: impl Into<u32>;
    "media" => media: impl Into<File>, bytes(between(0, 20 << 20)), filename_chars(between(0, 40)),
        filename_bytes(between(0, 60));
} }

impl Endpoint for Upload {
    type Vendor = Zoo;
    type Response = Uploaded;
    type Credential = Secret;
    const INFO: EndpointInfo = info("zoo.upload", Method::Post, "/upload");
    const QUERY: &'static [&'static str] = &["kind"];
    const FORM: Option<Form<Self>> = Some(Form {
        file: "media",
        of: |request| &request.media,
        of_mut: |request| &mut request.media,
        length: Some("filelength"),
    });
}

const fn info(name: &'static str, method: Method, path: &'static str) -> EndpointInfo {
    EndpointInfo {
        name,
        method,
        path,
        summary: "",
        title: "",
        url: "",
        updated: None,
        deprecated: None,
        paged: false,
        authenticated: true,
        reads: false,
    }
}

/// The reply to an upload.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Uploaded {
    pub(crate) media_id: String,
}

crate::object! { Uploaded from Server { "media_id" => media_id: String; } }

impl Reply for Uploaded {
    type Vendor = Zoo;
}

/// The request of a file, which only tests over sockets send.
#[cfg(feature = "reqwest-base")]
mod get {
    use super::{Download, Zoo, info};
    use crate::{
        Endpoint, Secret,
        endpoint::{EndpointInfo, Method},
    };

    #[derive(Clone, Debug, PartialEq)]
    pub(crate) struct Get {
        pub(crate) media_id: String,
        pub(crate) range: Option<String>,
    }

    crate::object! { Get: new {
        "media_id" => media_id: impl Into<String>;
        "Range" => range?: impl Into<String>;
    } }

    impl Endpoint for Get {
        type Vendor = Zoo;
        type Response = Download;
        type Credential = Secret;
        const INFO: EndpointInfo = info("zoo.get", Method::Get, "/get");
        const QUERY: &'static [&'static str] = &["media_id"];
        const HEADERS: &'static [&'static str] = &["Range"];
    }
}

#[cfg(feature = "reqwest-base")]
pub(crate) use get::Get;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Download {
    pub(crate) content: File,
}

crate::object! { Download from Server { "content" => content: File; } }

impl Reply for Download {
    type Vendor = Zoo;
    const FILE: Option<FileMember<Self>> =
        Some(FileMember { name: "content", of: |reply| &reply.content, of_mut: |reply| &mut reply.content });
}
