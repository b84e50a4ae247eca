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
    ("异步返回值", Section::EventExample),
    ("处理结果,异步返回值", Section::EventExample),
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

/// The kinds of apps in a sentence about permissions, with the names that tables have for them.
pub const APPS: &[(&str, &[&str])] = &[
    ("第三方/自建应用", &["第三方应用", "自建应用"]),
    ("自建/第三方应用", &["自建应用", "第三方应用"]),
    ("自建应用", &["自建应用"]),
    ("第三方应用", &["第三方应用"]),
    ("代开发应用", &["代开发应用"]),
    ("代开发自建应用", &["代开发自建应用"]),
    ("营销获客类应用", &["营销获客类应用"]),
    ("营销获客应用", &["营销获客类应用"]),
    ("「营销获客」应用", &["营销获客类应用"]),
    ("第三方或代开发应用", &["第三方应用", "代开发应用"]),
    ("客户联系系统应用", &["客户联系系统应用"]),
    ("“客户联系”secret", &["系统应用"]),
];

/// What a sentence has in it that only introduces the permissions below.
pub const BEFORE_PERMISSIONS: &[&str] = &["满足如下的权限", "满足以下权限", "需要满足"];

/// What remarks begin with, and the titles of boxes with them.
pub const REMARKS: &[&str] = &["提示", "注意", "注", "说明"];

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
    ("int32[]", Type::IntegerList),
    ("int64[]", Type::IntegerList),
    ("uint32[]", Type::IntegerList),
    ("uint64[]", Type::IntegerList),
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

/// What a number in a description counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The bytes of a text.
    Bytes,
    /// The characters of a text.
    Chars,
    /// The elements of a list; it is also said of characters and of other things, so the row's type must say that it is a list.
    Items,
    /// Something that is no limit of a value on the wire: days, pixels, megabytes.
    Other,
}

/// What follows a number. In descriptions, words are compared in lower case and with ASCII punctuation, and the longest word
/// wins.
pub const UNITS: &[(&str, Unit)] = &[
    ("字节", Unit::Bytes),
    ("个字节", Unit::Bytes),
    ("bytes", Unit::Bytes),
    ("byte", Unit::Bytes),
    ("字符", Unit::Chars),
    ("个字符", Unit::Chars),
    ("个字", Unit::Chars),
    ("字", Unit::Chars),
    ("汉字", Unit::Chars),
    ("个汉字", Unit::Chars),
    ("个中文", Unit::Chars),
    ("个utf8字符", Unit::Chars),
    ("个utf-8字符", Unit::Chars),
    ("characters", Unit::Chars),
    ("chars", Unit::Chars),
    ("个", Unit::Items),
    ("条", Unit::Items),
    ("人", Unit::Items),
    ("项", Unit::Items),
    ("位", Unit::Items),
    ("items", Unit::Items),
    ("entries", Unit::Items),
    ("elements", Unit::Items),
    ("天", Unit::Other),
    ("个小时", Unit::Other),
    ("小时", Unit::Other),
    ("分钟", Unit::Other),
    ("秒", Unit::Other),
    ("s", Unit::Other),
    ("年", Unit::Other),
    ("个月", Unit::Other),
    ("月", Unit::Other),
    ("元", Unit::Other),
    ("像素", Unit::Other),
    ("k", Unit::Other),
    ("kb", Unit::Other),
    ("m", Unit::Other),
    ("mb", Unit::Other),
    ("g", Unit::Other),
    ("gb", Unit::Other),
    ("次", Unit::Other),
    ("%", Unit::Other),
    ("days", Unit::Other),
    ("hours", Unit::Other),
    ("seconds", Unit::Other),
];

/// Before the greatest number that is allowed.
pub const AT_MOST: &[&str] = &[
    "最多",
    "最长",
    "最大",
    "不超过",
    "不能超过",
    "不得超过",
    "不可超过",
    "不多于",
    "不大于",
    "至多",
    "上限",
    "小于等于",
    "<=",
    "≤",
    "at most",
    "up to",
    "no more than",
    "not more than",
    "maximum",
    "max",
];

/// Before the least number that is allowed.
pub const AT_LEAST: &[&str] = &[
    "不少于",
    "不小于",
    "不低于",
    "至少",
    "最少",
    "最短",
    "最小",
    "大于等于",
    ">=",
    "≥",
    "at least",
    "no less than",
    "minimum",
    "min",
];

/// Before the least and the greatest number.
pub const BETWEEN: &[&str] =
    &["取值范围", "值范围", "数值范围", "有效范围", "范围", "可填充个数", "个数", "长度", "between", "range"];

/// Before the only number of elements.
pub const ONLY: &[&str] = &["仅支持", "只支持", "目前仅支持", "目前只支持", "只允许", "仅允许"];

/// Words between one of the words above and its number.
pub const FILLERS: &[&str] = &[
    "为",
    "是",
    ":",
    "=",
    "支持",
    "可支持",
    "可",
    "可以",
    "允许",
    "一次",
    "每次",
    "传",
    "传入",
    "填",
    "填写",
    "添加",
    "配置",
    "关联",
    "指定",
    "分配",
    "转移",
    "包含",
    "选择",
    "长度",
    "值",
    "数量",
    "个数",
    "不超过",
    "不能超过",
    "不多于",
    "不大于",
    "字节数",
    "字符数",
    "有效",
    "的",
    "of",
    "length",
    "is",
    "to",
    "value",
    "size",
];

/// Between the least and the greatest number.
pub const TO: &[&str] = &["~", "-", "到", "至", ",", "to", "and", "..", "–", "—"];

/// In a clause with a limit: the limit is not one of the member's own value.
pub const OTHER_SUBJECTS: &[&str] = &[
    "其中",
    "加起来",
    "总",
    "共",
    "每组",
    "每个",
    "每条",
    "每天",
    "每日",
    "每月",
    "或者",
    "长边",
    "短边",
    "时长",
    "in total",
    "each",
];

/// What a server does with more than a limit allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// It keeps the beginning.
    Truncated,
    /// It uses the default.
    Default,
    /// It uses the maximum.
    Maximum,
    /// It refuses the request.
    Refused,
}

/// After a limit: what the server does with more.
pub const BEYOND: &[(&str, Beyond)] = &[
    ("超出部分截断", Beyond::Truncated),
    ("超出部分会被截断", Beyond::Truncated),
    ("超过会自动截断", Beyond::Truncated),
    ("超过会被截断", Beyond::Truncated),
    ("超出会截断", Beyond::Truncated),
    ("将被截断", Beyond::Truncated),
    ("会被截断", Beyond::Truncated),
    ("会自动截断", Beyond::Truncated),
    ("超过最大值时取默认值", Beyond::Default),
    ("超过最大值时取最大值", Beyond::Maximum),
    ("需分批调用", Beyond::Refused),
];

/// Says of the members that a sentence names that one of them must be given.
pub const AT_LEAST_ONE: &[&str] =
    &["不可同时为空", "不能同时为空", "不得同时为空", "必须填写一个", "至少填写一个", "至少填一个"];

/// Before the greatest number of days between two times that a sentence names.
pub const SPANS: &[&str] =
    &["跨度为", "跨度不超过", "跨度不能超过", "跨度", "间隔不能超过", "间隔不超过", "间隔不得超过"];

/// What the words for an endpoint that only reads begin with: the last part of its path, and its title.
pub const READS: &[&str] = &["get", "list", "query", "search", "batchget", "获取", "批量获取", "查询"];

/// Before the value that is used if the member is absent.
pub const DEFAULTS: &[&str] = &[
    "默认值为",
    "默认值是",
    "默认值:",
    "默认值",
    "默认为",
    "默认是",
    "默认:",
    "默认取",
    "默认情况下为",
    "默认情况下是",
    "默认情况下",
    "默认",
    "缺省为",
    "缺省值",
    "defaults to",
    "default is",
    "default:",
    "default",
];

/// After a word of [`DEFAULTS`]: the value is also the greatest number.
pub const ALSO_AT_MOST: &[&str] = &["和最大值都为", "和最大值均为", "和最大值为", "与最大值均为", "与最大值都为"];

/// Before the only value.
pub const FIXED: &[&str] = &[
    "固定为:",
    "固定为",
    "固定值为",
    "固定值:",
    "固定值",
    "固定填",
    "固定传",
    "值必须是",
    "值必须为",
    "恒为",
    "fixed to",
    "always",
    "must be",
];

/// Before a list of values without labels.
pub const ONE_OF: &[&str] =
    &["可选值:", "可选值为", "可选", "取值:", "取值为", "目前仅支持", "仅支持", "只支持", "one of:", "one of"];

/// Between a value and its label.
pub const LABELS: &[&str] = &["-", "–", "—", ":", "=", "表示", ",表示", "代表", "为", "指"];

/// Ends the label of the last value.
pub const LABEL_ENDS: &[&str] =
    &[",默认", " 默认", ",不填", ", 不填", " 不填", ",若", ";若", ",如", ";如", ",仅", " 仅", ",注意", " 注意", "**"];

/// Before the label of the first value.
pub const LABEL_BEGINS: &[&str] = &["分别有", "分别为", "分别是", "包括", "分为", "目前有"];

/// Phrases that contain a mark and say nothing that a schema could.
pub const QUIET: &[&str] =
    &["首次调用可不填", "首次调用不填", "可不填", "可以不填", "唯一标识", "唯一身份标识", "唯一id"];

/// What a sentence with a limit or a condition has in it. `true`: only with a number.
pub const MARKS: &[(&str, bool)] = &[
    ("最多", true),
    ("最长", true),
    ("最大", true),
    ("最小", true),
    ("最少", true),
    ("不超过", true),
    ("不能超过", true),
    ("不得超过", true),
    ("不多于", true),
    ("不少于", true),
    ("不大于", true),
    ("不小于", true),
    ("至少", true),
    ("至多", true),
    ("上限", true),
    ("取值范围", true),
    ("at most", true),
    ("maximum", true),
    ("at least", true),
    ("minimum", true),
    ("正则", false),
    ("默认", false),
    ("截断", false),
    ("必填", false),
    ("必传", false),
    ("时返回", false),
    ("才返回", false),
    ("才会返回", false),
    ("不返回", false),
    ("时有效", false),
    ("下有效", false),
    ("有值", false),
    ("有此字段", false),
    ("有该字段", false),
    ("不填", false),
    ("为空", false),
    ("不能同时", false),
    ("不可同时", false),
    ("不会同时", false),
    ("同时为空", false),
    ("同时填", false),
    ("同时传", false),
    ("同时指定", false),
    ("同时存在", false),
    ("只能有", false),
    ("只能填", false),
    ("只能传", false),
    ("只能输入", false),
    ("只能选", false),
    ("选一", false),
    ("互斥", false),
    ("忽略", false),
    ("唯一", false),
    ("不能重复", false),
    ("不可重复", false),
    ("only if", false),
    ("required if", false),
    ("default", false),
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
