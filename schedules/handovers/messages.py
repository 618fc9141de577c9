from guard_api.field_messages import plain

SENTENCES = {
    "handovers.site_unknown": {
        "en": "There is no such site for you. Fetch your shifts anew and try again.",
        "zh-CN": "没有该项目，请更新班次后重试。",
    },
    "handovers.of_another_site": {
        "en": "This handover belongs to another site. Begin it anew.",
        "zh-CN": "该交接属于其他项目，请重新发起。",
    },
    "handovers.equipment_unknown": {
        "en": "One of these things is not on this site's list. Load the list anew.",
        "zh-CN": "其中有物品不在该项目清单中，请刷新清单。",
    },
}

FIELD_SENTENCES = dict(
    (plain("Give it a name in one language at least.", "请至少用一种语言填写名称。"),),
)

NOTICES = {
    "handover_differs": {
        "en": "{site}: what was counted at a handover differs from the list.",
        "zh-CN": "{site}：交接清点数量与清单不符。",
    },
}
