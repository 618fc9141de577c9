from guard_api.field_messages import plain

SENTENCES = {
    "sessions.module_archived": {
        "en": "This module is archived. Restore it, or choose another.",
        "zh-CN": "该课程已停用，请先恢复或另选课程。",
    },
    "sessions.instructor_unknown": {
        "en": "There is no such person to lead the session.",
        "zh-CN": "没有该讲师。",
    },
    "sessions.places_taken": {
        "en": "{taken} places are taken already. Free some first.",
        "zh-CN": "已有 {taken} 人占用名额，请先取消部分报名。",
    },
    "sessions.ends_before_start": {
        "en": "The end must come after the start.",
        "zh-CN": "结束时间必须晚于开始时间。",
    },
    "sessions.called_off": {
        "en": "This session was called off.",
        "zh-CN": "该培训课已取消。",
    },
    "sessions.over": {
        "en": "This session is over.",
        "zh-CN": "该培训课已结束。",
    },
    "sessions.not_begun": {
        "en": "This session has not begun yet.",
        "zh-CN": "该培训课尚未开始。",
    },
    "sessions.attended_already": {
        "en": "This person was there already.",
        "zh-CN": "该人员已到场，无法更改。",
    },
    "sessions.code_unknown": {
        "en": "This code belongs to no session. Scan the one at the door.",
        "zh-CN": "该二维码不属于任何培训课，请扫描门口的二维码。",
    },
    "sessions.no_place": {
        "en": "One of these people has no place in this session. Book it first.",
        "zh-CN": "其中有人未报名本次培训课，请先报名。",
    },
    "sessions.not_oneself": {
        "en": "Nobody signs off for oneself. Ask another supervisor.",
        "zh-CN": "不能为本人签字确认，请由其他主管办理。",
    },
    "sessions.check_unknown": {
        "en": "The checklist of this session has no such line.",
        "zh-CN": "本次培训课的考核表没有该项。",
    },
    "sessions.practical_missing": {
        "en": "Something that the checklist requires is not ticked yet.",
        "zh-CN": "考核表中有必考项尚未通过。",
    },
}

FIELD_SENTENCES = dict(
    (
        plain("The end must come after the start.", "结束时间必须晚于开始时间。"),
        plain("Two lines of the checklist have the same key.", "考核表中有重复的编号。"),
    )
)

NOTICES = {
    "session_place_free": {
        "en": "You have a place in “{session}” now.",
        "zh-CN": "“{session}”已有空位，您已报名成功。",
    },
    "session_moved": {
        "en": "“{session}” was moved to another time.",
        "zh-CN": "“{session}”的时间已更改。",
    },
    "session_called_off": {
        "en": "“{session}” was called off.",
        "zh-CN": "“{session}”已取消。",
    },
}
