SENTENCES = {
    "findings.fixed_already": {
        "en": "It is marked as fixed. Reopen it first.",
        "zh-CN": "该问题已标记为已整改，请先重新打开。",
    },
    "findings.not_fixed_yet": {
        "en": "It is not marked as fixed yet, so there is nothing to verify.",
        "zh-CN": "该问题尚未整改，无法复查。",
    },
    "findings.open_already": {
        "en": "It is open already.",
        "zh-CN": "该问题仍未关闭，无需重新打开。",
    },
    "findings.verify_by_another": {
        "en": "You fixed this yourself. Somebody else must verify it.",
        "zh-CN": "问题由您整改，须由他人复查。",
    },
    "findings.person_not_here": {
        "en": "This person does not work at the finding's site. Choose another.",
        "zh-CN": "该人员不在此项目工作，请另选他人。",
    },
    "findings.category_unknown": {
        "en": "There is no such category.",
        "zh-CN": "没有该问题类型。",
    },
    "findings.checkpoint_unknown": {
        "en": "This site has no such checkpoint.",
        "zh-CN": "该项目没有此巡更点。",
    },
    "findings.category_taken": {
        "en": "There is already a category with the code {category}.",
        "zh-CN": "类型代码 {category} 已存在。",
    },
    "findings.category_needed": {
        "en": "The category for everything else cannot be archived.",
        "zh-CN": "“其他”类型不能停用。",
    },
}
