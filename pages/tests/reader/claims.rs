//! What descriptions state in a fixed form, and the sentences that a person must read.

use facts::{Bounds, Claim};
use pages::page::{Member, Part};

/// The part of a page with one row of the request, and an example of it.
fn part(ty: &str, example: &str, description: &str) -> Part {
    let text = format!(
        "请求方式：POST\n请求地址：https://h.example/a\n\n请求示例：\n\n```\n{{ {example} }}\n```\n\n参数说明：\n\n\
         | 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n| it | {ty} | 否 | {description} |\n"
    );
    let page = pages::read(&text);
    for claimed in page.parts[0].tables[0].rows[0].claims.iter() {
        assert!(text.get(claimed.at.clone()).is_some_and(|words| !words.is_empty()), "{claimed:?}");
    }
    page.parts.into_iter().next().expect("the page has an endpoint")
}

fn row(ty: &str, description: &str) -> Member {
    part(ty, "", description).tables.remove(0).rows.remove(0)
}

fn claims(ty: &str, description: &str) -> Vec<Claim> {
    row(ty, description).claims.into_iter().map(|claimed| claimed.claim).collect()
}

fn unclaimed(ty: &str, description: &str) -> Vec<String> {
    part(ty, "", description).unclaimed.into_iter().map(|text| text.text).collect()
}

/// `1..64`, `..64` or `1..`.
fn bounds(text: &str) -> Bounds {
    let end = |text: &str| text.parse().ok();
    text.split_once("..").map(|(min, max)| Bounds { min: end(min), max: end(max) }).expect("two ends")
}

fn values(all: &[&str]) -> Claim {
    Claim::Values(all.iter().map(|&value| value.to_owned()).collect())
}

#[track_caller]
fn check(ty: &str, description: &str, expected: &[Claim]) {
    assert_eq!(claims(ty, description), expected, "{description}");
    assert_eq!(unclaimed(ty, description), [""; 0], "{description}");
}

#[test]
fn limits_of_bytes_and_characters() {
    for (text, limit) in [
        ("名称。不多于64字节", "..64"),
        ("最长为64个字节", "..64"),
        ("最大长度为64字节，来自别处", "..64"),
        ("不少于1字节 不多于64字节", "1..64"),
        ("最长不超过64个**字节**，超出部分截断", "..64"),
        ("长度1~64字节", "1..64"),
        ("At most 64 bytes", "..64"),
        ("Between 1 and 64 bytes", "1..64"),
    ] {
        check("string", text, &[Claim::Bytes(bounds(limit))]);
    }
    for text in
        ["最多20个字符", "不超过20个字", "不能超过20个UTF-8字符", "上限20个汉字", "不超过２０个字", "max 20 characters"]
    {
        check("string", text, &[Claim::Chars(bounds("..20"))]);
    }
    check("string", "最多64个字(128个字节)", &[Claim::Chars(bounds("..64")), Claim::Bytes(bounds("..128"))]);
}

#[test]
fn the_type_says_what_a_number_without_a_unit_counts() {
    for text in ["不超过9个", "最多支持添加9个附件", "最大长度为9", "最多一次转移9个", "仅支持9个", "up to 9 items"]
    {
        check("array", text, &[Claim::Items(bounds("..9"))]);
    }
    check("array", "可填充个数：0 ~ 100。超过100个需分批调用。", &[Claim::Items(bounds("0..100"))]);
    check(
        "array",
        "词不能超过30个字符，列表不能超过1万个",
        &[Claim::Chars(bounds("..30")), Claim::Items(bounds("..10000"))],
    );
    check("int", "最大值100", &[Claim::Range(bounds("..100"))]);
    check("int", "取值范围[0, 2^32)", &[Claim::Range(bounds("0..4294967295"))]);
    check("float", "范围为90 ~ -90", &[Claim::Range(bounds("-90..90"))]);
    // Of a text, it is not said what is counted.
    assert_eq!(claims("string", "不超过9个"), []);
    assert_eq!(unclaimed("string", "不超过9个"), ["不超过9个"]);
}

#[test]
fn examples_have_the_type_where_the_table_has_none() {
    let limit = |example: &str| {
        let part = part("", example, "不超过9个");
        part.tables[0].rows[0].claims.first().map(|claimed| claimed.claim.clone())
    };
    assert_eq!(limit(r#""it": ["a"]"#), Some(Claim::Items(bounds("..9"))));
    assert_eq!(limit(r#""it": 1"#), Some(Claim::Range(bounds("..9"))));
    assert_eq!(limit(r#""it": "a""#), None);
}

#[test]
fn defaults_and_fixed_values() {
    for (text, value) in [
        ("默认为true", "true"),
        ("整型, 默认值500；", "500"),
        ("默认0。可选", "0"),
        ("默认为100条", "100"),
        ("defaults to all", "all"),
        ("0-不要 1-要。默认不要", "0"),
    ] {
        assert!(claims("", text).contains(&Claim::Default(value.to_owned())), "{text}: {:?}", claims("", text));
    }
    check("bool", "默认为否", &[Claim::Default("false".to_owned())]);
    check("int", "默认值和最大值都为1000", &[Claim::Default("1000".to_owned()), Claim::Range(bounds("..1000"))]);
    for text in ["此时固定为event", "固定为：`event`", "值必须是event", "fixed to event"] {
        check("string", text, &[Claim::Fixed("event".to_owned())]);
    }
    // A time, and words.
    for text in ["默认7天", "默认为90天前", "默认降序", "默认为当前时间"] {
        assert_eq!(claims("", text), [], "{text}");
        assert_eq!(unclaimed("", text), [text], "{text}");
    }
}

#[test]
fn lists_of_values_with_labels() {
    for text in [
        "性别 0-未知 1-男性 2-女性。不可获取，统一返回0",
        "0：未知；1：男性；2：女性",
        "0:未知,1=男性,2=女性",
        "0表示未知，1表示男性，2表示女性",
        "0 - 未知<br>1 - 男性<br>2 - 女性",
        "0为未知,1为男性,2为女性",
        "类型，0未知、1男性、2女性",
        "0-未知 1-男性 2-女性，默认为0",
    ] {
        let row = row("int", text);
        assert_eq!(row.claims[0].claim, values(&["0", "1", "2"]), "{text}");
        let labels: Vec<&str> = row.values.iter().map(|(_, label)| label.text.as_str()).collect();
        assert_eq!(labels, ["未知", "男性", "女性"], "{text}");
    }
    for text in ["分别有猫（cat）、狗（dog）", "cat : 猫 dog : 狗", "`cat`-猫，`dog`-狗"] {
        let row = row("string", text);
        assert_eq!(row.claims[0].claim, values(&["cat", "dog"]), "{text}");
        let labels: Vec<&str> = row.values.iter().map(|(_, label)| label.text.as_str()).collect();
        assert_eq!(labels, ["猫", "狗"], "{text}");
    }
    check("string", "可选cat、dog或者cow", &[values(&["cat", "dog", "cow"])]);
    check("string", "One of: cat, dog", &[values(&["cat", "dog"])]);
}

#[test]
fn what_only_looks_like_a_list_is_none() {
    for text in [
        "时间 10:30 至 11:45",
        "版本 2.7.5 及以上，2022-03-10 起",
        "0表示成功，非0表示失败",
        "只用a-z、A-Z、0-9",
        "见 http://a.example:80/x",
    ] {
        assert_eq!(claims("string", text), [], "{text}");
        assert!(row("string", text).values.is_empty(), "{text}");
    }
}

#[test]
fn limits_of_other_things_are_for_a_person() {
    for text in [
        "每组最多9个",
        "其中两种加起来不超过9个",
        "人数最多9个，或者一个部门",
        "最多为14天",
        "最大不超过5万元",
        "取值范围：昨天至前180天",
    ] {
        assert_eq!(claims("array", text), [], "{text}");
        assert_eq!(unclaimed("array", text), [text], "{text}");
    }
    // Another limit of the same kind.
    assert_eq!(claims("array", "最多9个。最多8个"), [Claim::Items(bounds("..9"))]);
    assert_eq!(unclaimed("array", "最多9个。最多8个"), ["最多8个"]);
}

#[test]
fn conditions_are_for_a_person() {
    for text in ["type为2时必填", "仅type为2时返回", "a和b不能同时为空", "若为空忽略该字段", "二选一"]
    {
        assert_eq!(unclaimed("string", text), [text], "{text}");
    }
    assert_eq!(unclaimed("string", "名称。仅type为2时返回。见附录"), ["仅type为2时返回。"]);
    for text in ["首次调用可不填", "唯一标识", "一个名称", "可见范围内的成员"] {
        assert_eq!(unclaimed("string", text), [""; 0], "{text}");
    }
}

#[test]
fn sentences_outside_tables_count() {
    let text = "每家最多9个分组。\n\n请求方式：POST\n请求地址：https://h.example/a\n\n> a和b不能同时为空；\n> 其他\n";
    let facts = pages::facts(text);
    assert_eq!(facts.unclaimed.iter().map(|one| one.line).collect::<Vec<_>>(), [1]);
    assert_eq!(facts.parts[0].unclaimed.iter().map(|one| one.line).collect::<Vec<_>>(), [6]);
    assert_eq!(facts.parts[0].unclaimed[0].text, facts::text::digest("a和b不能同时为空；"));
}

#[test]
fn claims_are_facts_and_have_places() {
    let text = "请求方式：POST\n请求地址：https://h.example/a\n\n参数说明：\n\n| 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n\
                | it | string | 否 | 名称，不多于64字节 |\n";
    let page = pages::read(text);
    let claimed = &page.parts[0].tables[0].rows[0].claims[0];
    assert_eq!(&text[claimed.at.clone()], "不多于64字节");
    assert!(pages::facts(text).to_yaml().contains("bytes: \"..64\""));
    // What is committed is what was read, in whatever order the page has it.
    let facts = pages::facts(&text.replace("名称，", "0-甲 1-乙，默认0，"));
    assert_eq!(facts.parts[0].request[0].claims.len(), 3);
    assert_eq!(facts::Facts::from_yaml(&facts.to_yaml()).ok(), Some(facts));
}

#[test]
fn parentheses_around_a_range_do_not_exclude_its_ends() {
    check("int", "取值范围(1~100)", &[Claim::Range(bounds("1..100"))]);
    check("int", "取值范围（1 ~ 100）", &[Claim::Range(bounds("1..100"))]);
    check("array", "长度(1~100)", &[Claim::Items(bounds("1..100"))]);
    check("int", "取值范围(0, 100]", &[Claim::Range(bounds("1..100"))]);
}

#[test]
fn what_is_so_by_default_is_the_default() {
    let listed = "类型。0：企业 1：个人 2：所有";
    check("int", &format!("{listed}，默认情况下为所有"), &[values(&["0", "1", "2"]), Claim::Default("2".to_owned())]);
}

#[test]
fn the_least_and_the_greatest_numbers_are_numbers() {
    check("int", "默认为-9223372036854775808", &[Claim::Default("-9223372036854775808".to_owned())]);
    check("int", "取值范围[0, 9223372036854775807]", &[Claim::Range(bounds("0..9223372036854775807"))]);
    check(
        "int",
        "取值范围(9223372036854775806, 9223372036854775807]",
        &[Claim::Range(bounds("9223372036854775807..9223372036854775807"))],
    );
    // More than any number of the schemas: it is no claim, and no panic.
    for text in [
        "取值范围(9223372036854775807, 9223372036854775807]",
        "默认为99999999999999999999",
        "最多99999999999999999999万",
        "至多2^400",
    ] {
        drop(claims("int", text));
    }
}
