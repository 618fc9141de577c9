SENTENCES = {
    "identity.wrong_credentials": {
        "en": "The name or the password is not right.",
        "zh-CN": "账号或密码不正确。",
    },
    "identity.choose_organisation": {
        "en": "You belong to several organisations. Choose one.",
        "zh-CN": "您属于多个单位，请选择其中一个。",
    },
}
