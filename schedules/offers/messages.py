SENTENCES = {
    "offers.shift_taken": {
        "en": "This shift is filled already.",
        "zh-CN": "该班次已有人值班。",
    },
    "offers.offered_already": {
        "en": "This shift is offered already.",
        "zh-CN": "该班次已在接班列表中。",
    },
    "offers.over": {
        "en": "This offer is closed. Somebody was quicker, or it was taken back.",
        "zh-CN": "该接班已结束：已被他人接走或已撤回。",
    },
    "offers.begun": {
        "en": "This shift has begun already.",
        "zh-CN": "该班次已经开始。",
    },
    "offers.not_for_you": {
        "en": "This offer is meant for somebody else.",
        "zh-CN": "该班次是指定给其他同事的。",
    },
    "offers.own": {
        "en": "This is your own offer.",
        "zh-CN": "这是您本人发起的。",
    },
    "offers.nobody_claimed": {
        "en": "This person has not asked for the shift.",
        "zh-CN": "该人员没有申请接班。",
    },
    "offers.nobody_yet": {
        "en": "No colleague has said yes so far.",
        "zh-CN": "还没有同事同意。",
    },
    "offers.return_needed": {
        "en": "Say which of your shifts goes in return.",
        "zh-CN": "请选择用于交换的班次。",
    },
    "offers.return_not_theirs": {
        "en": "The shift in return does not belong to that colleague.",
        "zh-CN": "用于交换的班次不属于该同事。",
    },
    "offers.same_roster": {
        "en": "Both shifts must stand in the same roster.",
        "zh-CN": "两个班次须在同一张排班表中。",
    },
    "offers.to_oneself": {
        "en": "Choose a colleague.",
        "zh-CN": "请选择一位同事。",
    },
    "offers.not_oneself": {
        "en": "Nobody approves an own swap. Ask another supervisor.",
        "zh-CN": "不能审批本人的换班，请由其他主管办理。",
    },
}

NOTICES = {
    "shift_offered": {
        "en": "An open shift: {post} on {on} at {time}. Would you take it?",
        "zh-CN": "可接班次：{on} {time} {post}。您愿意接班吗？",
    },
    "swap_asked": {
        "en": "{person} asks you to take {post} on {on} at {time}.",
        "zh-CN": "{person}请您接{on} {time}{post}的班。",
    },
    "swap_to_approve": {
        "en": "{person} would take {post} on {on} at {time}. It waits for your approval.",
        "zh-CN": "{person}愿意接{on} {time}{post}的班，等待您审批。",
    },
    "swap_decided": {
        "en": "Your swap of {post} on {on} at {time}: {decision}.",
        "zh-CN": "您关于{on} {time}{post}的换班：{decision}。",
    },
    "shift_claimed": {
        "en": "{person} has taken {post} on {on} at {time}.",
        "zh-CN": "{person}已接{on} {time}{post}的班。",
    },
}
