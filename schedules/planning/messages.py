from guard_api.field_messages import plain

SENTENCES = {
    "planning.under_way": {
        "en": "This roster is being solved already. Wait, or stop that run first.",
        "zh-CN": "该排班表正在求解，请等待，或先停止当前求解。",
    },
    "planning.nothing_under_way": {
        "en": "No run is under way for this roster.",
        "zh-CN": "该排班表没有正在进行的求解。",
    },
    "planning.nothing_to_apply": {
        "en": "There is no result to take over. Solve the roster first.",
        "zh-CN": "没有可采用的结果，请先求解。",
    },
    "planning.applied_already": {
        "en": "This result was taken over already.",
        "zh-CN": "该结果已被采用。",
    },
    "planning.no_people": {
        "en": "Nobody may serve at the sites of this roster. Give people terms for these sites first.",
        "zh-CN": "没有人员可在该排班表的项目上岗，请先为人员设置用工条件与可服务项目。",
    },
    "planning.no_places": {
        "en": "The roster has no shifts to fill. Enter the demand of its posts first.",
        "zh-CN": "该排班表没有需要填补的班次，请先录入岗位需求。",
    },
    "planning.no_legal_roster": {
        "en": "For these people no legal roster exists, whatever the others work: {names}. "
        "Look at their locks, their leave and the least hours they must have.",
        "zh-CN": "以下人员无论如何都排不出合规的班：{names}。请检查其锁定的班次、请假和最低工时。",
    },
    "planning.search_failed": {
        "en": "The search broke off by a fault on our side. The best roster found is kept.",
        "zh-CN": "求解因系统故障中断，已保留找到的最佳排班。",
    },
    "planning.shift_taken": {
        "en": "This shift is over or was called off.",
        "zh-CN": "该班次已结束或已取消。",
    },
    "planning.shift_elsewhere": {
        "en": "A shift that was named does not belong to this roster.",
        "zh-CN": "所选班次不属于该排班表。",
    },
}
FIELD_SENTENCES = dict(
    (plain("Name a shift or somebody who is away.", "请指定班次或缺勤人员。"),),
)
