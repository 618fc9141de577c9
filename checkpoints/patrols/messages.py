SENTENCES: dict[str, dict[str, str]] = {
    "checkpoints.tag_unknown": {
        "en": "This code belongs to no checkpoint here. Tell your supervisor where the label hangs.",
        "zh-CN": "该编码不属于本单位任何巡更点，请告知主管标签所在位置。",
    },
    "checkpoints.checkpoint_unknown": {
        "en": "This checkpoint is not known here. Refresh your rounds.",
        "zh-CN": "找不到该巡更点，请刷新任务列表。",
    },
    "checkpoints.tag_needed": {
        "en": "This checkpoint has a tag: scan it or type its code.",
        "zh-CN": "该巡更点设有标签，请扫码或输入编码。",
    },
    "patrols.round_unknown": {
        "en": "This round is not known here. Refresh your rounds and start it again from the list.",
        "zh-CN": "找不到该巡更任务，请刷新任务列表后重新开始。",
    },
    "patrols.round_not_open": {
        "en": "Positions are kept only inside a round of your own that is under way.",
        "zh-CN": "仅在本人正在进行的巡更中记录位置。",
    },
    "patrols.exception_unknown": {
        "en": "This exception is not known here.",
        "zh-CN": "找不到该异常记录。",
    },
    "patrols.exception_not_yours": {
        "en": "Only the guard whom an exception is about can answer it.",
        "zh-CN": "只有异常所涉保安员本人可以说明。",
    },
    "patrols.exception_withdrawn": {
        "en": "This exception was withdrawn by later records. There is nothing left to decide.",
        "zh-CN": "后到的记录已撤销该异常，无需再作处理。",
    },
    "patrols.note_needed": {
        "en": "Say why the exception is not excused. The guard will read it.",
        "zh-CN": "不予免责时请写明理由，当事人会看到。",
    },
    "patrols.not_decided": {
        "en": "No decision has been made about this exception.",
        "zh-CN": "该异常尚未处理，无可撤回。",
    },
    "patrols.four_eyes": {
        "en": "This exception is about yourself. Somebody else must decide.",
        "zh-CN": "该异常涉及您本人，须由他人处理。",
    },
}
