"""Codes in words, for tables out and in: (English, Chinese, what else is understood)."""

CONTRACT_KINDS = {
    "fixed_term": ("Fixed term", "固定期限", "合同制", "固定期限劳动合同", "劳动合同"),
    "open_ended": ("Open-ended", "无固定期限", "无固定期限劳动合同", "长期"),
    "task": ("For a task", "以完成一定任务为期限"),
    "part_time": ("Part-time", "非全日制", "兼职", "小时工"),
    "dispatched": ("Dispatched", "劳务派遣", "派遣"),
    "retired_rehired": ("Retired, rehired", "退休返聘", "返聘"),
    "intern": ("Intern", "实习", "实习生"),
    "service": ("Service contract", "劳务", "劳务协议", "劳务合同"),
}
SHIFT_PATTERNS = {
    "three_shift": ("Three shifts", "三班倒", "三班制", "三班"),
    "two_shift": ("Two shifts", "两班倒", "两班制", "12小时"),
    "four_team": ("Four teams, three shifts", "四班三运转", "四班三倒"),
    "fixed_day": ("Fixed days", "长白班", "白班", "常日班"),
    "night": ("Nights", "夜班", "长夜班"),
    "other": ("Other", "其他"),
}
EXIT_REASONS = {
    "resigned_pay": ("Resigned: pay", "辞职：薪酬", "薪酬", "工资低"),
    "resigned_hours": ("Resigned: hours", "辞职：工时", "工时", "工时长", "夜班多"),
    "resigned_distance": ("Resigned: distance", "辞职：路途", "路途远", "通勤"),
    "resigned_family": ("Resigned: family", "辞职：家庭", "家庭原因", "回家"),
    "resigned_health": ("Resigned: health", "辞职：健康", "身体原因", "健康原因"),
    "resigned_other_job": ("Resigned: another job", "辞职：另谋职业", "另谋发展", "跳槽"),
    "resigned_treatment": ("Resigned: treatment", "辞职：管理或相处", "管理原因", "人际关系"),
    "resigned_other": ("Resigned: other", "辞职：其他", "辞职", "个人原因", "主动离职", "resigned"),
    "absconded": ("Left without a word", "自动离职", "自离", "旷工离职"),
    "dismissed_conduct": ("Dismissed: conduct", "辞退：违纪", "违纪", "开除"),
    "dismissed_performance": ("Dismissed: performance", "辞退：不胜任", "不胜任", "辞退", "dismissed"),
    "probation_failed": ("Probation not passed", "试用期不合格", "试用不合格"),
    "redundant": ("Redundant", "裁减", "裁员"),
    "site_lost": ("Site lost", "项目撤场", "撤场", "合同丢失"),
    "contract_ended": ("Contract ended", "合同到期", "合同期满", "到期"),
    "retired": ("Retired", "退休"),
    "died": ("Died", "去世", "身故"),
    "other": ("Other", "其他"),
}
GENDERS = {"male": ("Male", "男", "m"), "female": ("Female", "女", "f"), "other": ("Other", "其他")}
EDUCATIONS = {
    "primary": ("Primary school", "小学"),
    "junior_middle": ("Junior middle school", "初中"),
    "senior_middle": ("Senior middle school", "高中"),
    "vocational": ("Vocational school", "中专", "技校", "职高", "中职"),
    "college": ("College", "大专", "专科"),
    "bachelor": ("Bachelor", "本科", "大学", "学士"),
    "master": ("Master or above", "硕士及以上", "硕士", "研究生", "博士"),
}
STATES = {
    "working": ("Working", "在职"),
    "probation": ("On probation", "试用期"),
    "absent": ("On leave", "长假"),
    "left": ("Left", "离职"),
    "upcoming": ("To begin", "待入职"),
}


def word(words: dict[str, tuple[str, ...]], code: str | None, language: str) -> str:
    if code is None:
        return ""
    return words[code][1 if language == "zh-CN" else 0]


def codes(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Every way to write it → its code."""
    return {text.casefold(): code for code, texts in words.items() for text in (code, *texts)}
