SENTENCES: dict[str, dict[str, str]] = {}
FIELD_SENTENCES = {
    r"Give either ids or all\.": ("Give either ids or all.", "请只填写 ids 或 all 其中之一。"),
}
