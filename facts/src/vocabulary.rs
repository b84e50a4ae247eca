//! The words that pages use. A maintainer extends these tables when a page uses another one: what is not here is
//! reported, never guessed.
//!
//! Words are compared in their normalized form ([`normalized`]): without white space, in ASCII punctuation, in lower case.
//!
//! [`normalized`]: crate::text::normalized

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The HTTP method, on the same line.
    Method,
    /// The URL, on the same line.
    Address,
    /// An example of a request.
    RequestExample,
    /// An example of a reply.
    ReplyExample,
    /// A table of parameters: of the request, unless the reply has begun.
    Parameters,
    /// A table of the request's parameters.
    RequestParameters,
    /// A table of the reply's members.
    ReplyParameters,
    /// The tables and sentences about who may call.
    Permissions,
    /// An example of an event.
    EventExample,
    /// An example: of the request, unless the reply has begun.
    Example,
}

/// The labels of sections.
pub const SECTIONS: &[(&str, Section)] = &[
    ("请求方式", Section::Method),
    ("请求方法", Section::Method),
    ("请求地址", Section::Address),
    ("请求url", Section::Address),
    ("请求示例", Section::RequestExample),
    ("请求实例", Section::RequestExample),
    ("请求包体", Section::RequestExample),
    ("请求包结构体为", Section::RequestExample),
    ("body参数", Section::RequestExample),
    ("请求参数", Section::RequestParameters),
    ("请求参数说明", Section::RequestParameters),
    ("参数说明", Section::Parameters),
    ("字段说明", Section::Parameters),
    ("字段内容", Section::Parameters),
    ("返回参数说明", Section::ReplyParameters),
    ("return参数说明", Section::ReplyParameters),
    ("返回参数", Section::ReplyParameters),
    ("返回结果", Section::ReplyExample),
    ("返回示例", Section::ReplyExample),
    ("返回数据", Section::ReplyExample),
    ("返回说明", Section::ReplyExample),
    ("返回值", Section::ReplyExample),
    ("返回响应", Section::ReplyExample),
    ("return返回结果", Section::ReplyExample),
    ("权限说明", Section::Permissions),
    ("事件示例", Section::EventExample),
    ("示例", Section::Example),
];

/// What follows the name of a member in the heading of a table that has its members, the longest first.
pub const SUBTABLES: &[&str] = &[
    "字段说明",
    "参数说明",
    "结构说明",
    "对象说明",
    "结构体说明",
    "说明",
    "字段",
    "参数",
    "结构体",
    "结构",
    "对象",
    " fields",
    " parameters",
    " object",
];

/// The tags of events, in their order: of the first line whose first tag is in the message. `Event` and `ChangeType` are
/// elements of XML, the others members of JSON.
pub const EVENT_TAGS: &[&[&str]] =
    &[&["Event", "ChangeType"], &["InfoType", "ChangeType"], &["event_type"], &["eventType"], &["event"]];

/// What a column of a table contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The name of a member, or its path.
    Name,
    /// The type.
    Type,
    /// Whether the member is required.
    Required,
    /// The description.
    Description,
    /// The kind of an app.
    App,
    /// What an app needs.
    Needs,
    /// A value of an enum.
    Value,
    /// What the value means.
    Meaning,
    /// Something that is not about members.
    Other,
}

/// The titles of columns.
pub const COLUMNS: &[(&str, Column)] = &[
    ("参数", Column::Name),
    ("参数名", Column::Name),
    ("字段", Column::Name),
    ("字段名", Column::Name),
    ("名称", Column::Name),
    ("类型", Column::Type),
    ("参数类型", Column::Type),
    ("数据类型", Column::Type),
    ("必须", Column::Required),
    ("是否必须", Column::Required),
    ("必填", Column::Required),
    ("是否必填", Column::Required),
    ("必需", Column::Required),
    ("说明", Column::Description),
    ("描述", Column::Description),
    ("备注", Column::Description),
    ("应用类型", Column::App),
    ("权限要求", Column::Needs),
    ("接收事件开关", Column::Other),
    ("值", Column::Value),
    ("id", Column::Value),
    ("含义", Column::Meaning),
    ("状态", Column::Meaning),
    ("用户动作", Column::Other),
    ("事件场景", Column::Other),
    ("允许下发条数", Column::Other),
    ("允许下发条数限制", Column::Other),
    ("下发时限", Column::Other),
    ("code有效期", Column::Other),
    ("支持的消息类型", Column::Other),
    ("获取code途径", Column::Other),
    ("", Column::Other),
];

/// The type that a page names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A text.
    Text,
    /// An integer.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// True or false.
    Bool,
    /// An object.
    Object,
    /// A list, of objects if nothing else is said.
    List,
    /// A list of texts.
    TextList,
    /// A list of integers.
    IntegerList,
    /// A list of objects.
    ObjectList,
}

/// The words for types.
pub const TYPES: &[(&str, Type)] = &[
    ("string", Type::Text),
    ("str", Type::Text),
    ("stirng", Type::Text),
    ("char", Type::Text),
    ("字符串", Type::Text),
    ("int", Type::Integer),
    ("int32", Type::Integer),
    ("int64", Type::Integer),
    ("uint", Type::Integer),
    ("uint32", Type::Integer),
    ("uint64", Type::Integer),
    ("integer", Type::Integer),
    ("long", Type::Integer),
    ("unit32", Type::Integer),
    ("unsignedint", Type::Integer),
    ("uint_32", Type::Integer),
    ("整型", Type::Integer),
    ("时间戳", Type::Integer),
    ("number", Type::Number),
    ("float", Type::Number),
    ("double", Type::Number),
    ("bool", Type::Bool),
    ("boolean", Type::Bool),
    ("布尔", Type::Bool),
    ("obj", Type::Object),
    ("object", Type::Object),
    ("json", Type::Object),
    ("结构体", Type::Object),
    ("array", Type::List),
    ("arrary", Type::List),
    ("list", Type::List),
    ("数组", Type::List),
    ("stringarray", Type::TextList),
    ("string[]", Type::TextList),
    ("array[string]", Type::TextList),
    ("array(string)", Type::TextList),
    ("string数组", Type::TextList),
    ("stringlist", Type::TextList),
    ("uint32array", Type::IntegerList),
    ("intarray", Type::IntegerList),
    ("array[integer]", Type::IntegerList),
    ("int[]", Type::IntegerList),
    ("obj[]", Type::ObjectList),
    ("objarray", Type::ObjectList),
    ("object[]", Type::ObjectList),
    ("objectarray", Type::ObjectList),
    ("array[object]", Type::ObjectList),
    ("array(object)", Type::ObjectList),
];

/// The words for whether a member is required. `None` means that it depends.
pub const REQUIRED: &[(&str, Option<bool>)] = &[
    ("是", Some(true)),
    ("必须", Some(true)),
    ("必需", Some(true)),
    ("必填", Some(true)),
    ("yes", Some(true)),
    ("true", Some(true)),
    ("required", Some(true)),
    ("否", Some(false)),
    ("非必须", Some(false)),
    ("非必填", Some(false)),
    ("可选", Some(false)),
    ("no", Some(false)),
    ("false", Some(false)),
    ("optional", Some(false)),
    ("部分必填", None),
];

/// Looks a word up in one of the tables.
#[must_use]
pub fn look_up<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    let word = crate::text::normalized(word);
    table.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn assert_normalized<T>(table: &[(&str, T)]) {
        let words: BTreeSet<&str> = table.iter().map(|(word, _)| *word).collect();
        assert_eq!(words.len(), table.len(), "a word is there twice");
        for word in words {
            assert_eq!(crate::text::normalized(word), word, "words of the tables are normalized");
        }
    }

    #[test]
    fn tables_have_each_word_once_and_normalized() {
        assert_normalized(SECTIONS);
        assert_normalized(COLUMNS);
        assert_normalized(TYPES);
        assert_normalized(REQUIRED);
    }
}
