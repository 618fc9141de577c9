SENTENCES = {
    "people.grade_taken": {
        "en": "Another grade is called {name}. Choose another name.",
        "zh-CN": "已有职级名为“{name}”，请换一个名称。",
    },
    "people.grade_unknown": {"en": "There is no such grade.", "zh-CN": "没有该职级。"},
    "people.step_in_circle": {
        "en": "These steps would lead in a circle. Choose a grade further up.",
        "zh-CN": "晋升路径会形成循环，请选择更高的职级。",
    },
    "people.certificate_unknown": {
        "en": "One of these certificates does not exist here.",
        "zh-CN": "所选证书中有不存在的类型。",
    },
    "people.module_unknown": {
        "en": "One of these modules does not exist here.",
        "zh-CN": "所选课程中有不存在的课程。",
    },
    "people.unreachable": {
        "en": "Give this person a phone number or an e-mail address first, to sign in with.",
        "zh-CN": "请先填写该人员的手机号或邮箱，以便登录。",
    },
    "people.employed_already": {
        "en": "This person is employed. Record the exit before hiring again.",
        "zh-CN": "该人员仍在职，请先办理离职再重新入职。",
    },
    "people.spells_overlap": {
        "en": "This would overlap an earlier employment. Check the days.",
        "zh-CN": "与以前的任职时间重叠，请核对日期。",
    },
    "people.not_employed": {
        "en": "This person has no open employment. Hire first, or correct the exit.",
        "zh-CN": "该人员没有在职记录，请先办理入职或更正离职信息。",
    },
    "people.not_employed_then": {
        "en": "This day is outside the employment.",
        "zh-CN": "该日期不在任职期间内。",
    },
    "people.change_before_last": {
        "en": "A change from {on} on is on file already. Correct that one, or choose a later day.",
        "zh-CN": "已有自 {on} 起的变动记录，请更正该记录或选择更晚的日期。",
    },
    "people.left_before_hired": {
        "en": "The last day is before the first one.",
        "zh-CN": "离职日期早于入职日期。",
    },
    "people.exit_reason_needed": {
        "en": "An exit needs its day and its reason, both.",
        "zh-CN": "离职须同时填写日期和原因。",
    },
    "people.days_in_order": {
        "en": "The second day is before the first one.",
        "zh-CN": "后一日期早于前一日期。",
    },
    "people.absent_already": {
        "en": "A leave of absence on these days is on file already.",
        "zh-CN": "这段时间已有长假记录。",
    },
    "people.not_absent": {
        "en": "No leave of absence was going on the day before.",
        "zh-CN": "该日之前没有进行中的长假。",
    },
    "people.site_unknown": {"en": "There is no such site.", "zh-CN": "没有该项目。"},
    "people.manager_unknown": {
        "en": "The manager must be somebody else of this organisation.",
        "zh-CN": "直属上级须为本单位的其他人员。",
    },
    "people.criterion_unknown": {
        "en": "One of these criteria does not exist, or stands twice.",
        "zh-CN": "考核项中有不存在或重复的项目。",
    },
    "people.score_every_criterion": {
        "en": "Give each criterion in use its score, once.",
        "zh-CN": "请对每个现行考核项各评一次分。",
    },
    "people.assessed_by_another": {
        "en": "Somebody else wrote this assessment. They or HR can correct it.",
        "zh-CN": "该考核由他人填写，只能由填写人或人事更正。",
    },
    "people.corrected_already": {
        "en": "This assessment was corrected already. Correct the one that replaced it.",
        "zh-CN": "该考核已更正过。请更正替代它的那一份。",
    },
    "people.not_for_oneself": {
        "en": "Nobody assesses or commends themselves.",
        "zh-CN": "不能对本人进行考核或表扬。",
    },
    "people.not_yet": {"en": "This day is still to come.", "zh-CN": "该日期尚未到来。"},
    "people.document_too_large": {
        "en": "The paper is larger than {megabytes} MB. Scan it smaller.",
        "zh-CN": "文件超过 {megabytes} MB，请压缩后再上传。",
    },
    "people.document_type": {
        "en": "Only PDF, JPEG, PNG and WebP are taken.",
        "zh-CN": "仅支持 PDF、JPEG、PNG 和 WebP 文件。",
    },
    "people.period_to_come": {
        "en": "This period is still to come. Choose one that has begun.",
        "zh-CN": "该时间段尚未开始，请选择已开始的时间段。",
    },
    "people.group_unknown": {"en": "There is no such group.", "zh-CN": "没有该分组。"},
    "people.too_few": {
        "en": "Fewer than {least} people: figures about so few would be about persons.",
        "zh-CN": "人数少于 {least} 人，为保护个人信息不显示数据。",
    },
    "people.not_annualised_short": {
        "en": "The period is shorter than a month.",
        "zh-CN": "时间段不足一个月。",
    },
    "people.not_annualised_small": {
        "en": "One month of fewer than {team} people says nothing about a year.",
        "zh-CN": "{team} 人以下团队单月数据不能推算全年。",
    },
    "people.not_annualised_empty": {"en": "Nobody was employed.", "zh-CN": "该时间段无在职人员。"},
    "people.import_site_unknown": {"en": "No site is called {name}.", "zh-CN": "没有名为“{name}”的项目。"},
    "people.import_grade_unknown": {"en": "No grade is called {name}.", "zh-CN": "没有名为“{name}”的职级。"},
    "people.import_manager_unknown": {
        "en": "Nobody has the name or employee number {name}, or several have.",
        "zh-CN": "找不到姓名或工号为“{name}”的上级，或有多人重名。",
    },
    "people.import_word_unknown": {
        "en": "Not one of: {known}.",
        "zh-CN": "只能填写：{known}。",
    },
    "people.import_day_unreadable": {
        "en": "Write days as 2026-03-01.",
        "zh-CN": "日期请写成 2026-03-01 的格式。",
    },
    "people.import_identity_unreadable": {
        "en": "This identity number is not right.",
        "zh-CN": "身份证号码有误。",
    },
    "people.import_exit_incomplete": {
        "en": "A leaver needs the last day and the reason, both.",
        "zh-CN": "离职人员须同时填写离职日期和离职原因。",
    },
    "people.import_unreachable": {
        "en": "Who still works here needs a phone number or an e-mail address.",
        "zh-CN": "在职人员须填写手机号或邮箱。",
    },
    "people.import_site_needed": {
        "en": "Who still works here needs a site.",
        "zh-CN": "在职人员须填写所属项目。",
    },
    "people.import_differs": {
        "en": "This employment is on file as ended on {on}. Correct it there.",
        "zh-CN": "该任职记录的离职日期已登记为 {on}，请在档案中更正。",
    },
    "people.import_same_name": {
        "en": "Another employee has this name. Add an employee, phone or identity number to both.",
        "zh-CN": "存在同名人员，请补充工号、手机号或身份证号以便区分。",
    },
}
FIELD_SENTENCES = {
    r"This is no identity number\.": ("This is no identity number.", "身份证号码有误。"),
}
