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
    "identity.session_over": {
        "en": "The session is over. Please sign in again.",
        "zh-CN": "登录已失效，请重新登录。",
    },
    "identity.wrong_password": {"en": "The present password is not right.", "zh-CN": "当前密码不正确。"},
    "identity.wrong_pin": {"en": "The PIN is not right.", "zh-CN": "PIN 码不正确。"},
    "identity.phone_unknown": {
        "en": "This phone is not enrolled. Ask a supervisor for a code.",
        "zh-CN": "本机未登记，请向主管索取登记码。",
    },
    "identity.code_unknown": {
        "en": "This code is wrong, used or too old. Ask for a new one.",
        "zh-CN": "登记码错误、已使用或已过期，请重新获取。",
    },
    "identity.password_short": {"en": "Use at least 8 characters.", "zh-CN": "密码至少 8 位。"},
    "identity.password_common": {
        "en": "This password is too easy to guess.",
        "zh-CN": "密码过于简单，请更换。",
    },
    "identity.pin_shape": {"en": "A PIN has six digits.", "zh-CN": "PIN 码为 6 位数字。"},
    "identity.pin_weak": {"en": "This PIN is too easy to guess.", "zh-CN": "PIN 码过于简单，请更换。"},
    "identity.login_unreadable": {
        "en": "This is neither a phone number nor an e-mail address.",
        "zh-CN": "不是有效的手机号或邮箱。",
    },
    "identity.unreachable": {
        "en": "A phone number or an e-mail address is needed to sign in.",
        "zh-CN": "手机号和邮箱至少填写一项，用于登录。",
    },
    "identity.phone_number_taken": {
        "en": "Somebody has this phone number already.",
        "zh-CN": "该手机号已被使用。",
    },
    "identity.email_taken": {"en": "Somebody has this e-mail address already.", "zh-CN": "该邮箱已被使用。"},
    "identity.employee_number_taken": {
        "en": "Somebody has this employee number already.",
        "zh-CN": "该工号已被使用。",
    },
    "identity.phone_number_unreadable": {"en": "This is no phone number.", "zh-CN": "不是有效的手机号。"},
    "identity.email_unreadable": {"en": "This is no e-mail address.", "zh-CN": "不是有效的邮箱地址。"},
    "identity.role_unknown": {
        "en": "Use guard, supervisor, hr, administrator or client.",
        "zh-CN": "请填写保安员、主管、人事、管理员或客户。",
    },
    "identity.language_unknown": {"en": "Use one of {known}.", "zh-CN": "请填写 {known} 之一。"},
    "identity.site_unknown": {"en": "There is no such site.", "zh-CN": "没有该项目。"},
    "identity.site_called_unknown": {
        "en": "There is no site called {name}.",
        "zh-CN": "没有名为“{name}”的项目。",
    },
    "identity.grant_site": {
        "en": "Guards, supervisors and clients need a site; HR and administrators have none.",
        "zh-CN": "保安员、主管、客户须指定项目；人事、管理员不指定项目。",
    },
    "identity.row_matches_two": {
        "en": "Its numbers belong to two different people.",
        "zh-CN": "该行信息分别属于两个不同的人员。",
    },
    "identity.not_oneself": {
        "en": "This cannot be changed for oneself. Ask another administrator.",
        "zh-CN": "不能对本人进行此操作，请由其他管理员办理。",
    },
    "identity.last_administrator": {
        "en": "Somebody must remain administrator.",
        "zh-CN": "至少须保留一名管理员。",
    },
    "tenants.site_name_taken": {"en": "There is a site of this name already.", "zh-CN": "已有同名项目。"},
}
