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
    "patrols.route_unknown": {
        "en": "This route is not in use at the site. Choose another.",
        "zh-CN": "该项目没有在用的这条路线，请另选。",
    },
    "patrols.route_empty": {
        "en": "The route has no checkpoints yet. Add some first.",
        "zh-CN": "该路线尚无巡更点，请先添加。",
    },
    "patrols.person_not_at_site": {
        "en": "Somebody chosen has no role at this site.",
        "zh-CN": "所选人员中有人在该项目没有岗位。",
    },
    "patrols.ends_before_it_begins": {
        "en": "The last day lies before the first.",
        "zh-CN": "结束日期早于开始日期。",
    },
    "patrols.plan_archived": {
        "en": "This plan has ended. Make a new one.",
        "zh-CN": "该巡更计划已停用，请新建。",
    },
    "patrols.rule_part_not_taken": {
        "en": "Beside FREQ a rule may have INTERVAL, BYDAY, BYMONTHDAY, BYHOUR and BYMINUTE, where these "
        "fit it. For an end, set the plan's last day.",
        "zh-CN": "规则仅支持与 FREQ 相配的 INTERVAL、BYDAY、BYMONTHDAY、BYHOUR、BYMINUTE；"
        "如需结束，请设置计划的结束日期。",
    },
    "patrols.rule_part_unreadable": {
        "en": "The rule cannot be read. An example: FREQ=DAILY;BYHOUR=22,0,2;BYMINUTE=0",
        "zh-CN": "无法识别该规则。示例：FREQ=DAILY;BYHOUR=22,0,2;BYMINUTE=0",
    },
    "patrols.rule_interval_too_long": {
        "en": "The interval of the rule is too long.",
        "zh-CN": "规则的间隔过长。",
    },
    "patrols.rule_month_day": {
        "en": "Days of the month go from 1 to 28, or from -1 (the last) to -28.",
        "zh-CN": "每月日期可取 1 至 28，或 -1（最后一天）至 -28。",
    },
    "patrols.rule_never_due": {
        "en": "With this interval some of the chosen hours or days would never come due.",
        "zh-CN": "按此间隔，部分所选时间或日期永远不会到来。",
    },
    "patrols.rule_too_dense": {
        "en": "At most one round every quarter of an hour; closer than that is a standing post.",
        "zh-CN": "最密每 15 分钟一次；更密请设固定岗。",
    },
    "patrols.too_many_rows": {
        "en": "These are more than {most} rows. Choose a shorter time or one site.",
        "zh-CN": "超过 {most} 行，请缩短时间范围或只选一个项目。",
    },
}
