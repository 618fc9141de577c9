"""States, flags and questions of attendance as people read them."""

from collections.abc import Mapping

from schedules.law.shapes import Words, words

STATES: Mapping[str, Words] = {
    "planned": words("未开始", "not begun"),
    "missing": words("未到岗", "not there yet"),
    "working": words("在岗", "on duty"),
    "worked": words("已出勤", "worked"),
    "absent": words("旷工（未打卡且未请假）", "no-show"),
    "leave": words("请假", "on leave"),
    "called_off": words("临时请假", "called off"),
    "vacant": words("空缺", "vacant"),
    "clashing": words("与本人另一班次重叠", "clashes with another shift of the same person"),
}

FLAGS: Mapping[str, Words] = {
    "late": words("迟到", "came late"),
    "left_early": words("早退", "left early"),
    "stayed_over": words("延时下班", "stayed over"),
    "before_window": words("上班前很早已到岗", "was there long before the start"),
    "came_despite_notice": words("已请假但仍到岗", "came although excused"),
    "missed_in": words("缺上班卡", "clock-in missing"),
    "missed_out": words("缺下班卡", "clock-out missing"),
    "closed_unasked": words("系统按计划时间自动结束，待本人确认", "closed by the system, to be confirmed"),
    "claimed": words("下班卡过晚，超出部分待核实", "clock-out came very late, to be checked"),
    "in_again": words("重复打上班卡", "clocked in again"),
    "received_late": words("记录上传较晚", "record arrived late"),
    "corrected": words("经更正", "corrected"),
    "relief_late": words("接班人迟到", "relief came late"),
    "relief_not_arrived": words("接班人未到", "relief has not come"),
}

IGNORED: Mapping[str, Words] = {
    "repeated": words("连续重复打卡", "the same again within minutes"),
    "stayed_on": words("连班，无须重新上班", "a double shift went on"),
    "in_again": words("已在岗时再次打上班卡", "a clock-in while on duty"),
    "out_again": words("下班后再次打下班卡", "a clock-out after the clock-out"),
    "stray": words("找不到对应的班次", "belongs to no shift"),
    "voided": words("已更正作废", "voided by a correction"),
}

QUESTIONS: Mapping[str, Words] = {
    "when_in": words(
        "没有找到您的上班卡，您是什么时候到岗的？", "Your clock-in is missing. When did you come on duty?"
    ),
    "when_out": words(
        "没有找到您的下班卡，您是什么时候下班的？", "Your clock-out is missing. When did you go off duty?"
    ),
}

CORRECTION_FAULTS: Mapping[str, Words] = {
    "reason_missing": words("请填写更正原因。", "Say why."),
    "nothing_corrected": words("没有需要更正的打卡记录。", "Nothing would change."),
    "of_somebody_else": words(
        "只能更正同一人的打卡记录。", "A correction is about one person's punches only."
    ),
    "own_request": words(
        "不能审批自己提出的更正，请由他人审批。", "Whoever asks for a correction cannot decide on it."
    ),
    "own_hours": words(
        "不能审批自己的工时，请由他人审批。", "Nobody decides on their own hours. Ask somebody else."
    ),
}
