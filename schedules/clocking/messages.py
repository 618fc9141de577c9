from guard_api.field_messages import plain

SENTENCES = {
    "clocking.site_unknown": {
        "en": "There is no such site. Fetch your shifts anew and try again.",
        "zh-CN": "没有该项目，请更新班次后重试。",
    },
    "clocking.outside_geofence": {
        "en": "You are not at {site}, as far as your phone knows. Go there, or ask a supervisor to note it.",
        "zh-CN": "您的手机显示您不在“{site}”。请到岗后打卡，或请主管代为登记。",
    },
    "clocking.not_oneself": {
        "en": "Nobody does this for oneself. Ask somebody else.",
        "zh-CN": "不能为本人办理，请由他人办理。",
    },
    "clocking.in_the_future": {
        "en": "This has not happened yet. Give a time that is past.",
        "zh-CN": "该时间尚未到来，请填写已过去的时间。",
    },
    "clocking.punch_unknown": {
        "en": "One of these punches is not this person's, or does not exist.",
        "zh-CN": "其中有打卡记录不存在，或不属于该人员。",
    },
    "clocking.reason_missing": {"en": "Say why.", "zh-CN": "请填写更正原因。"},
    "clocking.nothing_corrected": {
        "en": "Nothing would change. Add a punch, or name one that does not hold.",
        "zh-CN": "没有需要更正的打卡记录，请补卡或指明作废的打卡。",
    },
    "clocking.of_somebody_else": {
        "en": "A correction is about one person's punches only.",
        "zh-CN": "只能更正同一人的打卡记录。",
    },
    "clocking.own_request": {
        "en": "Whoever asks for a correction cannot decide on it. Ask somebody else.",
        "zh-CN": "不能审批自己提出的更正，请由他人审批。",
    },
    "clocking.own_hours": {
        "en": "Nobody decides on their own hours. Ask somebody else.",
        "zh-CN": "不能审批自己的工时，请由他人审批。",
    },
    "clocking.too_far_apart": {
        "en": "One correction is about one shift: at most two days. Make two of it.",
        "zh-CN": "一次更正只涉及一个班次，跨度不超过两天，请分开提交。",
    },
    "clocking.already_decided": {
        "en": "This has been decided on already.",
        "zh-CN": "该申请已处理。",
    },
    "clocking.note_needed": {
        "en": "Say why, so that the guard knows.",
        "zh-CN": "请说明理由，便于本人了解。",
    },
    "clocking.question_unknown": {
        "en": "You are not asked this.",
        "zh-CN": "没有需要您回答的该问题。",
    },
    "clocking.no_longer_asked": {
        "en": "The punch has arrived meanwhile; there is nothing to answer any more.",
        "zh-CN": "打卡记录已送达，无须再回答。",
    },
    "clocking.alarm_unknown": {
        "en": "There is no such alarm about you.",
        "zh-CN": "没有与您有关的该提醒。",
    },
    "clocking.tolerance_of_all": {
        "en": "Only late, leave, relief, early_counts, no_show and escalate can differ by site.",
        "zh-CN": "只有迟到、早退、接班、提前计时、未到岗提醒和上报时间可按项目设置。",
    },
    "clocking.range_too_long": {
        "en": "Choose at most {days} days.",
        "zh-CN": "最多选择 {days} 天。",
    },
}

FIELD_SENTENCES = dict(
    (
        plain("The last day must not come before the first.", "结束日期不能早于开始日期。"),
        plain("At most 92 days at once.", "一次最多选择 92 天。"),
    )
)

NOTICES = {
    "punch_when_in": {
        "en": "Your clock-in is missing. When did you come on duty?",
        "zh-CN": "没有找到您的上班卡，您是什么时候到岗的？",
    },
    "punch_when_out": {
        "en": "Your clock-out is missing. When did you go off duty?",
        "zh-CN": "没有找到您的下班卡，您是什么时候下班的？",
    },
    "correction_asked": {
        "en": "A correction of punches waits for your decision.",
        "zh-CN": "有一条打卡更正待您审批。",
    },
    "correction_accepted": {
        "en": "The correction of your punches holds now.",
        "zh-CN": "您的打卡更正已通过。",
    },
    "correction_refused": {
        "en": "The correction of your punches was refused: {note}",
        "zh-CN": "您的打卡更正未通过：{note}",
    },
    "no_show": {
        "en": "{site}: nobody has clocked in for the shift of {person} at {at} yet.",
        "zh-CN": "{site}：{person} {at} 的班次尚无上班打卡。",
    },
    "no_show_own": {
        "en": "Your shift at {site} began at {at}. Are you there? Clock in, or say what is so.",
        "zh-CN": "您在{site} {at} 的班次已开始。如已到岗请打卡，或说明情况。",
    },
    "no_show_still": {
        "en": "{site}: still no clock-in for the shift of {person} at {at}, and nobody has answered.",
        "zh-CN": "{site}：{person} {at} 的班次仍无上班打卡，且无人处理。",
    },
    "no_show_came": {
        "en": "{site}: {person} has clocked in for {at} after all.",
        "zh-CN": "{site}：{person} {at} 的班次已有上班打卡。",
    },
    "no_show_reply_on_my_way": {
        "en": "{person} is on the way to {site} (shift at {at}).",
        "zh-CN": "{person} 正在前往{site}（{at} 的班次）。",
    },
    "no_show_reply_i_am_here": {
        "en": "{person} says to be at {site} (shift at {at}).",
        "zh-CN": "{person} 表示已在{site}（{at} 的班次）。",
    },
    "no_show_reply_cannot_come": {
        "en": "{person} cannot come to {site} (shift at {at}).",
        "zh-CN": "{person} 无法到{site}上班（{at} 的班次）。",
    },
    "no_show_reply_not_my_shift": {
        "en": "{person} says that the shift at {site} at {at} is somebody else's.",
        "zh-CN": "{person} 表示{site} {at} 的班次不是本人的。",
    },
    "no_show_reply_other": {
        "en": "{person} has answered about the shift at {site} at {at}.",
        "zh-CN": "{person} 就{site} {at} 的班次作了说明。",
    },
}

URGENT_NOTICES = ("no_show", "no_show_own", "no_show_still")
