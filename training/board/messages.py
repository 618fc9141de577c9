SENTENCES = {
    "board.period_backwards": {
        "en": "The last day must not come before the first.",
        "zh-CN": "结束日期不能早于开始日期。",
    },
}
