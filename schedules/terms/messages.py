from guard_api.field_messages import plain

SENTENCES = {
    "terms.pack_does_not_fit": {
        "en": "Comprehensive hours need a law pack that counts over a period, and only they may have one.",
        "zh-CN": "综合计算工时须选用按周期计算的规则包，其他工时制度不得选用。",
    },
    "terms.pack_unknown": {"en": "There is no such law pack.", "zh-CN": "没有该法规规则包。"},
    "terms.site_unknown": {"en": "One of these sites does not exist.", "zh-CN": "其中有项目不存在。"},
    "terms.waiver_unknown": {
        "en": "No rule can be waived by that name. Known: {known}.",
        "zh-CN": "没有该放弃约定，可选：{known}。",
    },
    "terms.rule_unknown": {
        "en": "There is no rule called {rule}.",
        "zh-CN": "没有名为 {rule} 的规则。",
    },
    "terms.rule_fixed": {
        "en": "That nobody is in two places at once cannot be changed.",
        "zh-CN": "同一人不能同时在两处，该规则不可更改。",
    },
    "terms.own_rule_twice": {
        "en": "One kind of own rule stands here twice.",
        "zh-CN": "同一类自定规则重复。",
    },
    "terms.same_person": {"en": "Choose two different people.", "zh-CN": "请选择两名不同的人员。"},
    "terms.paired_already": {
        "en": "There is a pairing of these two already. Remove it first.",
        "zh-CN": "这两人已有搭配设置，请先删除。",
    },
    "terms.wish_over": {"en": "These days are past.", "zh-CN": "所选日期已过。"},
    "terms.shift_type_unknown": {
        "en": "There is no such kind of shift.",
        "zh-CN": "没有该班次。",
    },
    "terms.too_many_wishes": {
        "en": "There are {most} open wishes already. Withdraw some first.",
        "zh-CN": "未结束的意愿已达 {most} 条，请先撤回部分。",
    },
    "terms.import_person_unknown": {
        "en": "Nobody has this employee number or name, or several have the name.",
        "zh-CN": "没有该工号或姓名的人员，或有同名人员，请填写工号。",
    },
    "terms.import_site_unknown": {
        "en": "There is no site called {name}.",
        "zh-CN": "没有名为“{name}”的项目。",
    },
    "terms.import_day_unreadable": {
        "en": "Write the date like 2026-03-01.",
        "zh-CN": "日期请写成 2026-03-01。",
    },
    "terms.import_number_unreadable": {
        "en": "Write a number between {least} and {most}.",
        "zh-CN": "请填写 {least} 到 {most} 之间的数字。",
    },
    "terms.import_word_unknown": {"en": "Use one of: {known}.", "zh-CN": "请填写以下之一：{known}。"},
    "terms.import_month_order": {
        "en": "The most a month may have lies below the least.",
        "zh-CN": "月最多工时小于月最少工时。",
    },
}

FIELD_SENTENCES = dict(
    (
        plain("The most must not lie below the least.", "上限不得小于下限。"),
        plain("Say which days: no more than five years.", "日期范围不得超过五年。"),
    )
)
