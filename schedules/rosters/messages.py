from guard_api.field_messages import plain

SENTENCES = {
    "rosters.overlaps": {
        "en": "“{name}” already covers one of these sites in these days. Choose other days.",
        "zh-CN": "“{name}”已涵盖所选项目的部分日期，请另选日期。",
    },
    "rosters.too_long": {
        "en": "A roster covers at most {days} days.",
        "zh-CN": "一张排班表最多 {days} 天。",
    },
    "rosters.site_archived": {
        "en": "One of these sites is archived.",
        "zh-CN": "所选项目中有已停用的项目。",
    },
    "rosters.stale": {
        "en": "Somebody changed this roster meanwhile. Fetch it again, then repeat your change.",
        "zh-CN": "排班表已被他人修改，请刷新后重新操作。",
    },
    "rosters.published_already": {
        "en": "This roster is published, and nothing has changed since.",
        "zh-CN": "排班表已发布，且之后没有改动。",
    },
    "rosters.published_stays": {
        "en": "A published roster stays. Cancel its shifts one by one instead.",
        "zh-CN": "已发布的排班表不能删除，可逐个取消班次。",
    },
    "rosters.reason_needed": {
        "en": "This roster is published. Say why it changes.",
        "zh-CN": "排班表已发布，请填写改动原因。",
    },
    "rosters.breaks_rules": {
        "en": "Rules that may not be broken stand in the way: {count}. They are listed.",
        "zh-CN": "违反 {count} 条不可违反的规则，见清单。",
    },
    "rosters.warnings": {
        "en": "Warnings to be read and accepted first: {count}. They are listed.",
        "zh-CN": "有 {count} 条提醒，请阅读并确认后再继续，见清单。",
    },
    "rosters.empty": {
        "en": "There is no place to be filled in this roster yet. Set the demand of its posts first.",
        "zh-CN": "排班表中尚无需要排班的岗位，请先设置岗位需求。",
    },
    "rosters.nothing_to_undo": {"en": "There is nothing to undo.", "zh-CN": "没有可撤销的操作。"},
    "rosters.nothing_to_redo": {"en": "There is nothing to redo.", "zh-CN": "没有可重做的操作。"},
    "rosters.overtaken": {
        "en": "One of these shifts has changed since. It cannot be taken back any more.",
        "zh-CN": "其中的班次之后又有变化，无法撤销或重做。",
    },
    "rosters.shift_unknown": {
        "en": "One of these shifts is not in this roster.",
        "zh-CN": "所选班次中有不属于本排班表的班次。",
    },
    "rosters.shift_twice": {
        "en": "The same shift is named twice.",
        "zh-CN": "同一班次重复出现。",
    },
    "rosters.shift_cancelled": {"en": "This shift was cancelled.", "zh-CN": "该班次已取消。"},
    "rosters.shift_over": {"en": "This shift is over.", "zh-CN": "该班次已结束。"},
    "rosters.shift_not_yours": {
        "en": "This shift is not yours any more.",
        "zh-CN": "该班次已不由您值班。",
    },
    "rosters.shift_vacant": {"en": "Nobody stands in this shift.", "zh-CN": "该班次无人值班。"},
    "rosters.not_published": {
        "en": "This roster is still a draft. Publish it first.",
        "zh-CN": "排班表仍是草稿，请先发布。",
    },
    "rosters.person_unknown": {
        "en": "One of these people does not work here.",
        "zh-CN": "所选人员中有非本单位在职人员。",
    },
    "rosters.post_elsewhere": {
        "en": "This post is not at one of the roster's sites.",
        "zh-CN": "该岗位不属于本排班表的项目。",
    },
    "rosters.day_outside": {
        "en": "This day lies outside the roster.",
        "zh-CN": "该日期不在排班表范围内。",
    },
    "rosters.ends_before_start": {
        "en": "The shift must end after it starts, and within 24 hours.",
        "zh-CN": "下班时间必须晚于上班时间，且不超过 24 小时。",
    },
    "rosters.version_unknown": {
        "en": "There is no such version of this roster.",
        "zh-CN": "排班表没有该版本。",
    },
    "rosters.range_too_long": {
        "en": "Choose at most {days} days, the last not before the first.",
        "zh-CN": "日期范围最多 {days} 天，且结束不得早于开始。",
    },
    "rosters.copy_itself": {
        "en": "Choose another roster to copy from.",
        "zh-CN": "请选择另一张排班表作为来源。",
    },
}

FIELD_SENTENCES = dict(
    (
        plain("The end must not come before the start.", "结束日期不能早于开始日期。"),
        plain(
            "Name a shift, or one to add, but not both.", "每项改动须指明一个班次或新增一个班次，不能同时。"
        ),
        plain("Say what is to change.", "请说明要改动的内容。"),
    )
)

NOTICES = {
    "roster_published": {
        "en": "Your shifts from {from_on} to {until_on} are published: {shifts}. Please confirm them.",
        "zh-CN": "{from_on}至{until_on}的排班已发布，您有{shifts}个班次，请确认。",
    },
    "shift_changed": {
        "en": "Your roster from {from_on} to {until_on} has changed ({shifts}): {reason}. Please confirm.",
        "zh-CN": "{from_on}至{until_on}的排班有变动（{shifts}个班次）：{reason}。请确认。",
    },
    "call_off": {
        "en": "{person} cannot come to {post} on {on} at {time}: {reason}. The place is vacant.",
        "zh-CN": "{person}无法值{on} {time}{post}的班：{reason}。该班次空缺。",
    },
    "call_off_late": {
        "en": "{person} said not to be able to come to {post} on {on} at {time}: {reason}. It arrived late.",
        "zh-CN": "{person}报告无法值{on} {time}{post}的班：{reason}。消息迟到。",
    },
}
# They pass quiet hours: a place is vacant, perhaps tonight.
URGENT_NOTICES = ("call_off", "call_off_late")
