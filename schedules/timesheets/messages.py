SENTENCES = {
    "timesheets.not_over": {
        "en": "This period is not over yet. Lock it when its last day has passed.",
        "zh-CN": "该周期尚未结束，请在最后一天过后再锁定。",
    },
    "timesheets.locked_already": {
        "en": "Some of these days are locked already. Choose other days, or unlock those first.",
        "zh-CN": "其中有日期已锁定，请另选日期或先解锁。",
    },
    "timesheets.not_locked": {
        "en": "This period is open already.",
        "zh-CN": "该周期未锁定。",
    },
    "timesheets.put_right_later": {
        "en": "A later locked period has put this one right. Unlock the later one first.",
        "zh-CN": "之后锁定的周期已对本周期作过调整，请先解锁之后的周期。",
    },
}
