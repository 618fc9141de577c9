SENTENCES = {
    "coverage.period_backwards": {
        "en": "The period ends before it begins.",
        "zh-CN": "结束日期早于开始日期。",
    },
    "coverage.period_too_long": {
        "en": "Ask for at most {days} days at a time.",
        "zh-CN": "一次最多查询 {days} 天。",
    },
    "coverage.export_too_long": {
        "en": "That would be more than {rows} rows. Choose fewer days or one site.",
        "zh-CN": "结果超过 {rows} 行，请缩短日期范围或选择单个项目。",
    },
}
