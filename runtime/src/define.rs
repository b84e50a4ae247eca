//! Types and endpoints of your own, with the tables that generated code uses.
//!
//! Use it for an endpoint that the crate does not have. The client, the mock and the conversions to [`http`]
//! messages handle it like any other: the request is validated, the reply is read leniently.
//!
//! ```
//! # extern crate runtime as generated;
//! # mod wecom {
//! #     use generated::{BaseUrl, CredentialPlace, Envelope, Refusals, Vendor};
//! #     pub struct Wecom(BaseUrl);
//! #     impl Wecom {
//! #         pub fn new() -> Self {
//! #             Self(BaseUrl::new("https://qyapi.weixin.qq.com").unwrap())
//! #         }
//! #     }
//! #     #[derive(Clone, Copy, PartialEq)]
//! #     pub struct ErrorCode(i64);
//! #     impl ErrorCode {
//! #         pub const SUCCESS: Self = Self(0);
//! #     }
//! #     generated::error_codes! { ErrorCode {} }
//! #     impl Vendor for Wecom {
//! #         type ErrorCode = ErrorCode;
//! #         const NAME: &'static str = "wecom";
//! #         const CREDENTIAL: CredentialPlace = CredentialPlace::Query("access_token");
//! #         const ENVELOPE: &'static Envelope = &Envelope {
//! #             code: "errcode", message: "errmsg", data: None, trace: None, success: 0, absent_is_success: false,
//! #         };
//! #         const REFUSALS: Refusals = Refusals { credential: 1, expired: 2, request: 3 };
//! #         fn at(base_url: BaseUrl) -> Self {
//! #             Self(base_url)
//! #         }
//! #         fn base_url(&self) -> &BaseUrl {
//! #             &self.0
//! #         }
//! #     }
//! # }
//! use generated::define::*;
//! use wecom::Wecom; // generated::wecom::Wecom
//!
//! // An id. It cannot be confused with another one.
//! #[derive(Clone, Debug, PartialEq, Eq, Hash)]
//! pub struct Userid(String);
//! string_scalar!(Userid, chars(between(1, 64)));
//!
//! // What is sent: required members are parameters of `new`, and each optional member has a setter.
//! #[derive(Clone, Debug, PartialEq)]
//! pub struct Request {
//!     pub userid: Userid,
//!     pub tags: Option<Vec<String>>,
//! }
//! object! { Request: new {
//!     "userid" => userid: impl Into<Userid>, check();
//!     "tags" => tags[]?: impl Into<String>, items(at_most(20));
//! } }
//!
//! // What is received.
//! #[derive(Clone, Debug, PartialEq)]
//! pub struct Response {
//!     pub name: Option<String>,
//!     pub gender: Option<Gender>,
//!     pub department: Vec<i64>,
//! }
//! object! { Response from Server {
//!     "name" => name;
//!     "gender" => gender;
//!     "department" => department as list;
//! } }
//!
//! // An enum that keeps values which it does not list.
//! #[derive(Clone, Copy, Debug, PartialEq, Eq)]
//! pub enum Gender {
//!     Male,
//!     Female,
//!     Unknown(generated::Unknown<i64>),
//! }
//! int_enum! { Gender {
//!     1 => Male;
//!     2 => Female;
//! } }
//!
//! endpoint! { Request -> Response of Wecom {
//!     name: "wecom.user.get",
//!     route: POST "/cgi-bin/user/get",
//!     summary: "Reads a member.",
//!     reads: true,
//! } }
//!
//! use generated::{Endpoint, Reply, Secret, Validate};
//! let request = Request::new("zhangsan").tags(["a"]);
//! let message = request.to_http(&Wecom::new(), &Secret::new("TOKEN")).unwrap();
//! assert_eq!(message.body(), br#"{"userid":"zhangsan","tags":["a"]}"#);
//! assert_eq!(Request::new("").validate().unwrap_err().to_string(), "/userid must have 1 to 64 characters, has 0 [chars]");
//! let reply = generated::http::Response::new(r#"{"errcode": 0, "name": "张三", "gender": "2", "department": null}"#);
//! assert_eq!(Response::from_http(reply).unwrap().gender, Some(Gender::Female));
//! ```
//!
//! Fields may have these types: `String`, `bool`, integers and floats, [`Timestamp`](crate::Timestamp), [`Json`](crate::Json),
//! [`File`](crate::File), the types that these macros define, and `Vec` and `Option` of all of them.
//!
//! | macro | defines |
//! |---|---|
//! | [`object!`] | an object: a request, a reply, or a part of one |
//! | [`endpoint!`] | an endpoint, from a request and a reply |
//! | [`string_scalar!`], [`int_scalar!`] | an id or another value with a type of its own |
//! | [`str_enum!`], [`int_enum!`] | an enum that keeps values which it does not list |
//! | [`choice!`], [`choice_object!`] | members that depend on a tag, as an enum with data |
//! | [`regex!`] | a pattern, for the rule `pattern` |
//!
//! # Rules
//!
//! Rules follow a field in its row, separated by commas. A rule whose value is absent is not checked.
//!
//! | rule | checks |
//! |---|---|
//! | `check()` | the rules of the value's own type |
//! | `chars(between(1, 64))` | the number of characters |
//! | `bytes(at_most(2048))` | the number of bytes in UTF-8 |
//! | `items(at_least(1))` | the number of elements of a list |
//! | `range(between(0, 99))` | an integer |
//! | `float_range(at_most(1.0))` | a float |
//! | `pattern(regex!("[a-z]+"))` | all of a text |
//! | `required()` | a member that `new` does not take, and replies have |
//!
//! After the rows, `at_least_one_of(a "a", b "b")`, `at_most_one_of(…)` and `exactly_one_of(…)` check which fields are given,
//! each with its field and the name of its member.

pub use crate::{
    choice, choice_object, endpoint, int_enum, int_scalar, object, regex, str_enum, string_scalar,
    validate::{at_least, at_most, between},
};
