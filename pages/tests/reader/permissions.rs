//! Who may call an endpoint, in tables, lists and sentences.

use pages::page::Part;

/// The parts of a page about feeding and watering, of which the first has these lines about permissions.
fn parts(lines: &str) -> Vec<Part> {
    let text = format!(
        "# 动物\n\n## 喂食\n\n请求方式：POST\n请求地址：https://h.example/feed\n\n**权限说明**：\n\n{lines}\n\n\
         **返回结果**：\n\n动物吃饱后返回。\n\n```\n{{ \"errcode\": 0 }}\n```\n\n\
         ## 喂水\n\n**权限说明**：\n\n* 自建应用需有“喂水”权限\n\n请求方式：POST\n请求地址：https://h.example/water\n"
    );
    pages::read(&text).parts
}

/// What the first part states: the apps with the beginnings of what they need, and the sentences that a person must read.
fn stated(lines: &str) -> (Vec<(String, String)>, Vec<String>) {
    let part = parts(lines).swap_remove(0);
    let begin = |text: &str| text.chars().take(4).collect::<String>();
    let permissions = part.permissions.iter().map(|(app, needs)| (app.text.clone(), begin(&needs.text)));
    (permissions.collect(), part.unclaimed.iter().map(|sentence| begin(&sentence.text)).collect())
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(app, needs)| ((*app).to_owned(), (*needs).to_owned())).collect()
}

#[test]
fn each_sentence_of_a_list_is_a_condition_of_the_apps_that_it_names() {
    let lines = "* 配置到“喂食”列表中的自建应用可调用；代开发应用需有“喂食”权限\n* 第三方应用需有“喂食”权限。\n\
                 * 对于第三方/自建应用，动物必须在应用的范围内\n* 动物必须是活的";
    let (permissions, others) = stated(lines);
    let expected = [
        ("自建应用", "配置到“"),
        ("代开发应用", "代开发应"),
        ("第三方应用", "第三方应"),
        ("第三方应用", "对于第三"),
        ("自建应用", "对于第三"),
    ];
    assert_eq!(permissions, owned(&expected));
    assert_eq!(others, ["动物必须"]);
}

#[test]
fn a_sentence_below_a_table_is_read_too_and_a_remark_is_none() {
    let lines = "调用接口的应用需要满足如下的权限：\n\n| 应用类型 | 权限要求 |\n| --- | --- |\n| 第三方应用 | 具有「喂食」权限 营销获客类应用具有「喂水」权限 |\n\n\
                 应用只能喂自己的动物。\n\n*注：* 从明天起，不再支持系统应用";
    let (permissions, others) = stated(lines);
    assert_eq!(permissions, owned(&[("第三方应用", "具有「喂"), ("营销获客类应用", "具有「喂")]));
    assert_eq!(others, ["应用只能"]);
}

#[test]
fn permissions_belong_to_the_endpoint_in_whose_section_they_are() {
    let parts = parts("* 自建应用需有“喂食”权限");
    let needs = parts.iter().map(|part| part.permissions.iter().map(|(_, needs)| needs.text.as_str()).collect());
    let needs: Vec<Vec<&str>> = needs.collect();
    assert_eq!(needs, [["自建应用需有“喂食”权限"], ["自建应用需有“喂水”权限"]]);
    let counts: Vec<usize> = self::parts("").iter().map(|part| part.permissions.len()).collect();
    assert_eq!(counts, [0, 1]);
}

#[test]
fn permissions_at_the_end_of_a_page_are_not_lost() {
    let text = "# 喂食\n\n请求方式：POST\n请求地址：https://h.example/feed\n\n# 其他\n\n权限说明：\n\n* 自建应用需有“喂食”权限\n";
    assert_eq!(pages::read(text).parts[0].permissions.len(), 1);
}
