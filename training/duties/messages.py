SENTENCES = {
    "training.not_published": {
        "en": "This module is not published, or is archived. Publish it first.",
        "zh-CN": "该课程尚未发布或已停用，请先发布。",
    },
    "training.requirement_value": {
        "en": "There is no such role, grade, site, post, certificate or person here.",
        "zh-CN": "没有该角色、等级、项目、岗位、证书或人员。",
    },
    "training.requirement_twice": {
        "en": "The module is required of these people already.",
        "zh-CN": "已对这些人员设置该课程要求。",
    },
    "training.nobody": {
        "en": "Nobody you reach fits this choice.",
        "zh-CN": "没有符合条件的人员。",
    },
    "training.due_in_the_past": {
        "en": "The due date is over. Choose a later one.",
        "zh-CN": "截止日期已过，请另选日期。",
    },
}
FIELD_SENTENCES = {
    r"Give one of the two\.": ("Give either people or a choice.", "请选择人员或筛选条件其中之一。"),
}
NOTICES = {
    "training.assigned": {
        "en": "A module to learn by {due_on}: {module}.",
        "zh-CN": "请在 {due_on} 前完成课程：{module}。",
    },
    "training.reminder": {
        "en": "Please learn “{module}” by {due_on}.",
        "zh-CN": "请在 {due_on} 前完成课程“{module}”。",
    },
    "training.overdue": {
        "en": "“{module}” was due on {due_on}. Please learn it on your next shift.",
        "zh-CN": "课程“{module}”应于 {due_on} 前完成，请尽快学习。",
    },
}
