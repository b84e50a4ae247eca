//! Generates names and texts.

use std::collections::BTreeSet;

use fastrand::Rng;

use crate::draw::{happens, one};

const NOUNS: &[&str] = &[
    "account",
    "address",
    "agent",
    "answer",
    "area",
    "audit",
    "avatar",
    "badge",
    "batch",
    "board",
    "brand",
    "budget",
    "button",
    "campaign",
    "card",
    "cart",
    "category",
    "channel",
    "chat",
    "city",
    "clue",
    "comment",
    "company",
    "contact",
    "contract",
    "coupon",
    "course",
    "customer",
    "deal",
    "degree",
    "device",
    "district",
    "draft",
    "event",
    "expense",
    "favorite",
    "feedback",
    "folder",
    "follower",
    "form",
    "friend",
    "gift",
    "goods",
    "greeting",
    "group",
    "guest",
    "image",
    "invoice",
    "keyword",
    "label",
    "language",
    "lead",
    "letter",
    "link",
    "location",
    "manager",
    "market",
    "media",
    "meeting",
    "member",
    "menu",
    "message",
    "moment",
    "news",
    "notice",
    "offer",
    "order",
    "origin",
    "owner",
    "package",
    "partner",
    "payment",
    "person",
    "phone",
    "photo",
    "plan",
    "poster",
    "price",
    "product",
    "profile",
    "project",
    "province",
    "question",
    "quota",
    "rank",
    "reader",
    "receipt",
    "record",
    "region",
    "remark",
    "report",
    "reward",
    "robot",
    "room",
    "sale",
    "schedule",
    "season",
    "sender",
    "session",
    "shop",
    "signature",
    "staff",
    "stage",
    "store",
    "subject",
    "survey",
    "task",
    "team",
    "template",
    "ticket",
    "topic",
    "track",
    "trial",
    "user",
    "video",
    "visit",
    "visitor",
    "voucher",
    "wallet",
    "welcome",
    "worker",
    "zone",
];

const QUALITIES: &[&str] = &[
    "active", "average", "basic", "blocked", "bound", "closed", "common", "current", "daily", "default", "direct",
    "early", "external", "final", "first", "fixed", "full", "global", "hidden", "inner", "joined", "last", "late",
    "latest", "local", "main", "manual", "minor", "monthly", "native", "new", "next", "old", "online", "open",
    "original", "other", "outer", "paid", "past", "public", "real", "recent", "related", "second", "shared", "short",
    "single", "source", "spare", "third", "total", "true", "unread", "upper", "valid", "visible", "weekly", "whole",
];

const VERBS: &[&str] = &[
    "add", "assign", "batchget", "bind", "cancel", "close", "count", "create", "delete", "export", "fetch", "find",
    "get", "import", "invite", "list", "lock", "mark", "merge", "modify", "move", "open", "query", "remove", "reset",
    "search", "send", "share", "sync", "transfer", "unbind", "update",
];

const FILLERS: &[&str] = &[
    "the", "of", "a", "that", "is", "in", "to", "and", "for", "once", "who", "as", "on", "with", "by", "when", "has",
    "been", "are", "not", "where", "which", "only", "given", "shown", "noted", "each", "all", "one", "been",
];

const TERMS: &[&str] = &[
    "客户", "成员", "标签", "名称", "列表", "时间", "类型", "状态", "来源", "备注", "部门", "企业", "外部", "联系",
    "群聊", "消息", "订单", "商品", "渠道", "员工", "地址", "电话", "头像", "性别", "职位", "描述", "编号", "分组",
    "数量", "金额", "活动", "素材", "模板", "审批", "权限", "应用", "账号", "接口", "结果", "页面", "内容", "标题",
];

/// A noun.
pub(crate) fn noun(rng: &mut Rng) -> &'static str {
    one(rng, NOUNS)
}

/// The noun with a number. Beyond the length of the list, the number is appended.
pub(crate) fn numbered(number: usize) -> String {
    let noun = NOUNS[number % NOUNS.len()];
    match number / NOUNS.len() {
        0 => noun.to_owned(),
        round => format!("{noun}{round}"),
    }
}

/// An unused snake_case name of one or two words.
pub(crate) fn field(rng: &mut Rng, taken: &mut BTreeSet<String>) -> String {
    fresh(taken, |attempt| {
        let noun = noun(rng);
        match rng.usize(..3) {
            _ if attempt > 40 => format!("{}_{noun}_{attempt}", one(rng, QUALITIES)),
            0 => noun.to_owned(),
            1 => format!("{}_{noun}", one(rng, QUALITIES)),
            _ => format!("{noun}_{}", one(rng, NOUNS)),
        }
    })
}

/// An unused snake_case name for an endpoint.
pub(crate) fn endpoint(rng: &mut Rng, taken: &mut BTreeSet<String>) -> String {
    fresh(taken, |attempt| {
        let name = format!("{}_{}", one(rng, VERBS), noun(rng));
        if attempt > 40 { format!("{name}_{attempt}") } else { name }
    })
}

/// An unused UpperCamelCase name with this ending.
pub(crate) fn type_name(rng: &mut Rng, ending: &str, taken: &mut BTreeSet<String>) -> String {
    fresh(taken, |attempt| {
        let (quality, noun) = (upper(one(rng, QUALITIES)), upper(noun(rng)));
        if attempt > 40 { format!("{quality}{noun}{attempt}{ending}") } else { format!("{quality}{noun}{ending}") }
    })
}

fn fresh(taken: &mut BTreeSet<String>, mut make: impl FnMut(usize) -> String) -> String {
    let mut attempt = 0;
    loop {
        let name = make(attempt);
        if taken.insert(name.clone()) {
            return name;
        }
        attempt += 1;
    }
}

fn upper(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// English text of about this many bytes: sentences, some with a name in backticks.
pub(crate) fn prose(rng: &mut Rng, bytes: usize) -> String {
    let mut text = String::new();
    let mut left_in_sentence = 0;
    while text.len() < bytes {
        if left_in_sentence == 0 {
            left_in_sentence = rng.usize(8..20);
            text.push_str(if text.is_empty() { "The" } else { ". It" });
        }
        let word = if rng.bool() { one(rng, FILLERS) } else { noun(rng) };
        text.push_str(&if happens(rng, (1, 60)) { format!(" `{word}`") } else { format!(" {word}") });
        left_in_sentence -= 1;
    }
    text.push('.');
    text
}

/// A vendor's term of about this many characters.
pub(crate) fn label(rng: &mut Rng, chars: usize) -> String {
    (0..chars.div_ceil(2).max(1)).map(|_| one(rng, TERMS)).collect()
}

/// An unused vendor's term.
pub(crate) fn label_beside(rng: &mut Rng, chars: usize, taken: &mut BTreeSet<String>) -> String {
    fresh(taken, |attempt| label(rng, chars + attempt))
}
