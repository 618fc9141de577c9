from guard_api.field_messages import plain

SENTENCES = {
    "leave.impossible_days": {
        "en": "Choose at most {days} days; of a single day only one half can be left out.",
        "zh-CN": "最多可请 {days} 天；只有一天时只能选择上午或下午之一。",
    },
    "leave.overlaps": {
        "en": "There is leave on some of these days already.",
        "zh-CN": "所选日期中已有请假。",
    },
    "leave.too_long_ago": {
        "en": "These days are more than {days} days ago. Ask HR to enter them.",
        "zh-CN": "所选日期已超过 {days} 天，请由人事补录。",
    },
    "leave.decided_already": {
        "en": "This leave was decided or taken back already.",
        "zh-CN": "该请假已处理或已撤回。",
    },
    "leave.not_oneself": {
        "en": "Nobody decides about one's own leave. Ask another supervisor or HR.",
        "zh-CN": "不能审批本人的请假，请由其他主管或人事办理。",
    },
    "leave.balance_short": {
        "en": "The balance does not suffice: {remaining} days are left in {year}. "
        "Adjust the balance first, or choose another kind of leave.",
        "zh-CN": "余额不足：{year} 年剩余 {remaining} 天。请先调整余额或改用其他假别。",
    },
    "leave.clashes": {
        "en": "{count} shifts would be left behind. Approve despite them, or move them first.",
        "zh-CN": "该请假影响 {count} 个班次，请确认后仍要批准，或先行调班。",
    },
    "leave.begun": {
        "en": "This leave has begun. Ask a supervisor to change it.",
        "zh-CN": "该请假已开始，请由主管办理。",
    },
    "leave.year_not_over": {
        "en": "{year} is not over yet. Carry its leave over from {on} on.",
        "zh-CN": "{year} 年度尚未结束，请于 {on} 之后结转。",
    },
    "leave.not_approved": {
        "en": "Only approved leave can be cancelled.",
        "zh-CN": "只能取消已批准的请假。",
    },
}

FIELD_SENTENCES = dict((plain("The last day must not come before the first.", "结束日期不得早于开始日期。"),))

NOTICES = {
    "leave_asked": {
        "en": "{name} asks for {kind} from {from_on} to {until_on}.",
        "zh-CN": "{name}申请{kind}：{from_on} 至 {until_on}，请审批。",
    },
    "leave_approved": {
        "en": "Your {kind} from {from_on} to {until_on} was approved.",
        "zh-CN": "您的{kind}（{from_on} 至 {until_on}）已批准。",
    },
    "leave_refused": {
        "en": "Your {kind} from {from_on} to {until_on} was not approved: {note}",
        "zh-CN": "您的{kind}（{from_on} 至 {until_on}）未获批准：{note}",
    },
    "leave_entered": {
        "en": "{kind} from {from_on} to {until_on} was entered for you.",
        "zh-CN": "已为您登记{kind}：{from_on} 至 {until_on}。",
    },
    "leave_withdrawn": {
        "en": "{name} takes back {kind} from {from_on} to {until_on}.",
        "zh-CN": "{name}撤回了{kind}：{from_on} 至 {until_on}。",
    },
    "leave_cancelled": {
        "en": "Your {kind} from {from_on} to {until_on} was cancelled: {note}",
        "zh-CN": "您的{kind}（{from_on} 至 {until_on}）已被取消：{note}",
    },
}
