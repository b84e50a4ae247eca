//! Endpoints of WeCom that the crate does not have, written with the tables that generated code uses. The docs of
//! `generated::define` explain them. `tests/mock.rs` calls them.

/// Reads a member: [读取成员](https://developer.work.weixin.qq.com/document/path/90196).
pub mod user_get {
    use generated::{
        define::*,
        wecom::{DepartmentId, Gender, Userid, Wecom},
    };

    /// Asks for a member.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Request {
        /// The member.
        pub userid: Userid,
    }

    object! { Request: new {
        "userid" => userid: impl Into<Userid>, check();
    } }

    /// A member.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Response {
        /// The name, unless the app may not see it.
        pub name: Option<String>,
        /// The gender.
        pub gender: Option<Gender>,
        /// The departments to which the member belongs.
        pub department: Vec<DepartmentId>,
        /// What the member does in each of these departments.
        pub position: Option<String>,
    }

    object! { Response from Server {
        "name" => name;
        "gender" => gender;
        "department" => department as list;
        "position" => position;
    } }

    endpoint! { Request -> Response of Wecom {
        name: "wecom.user.get",
        route: GET "/cgi-bin/user/get",
        summary: "Reads a member.",
        url: "https://developer.work.weixin.qq.com/document/path/90196",
        reads: true,
    } }
}

/// Sends a message of an app: [发送应用消息](https://developer.work.weixin.qq.com/document/path/90236).
pub mod message_send {
    use generated::{
        UnknownChoice,
        define::*,
        wecom::{AgentId, MediaId, Userid, Wecom},
    };

    /// A message.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Request {
        /// The members who get it, separated by `|`, or `@all`.
        pub touser: Option<String>,
        /// The departments whose members get it, separated by `|`.
        pub toparty: Option<String>,
        /// The app that sends it.
        pub agentid: AgentId,
        /// What it says.
        pub message: Message,
        /// Whether it can only be read in the company.
        pub safe: Option<bool>,
    }

    object! { Request: new {
        "touser" => touser?: impl Into<String>, pattern(regex!(r"@all|[^|@]+(\|[^|@]+)*"));
        "toparty" => toparty?: impl Into<String>;
        "agentid" => agentid: impl Into<AgentId>;
        ..Message => message: impl Into<Message>, variant();
        "safe" => safe as int?: bool;
    } at_least_one_of(touser "touser", toparty "toparty") }

    /// The content of a message. `msgtype` selects the variant.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Message {
        /// A text.
        Text(Text),
        /// A picture.
        Image(Image),
        /// A kind of message that is not listed here. It cannot be sent.
        Unknown(UnknownChoice),
    }

    choice! { Message, "msgtype": String, unknown refused {
        "text" { "text" => Text: Text, check(); }
        "image" { "image" => Image: Image, check(); }
    } }

    impl From<Text> for Message {
        fn from(text: Text) -> Self {
            Self::Text(text)
        }
    }

    impl From<Image> for Message {
        fn from(image: Image) -> Self {
            Self::Image(image)
        }
    }

    /// A text.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Text {
        /// The text. The server cuts it off after 2048 bytes.
        pub content: String,
    }

    object! { Text: new { "content" => content: impl Into<String>, bytes_truncated(2048); } }

    /// A picture that was uploaded.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Image {
        /// The picture.
        pub media_id: MediaId,
    }

    object! { Image: new { "media_id" => media_id: impl Into<MediaId>, check(); } }

    /// What was sent, and to whom it was not.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Response {
        /// The message, with which it can be recalled.
        pub msgid: Option<String>,
        /// Members who do not exist, or whom the app may not see, separated by `|`.
        pub invaliduser: Option<String>,
    }

    object! { Response from Server {
        "msgid" => msgid;
        "invaliduser" => invaliduser;
    } }

    endpoint! { Request -> Response of Wecom {
        name: "wecom.message.send",
        route: POST "/cgi-bin/message/send",
        summary: "Sends a message of an app.",
        url: "https://developer.work.weixin.qq.com/document/path/90236",
    } }

    impl Request {
        /// A text for these members.
        #[must_use]
        pub fn text<'a>(app: AgentId, to: impl IntoIterator<Item = &'a Userid>, text: impl Into<String>) -> Self {
            let to: Vec<&str> = to.into_iter().map(Userid::as_str).collect();
            Self::new(app, Text::new(text)).touser(to.join("|"))
        }
    }
}
