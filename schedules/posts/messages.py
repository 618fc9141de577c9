from guard_api.field_messages import plain

SENTENCES = {
    "posts.name_taken": {
        "en": "This site has a post of this name already.",
        "zh-CN": "该项目已有同名岗位。",
    },
    "posts.grade_unknown": {"en": "There is no such grade.", "zh-CN": "没有该职级。"},
    "posts.certificate_unknown": {
        "en": "One of these kinds of certificate does not exist.",
        "zh-CN": "其中有证书类型不存在。",
    },
    "posts.archived": {"en": "This post is archived. Restore it first.", "zh-CN": "该岗位已停用，请先恢复。"},
    "posts.code_taken": {
        "en": "There is a kind of shift with this code already.",
        "zh-CN": "已有相同代码的班次。",
    },
    "posts.shift_type_unknown": {
        "en": "One of these kinds of shift does not exist or is archived.",
        "zh-CN": "其中有班次不存在或已停用。",
    },
    "posts.shift_type_needed": {
        "en": "Posts still need this kind of shift: {posts}. Change their demand first.",
        "zh-CN": "仍有岗位使用该班次：{posts}，请先修改其用人需求。",
    },
    "posts.breaks_outside": {
        "en": "The breaks must lie inside the shift, one after the other.",
        "zh-CN": "休息时段须在班次之内，且不得重叠。",
    },
    "posts.range_too_long": {
        "en": "Choose at most {days} days, the last not before the first.",
        "zh-CN": "日期范围最多 {days} 天，且结束不得早于开始。",
    },
    "posts.region_unknown": {
        "en": "The holidays of this country or part of it are not known here.",
        "zh-CN": "没有该国家或地区的节假日数据。",
    },
}

FIELD_SENTENCES = dict(
    (
        plain("A line stands here twice.", "有重复的行。"),
        plain("The last day must not come before the first.", "结束日期不得早于开始日期。"),
        plain(
            "The breaks must lie inside the shift, one after the other.",
            "休息时段须在班次之内，且不得重叠。",
        ),
        plain("A code: letters, digits, - and _.", "代码只能包含字母、数字、“-”和“_”。"),
        plain("A language tag such as zh or en.", "应为语言代码，例如 zh 或 en。"),
    )
)
