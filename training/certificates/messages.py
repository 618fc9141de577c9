SENTENCES = {
    "certificates.type_taken": {
        "en": "There is already a type of certificate with the code {taken}.",
        "zh-CN": "证书类型代码 {taken} 已存在。",
    },
    "certificates.module_unknown": {
        "en": "One of the modules does not exist. Choose again.",
        "zh-CN": "所选课程中有不存在的，请重新选择。",
    },
    "certificates.type_from_paper_has_no_modules": {
        "en": "A certificate that others give cannot be issued by passing modules.",
        "zh-CN": "由外部机构颁发的证书不能设为通过课程自动颁发。",
    },
    "certificates.type_archived": {
        "en": "This type of certificate is no longer in use.",
        "zh-CN": "该证书类型已停用。",
    },
    "certificates.number_taken": {
        "en": "Another certificate of this type already has the number {number}.",
        "zh-CN": "该类型已有编号为 {number} 的证书。",
    },
    "certificates.number_needed": {
        "en": "Enter the number and the date that stand on the paper.",
        "zh-CN": "请填写证书上的编号和发证日期。",
    },
    "certificates.in_future": {
        "en": "A certificate cannot be issued in the future.",
        "zh-CN": "发证日期不能晚于今天。",
    },
    "certificates.ends_before_it_begins": {
        "en": "The last day lies before the first one.",
        "zh-CN": "到期日早于发证日期。",
    },
    "certificates.not_newer": {
        "en": "What replaces it must have been issued later.",
        "zh-CN": "新证书的发证日期须晚于原证书。",
    },
    "certificates.already_revoked": {
        "en": "It is revoked already.",
        "zh-CN": "该证书已被吊销。",
    },
    "certificates.already_replaced": {
        "en": "A newer certificate has replaced it. Use that one.",
        "zh-CN": "该证书已被新证书替换，请使用新证书。",
    },
    "certificates.too_early": {
        "en": "It can be renewed from {on} on.",
        "zh-CN": "该证书自 {on} 起方可换证。",
    },
    "certificates.never_ends": {
        "en": "It never ends, so there is nothing to renew.",
        "zh-CN": "该证书长期有效，无需换证。",
    },
    "certificates.given_by_others": {
        "en": "Others gave this certificate, so only its scan can be shown.",
        "zh-CN": "该证书由外部机构颁发，只能查看其扫描件。",
    },
    "certificates.font_missing": {
        "en": "The font of printed certificates is not installed. Run `make fonts` on the server.",
        "zh-CN": "服务器未安装证书字体，请运行 make fonts。",
    },
    "certificates.scan_type": {
        "en": "The scan must be a JPEG, PNG or PDF file.",
        "zh-CN": "扫描件须为 JPEG、PNG 或 PDF 文件。",
    },
    "certificates.scan_too_large": {
        "en": "The scan is larger than {megabytes} MB.",
        "zh-CN": "扫描件超过 {megabytes} MB。",
    },
    "certificates.answered_already": {
        "en": "This warning is answered already.",
        "zh-CN": "该提醒已有答复。",
    },
    "certificates.import_person_unknown": {
        "en": "Nobody who works here is named so, or more than one person is. Use the employee number.",
        "zh-CN": "在职人员中没有此人，或有多人同名，请填写工号。",
    },
    "certificates.import_type_unknown": {
        "en": "There is no such type of certificate. Add it first, or use its name as it stands.",
        "zh-CN": "没有该证书类型，请先添加，或按现有名称填写。",
    },
    "qualification.rule_unknown": {
        "en": "A rule names something that does not exist. Choose again.",
        "zh-CN": "规则中引用了不存在的内容，请重新选择。",
    },
    "qualification.rule_repeated": {
        "en": "Two rules ask for the same thing in the same place.",
        "zh-CN": "有两条规则的范围和要求相同。",
    },
    "qualification.no_exceptions": {
        "en": "This rule allows no exceptions.",
        "zh-CN": "该规则不允许例外。",
    },
    "qualification.for_oneself": {
        "en": "Nobody approves an exception for themselves. Ask somebody else.",
        "zh-CN": "不能为自己批准例外，请由他人批准。",
    },
    "qualification.too_long": {
        "en": "An exception lasts at most {days} days.",
        "zh-CN": "例外最长 {days} 天。",
    },
    "qualification.is_over": {
        "en": "This exception is over already.",
        "zh-CN": "该例外已结束。",
    },
    "qualification.certificate_missing": {
        "en": "{name} is missing.",
        "zh-CN": "缺少{name}。",
    },
    "qualification.certificate_expired": {
        "en": "{name} ended on {on}.",
        "zh-CN": "{name}已于 {on} 到期。",
    },
    "qualification.certificate_revoked": {
        "en": "{name} is revoked.",
        "zh-CN": "{name}已被吊销。",
    },
    "qualification.certificate_not_yet": {
        "en": "{name} holds only from {on} on.",
        "zh-CN": "{name}自 {on} 起才有效。",
    },
    "qualification.module_missing": {
        "en": "The module {name} is not passed, or no longer current.",
        "zh-CN": "课程“{name}”未通过或已过期。",
    },
    "qualification.excepted": {
        "en": "Allowed without {name} until {on}.",
        "zh-CN": "{name}暂缺，已批准至 {on}。",
    },
}
FIELD_SENTENCES = {
    r"Ask for either a certificate or a module\.": (
        "Ask for either a certificate or a module.",
        "请选择证书或课程其中之一。",
    ),
    r"Name whom the rule is for\.": ("Name whom the rule is for.", "请填写规则的适用对象。"),
    r"A rule for everyone names nobody\.": (
        "A rule for everyone names nobody.",
        "适用于所有人的规则无需对象。",
    ),
    r"The last day lies before the first one\.": (
        "The last day lies before the first one.",
        "结束日期早于开始日期。",
    ),
}
NOTICES = {
    "certificates.issued": {
        "en": "You have a new certificate: {type}.",
        "zh-CN": "您获得了新证书：{type}。",
    },
    "certificates.renewed": {
        "en": "Your certificate {type} is renewed.",
        "zh-CN": "您的证书“{type}”已换新。",
    },
    "certificates.revoked": {
        "en": "Your certificate {type} was revoked: {reason}",
        "zh-CN": "您的证书“{type}”已被吊销：{reason}",
    },
    "certificates.ending": {
        "en": "Your {type} ends on {on}, in {days} days. Please say what you will do.",
        "zh-CN": "您的“{type}”将于 {on} 到期，还有 {days} 天，请答复如何处理。",
    },
    "certificates.ended": {
        "en": "Your {type} ended on {on}. It no longer counts.",
        "zh-CN": "您的“{type}”已于 {on} 到期，不再有效。",
    },
    "certificates.ending_unanswered": {
        "en": "{person}: {type} ends on {on}, and nobody has answered the warning.",
        "zh-CN": "{person}的“{type}”将于 {on} 到期，提醒一直无人答复。",
    },
    "certificates.will_not_renew": {
        "en": "{person} will not renew {type}, which ends on {on}: {why}",
        "zh-CN": "{person}不再换“{type}”（{on} 到期）：{why}",
    },
    "certificates.ended_of": {
        "en": "{person}: {type} ended on {on}.",
        "zh-CN": "{person}的“{type}”已于 {on} 到期。",
    },
}
