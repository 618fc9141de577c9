SENTENCES = {
    "identity.wrong_credentials": {
        "en": "The name or the password is not right.",
        "zh-CN": "账号或密码不正确。",
    },
    "identity.choose_organisation": {
        "en": "You belong to several organisations. Choose one.",
        "zh-CN": "您属于多个单位，请选择其中一个。",
    },
    "tables.file_too_large": {
        "en": "The file is larger than {megabytes} MB.",
        "zh-CN": "文件超过 {megabytes} MB。",
    },
    "tables.file_unreadable": {
        "en": "The file could not be read. Save it as CSV (UTF-8) or XLSX and try again.",
        "zh-CN": "无法读取该文件，请另存为 CSV（UTF-8）或 XLSX 后重试。",
    },
    "tables.empty": {"en": "The file holds no rows.", "zh-CN": "文件中没有数据。"},
    "tables.too_many_rows": {
        "en": "The file holds more than {most} rows. Split it.",
        "zh-CN": "文件超过 {most} 行，请拆分后导入。",
    },
    "tables.column_missing": {
        "en": "These columns are missing: {headings}.",
        "zh-CN": "缺少以下列：{headings}。",
    },
    "tables.cell_empty": {"en": "This must be filled in.", "zh-CN": "此项必填。"},
    "tables.cell_too_long": {
        "en": "This is longer than {most} characters.",
        "zh-CN": "内容超过 {most} 个字符。",
    },
    "tables.cell_unreadable": {"en": "This could not be understood.", "zh-CN": "无法识别该内容。"},
    "tables.repeated": {"en": "The same stands in row {row}.", "zh-CN": "与第 {row} 行重复。"},
}
