//! Replies of `externalcontact/get`: the members of the docs' example, in its order, repeated up to a size.

use std::fmt::Write;

use fastrand::Rng;
use generated::wecom::externalcontact::{ExternalAttrContent, get::Response};
use serde_json::Value;

/// The measured sizes in bytes, and their names in tables.
pub const SIZES: [(&str, usize); 3] = [("1 kB", 1_000), ("100 kB", 100_000), ("10 MB", 10_000_000)];

const SURNAMES: [&str; 12] = ["李", "王", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "欧阳", "司徒"];
const NAMES: [&str; 12] = ["明", "丽华", "建国", "秀英", "伟", "芳", "子轩", "雨桐", "志强", "静", "浩然", "思琪"];
const TITLES: [&str; 6] = ["总", "部长", "经理", "主任", "女士", "先生"];
const CITIES: [&str; 8] = ["深圳", "上海", "北京", "杭州", "成都", "广州", "苏州", "武汉"];
const TRADES: [&str; 8] = ["科技", "贸易", "教育", "医疗器械", "餐饮管理", "物流", "信息技术", "文化传媒"];
const GROUPS: [&str; 6] = ["客户等级", "客户来源", "意向产品", "所在行业", "跟进阶段", "购买记录"];
const TAGS: [&str; 8] = ["重要客户", "官网咨询", "企业版", "制造业", "已报价", "老客户", "待回访", "线下展会"];
const NOTES: [&str; 8] = [
    "对接采购事务",
    "采购问题咨询",
    "下周二上午回访，确认合同条款",
    "关注价格，需要与竞品的对比资料",
    "年框客户，季度对账，联系财务开票",
    "希望安排一次线上演示\\n参会约五人",
    "转介绍客户，由老客户推荐，优先跟进",
    "试用到期，等待内部审批后续约",
];
const ACCOUNTS: [&str; 8] = ["rocky", "tommy", "zhangwei", "lina.chen", "WangXiaoMing", "sales007", "kefu_02", "lisi"];
const WAYS: [u8; 8] = [0, 1, 2, 3, 4, 8, 10, 16];

/// A reply of about this size, always the same. A small one is a WeChat user, who has fewer members.
#[must_use]
pub fn reply(bytes: usize) -> String {
    // With this seed the smallest reply has two followers and three tags in 1,036 bytes.
    let mut rng = Rng::with_seed(22);
    let mut out = String::from(r#"{"errcode":0,"errmsg":"ok","external_contact":"#);
    contact(&mut rng, bytes >= 10_000, &mut out);
    out.push_str(r#","follow_user":["#);
    loop {
        follower(&mut rng, &mut out);
        if out.len() + 2 >= bytes {
            break;
        }
        out.push(',');
    }
    out.push_str("]}");
    out
}

/// The same reply with every id empty, which violates all rules.
#[must_use]
pub fn all_wrong(mut reply: Value) -> Value {
    empty_ids(&mut reply);
    reply
}

fn empty_ids(value: &mut Value) {
    const IDS: [&str; 6] = ["external_userid", "unionid", "userid", "oper_userid", "tag_id", "appid"];
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| match value {
            Value::String(id) if IDS.contains(&name.as_str()) => id.clear(),
            value => empty_ids(value),
        }),
        Value::Array(list) => list.iter_mut().for_each(empty_ids),
        _ => {}
    }
}

/// Empties every id of a reply that was read, as [`all_wrong`] does in JSON.
pub fn empty_all_ids(reply: &mut Response) {
    fn empty<'a, T: From<&'a str>>(id: &mut Option<T>) {
        *id = id.take().map(|_| T::from(""));
    }

    if let Some(contact) = &mut reply.external_contact {
        empty(&mut contact.external_userid);
        empty(&mut contact.unionid);
        for attribute in contact.external_profile.iter_mut().flat_map(|profile| &mut profile.external_attr) {
            if let Some(ExternalAttrContent::Miniprogram(program)) = &mut attribute.content {
                empty(&mut program.appid);
            }
        }
    }
    for follower in &mut reply.follow_user {
        empty(&mut follower.userid);
        empty(&mut follower.oper_userid);
        follower.tags.iter_mut().for_each(|tag| empty(&mut tag.tag_id));
    }
}

/// An id in the vendor's format.
pub(crate) fn id(rng: &mut Rng, start: &str, length: usize) -> String {
    let rest = (start.len()..length).map(|_| rng.alphanumeric());
    start.chars().chain(rest).collect()
}

/// Appends JSON. Writing to a `String` cannot fail.
macro_rules! append {
    ($out:expr, $($text:tt)*) => {
        let _ = write!($out, $($text)*);
    };
}

fn any<T: Copy>(rng: &mut Rng, of: &[T]) -> T {
    of[rng.usize(..of.len())]
}

fn contact(rng: &mut Rng, works: bool, out: &mut String) {
    let (user, name) = (id(rng, "wo", 32), format!("{}{}", any(rng, &SURNAMES), any(rng, &NAMES)));
    append!(out, r#"{{"external_userid":"{user}","name":"{name}""#);
    if works {
        append!(out, r#","position":"{}""#, any(rng, &TITLES));
    }
    append!(out, r#","avatar":"https://wx.qlogo.cn/mmhead/{}/0""#, id(rng, "Q3auHgzwzM", 64));
    if works {
        let (city, trade) = (any(rng, &CITIES), any(rng, &TRADES));
        append!(out, r#","corp_name":"{city}{trade}","corp_full_name":"{city}{trade}有限公司""#);
    }
    append!(out, r#","type":{},"gender":{}"#, if works { 2 } else { 1 }, rng.u8(..3));
    append!(out, r#","unionid":"{}""#, id(rng, "ozynqs", 28));
    if works {
        let appid = id(rng, "wx", 18);
        append!(
            out,
            r#","external_profile":{{"external_attr":[{{"type":0,"name":"部门","text":{{"value":"市场部"}}}},{{"type":1,"name":"公司网站","web":{{"url":"https://www.example.com/about","title":"关于我们"}}}},{{"type":2,"name":"商城","miniprogram":{{"appid":"{appid}","pagepath":"/pages/index","title":"官方商城"}}}}]}}"#
        );
    }
    out.push('}');
}

fn follower(rng: &mut Rng, out: &mut String) {
    let account = format!("{}{}", any(rng, &ACCOUNTS), rng.u16(..1000));
    append!(out, r#"{{"userid":"{account}","remark":"{}{}""#, any(rng, &SURNAMES), any(rng, &TITLES));
    append!(out, r#","description":"{}""#, any(rng, &NOTES));
    append!(out, r#","createtime":{}"#, 1_525_779_812 + rng.u32(..200_000_000));
    tags(rng, out);
    if rng.bool() {
        append!(out, r#","remark_corp_name":"{}{}""#, any(rng, &CITIES), any(rng, &TRADES));
        append!(out, r#","remark_mobiles":["1{}""#, rng.u64(3_000_000_000..10_000_000_000));
        if rng.u8(..4) == 0 {
            append!(out, r#","1{}""#, rng.u64(3_000_000_000..10_000_000_000));
        }
        out.push(']');
    }
    if rng.u8(..4) == 0 {
        append!(out, r#","state":"外联二维码{}""#, rng.u8(1..50));
    }
    let oper = if rng.bool() { account } else { id(rng, "wo", 32) };
    let way = any(rng, &WAYS);
    append!(out, r#","oper_userid":"{oper}","add_way":{way}"#);
    if way == 10 {
        append!(out, r#","wechat_channels":{{"nickname":"{}{}","source":1}}"#, any(rng, &CITIES), any(rng, &TRADES));
    }
    out.push('}');
}

fn tags(rng: &mut Rng, out: &mut String) {
    let count = rng.u8(..4);
    for at in 0..count {
        out.push_str(if at == 0 { r#","tags":["# } else { "," });
        append!(out, r#"{{"group_name":"{}","tag_name":"{}""#, any(rng, &GROUPS), any(rng, &TAGS));
        match rng.u8(1..4) {
            2 => out.push_str(r#","type":2}"#),
            kind => {
                let id = id(rng, if kind == 1 { "et" } else { "st" }, 32);
                append!(out, r#","tag_id":"{id}","type":{kind}}}"#);
            }
        }
    }
    if count > 0 {
        out.push(']');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use generated::wecom::externalcontact::get::Response;

    use super::{SIZES, all_wrong, empty_all_ids, reply};

    #[test]
    fn a_reply_has_about_its_size_and_is_always_the_same() {
        for (name, size) in SIZES {
            let text = reply(size);
            assert!((size..size + 1_000).contains(&text.len()), "{name}: {}", text.len());
            assert!(serde_json::from_str::<Value>(&text).is_ok());
            assert_eq!(text, reply(size));
        }
    }

    #[test]
    fn a_wrong_reply_differs_only_in_its_ids() {
        let valid: Value = serde_json::from_str(&reply(20_000)).expect("it is JSON");
        let wrong = all_wrong(valid.clone());
        assert_eq!(wrong["external_contact"]["unionid"], "");
        assert_eq!(wrong["follow_user"][0]["userid"], "");
        assert_eq!(wrong["follow_user"][0]["remark"], valid["follow_user"][0]["remark"]);
    }

    #[test]
    fn ids_are_emptied_the_same_in_both() {
        let text = reply(20_000);
        let mut read: Response = serde_json::from_str(&text).expect("it is a reply");
        empty_all_ids(&mut read);
        let mut json = all_wrong(serde_json::from_str(&text).expect("it is JSON"));
        json.as_object_mut().expect("it is an object").retain(|name, _| !name.starts_with("err"));
        assert_eq!(serde_json::to_value(&read).expect("it can be written"), json);
    }
}
