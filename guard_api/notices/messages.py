"""What can be said of notices and of the ways by which they leave."""


def _both(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh-CN": zh}


SENTENCES: dict[str, dict[str, str]] = {
    "notices.setting_missing": _both("This is needed for such a channel.", "此类渠道需要填写该项。"),
    "notices.setting_unknown": _both("Such a channel has no such setting.", "此类渠道没有该设置。"),
    "notices.sign_in_incomplete": _both(
        "Give user name and password, or neither.", "用户名和密码须同时填写或同时留空。"
    ),
    "notices.address_not_of_wecom": _both(
        "A WeCom robot's address ends in /webhook/send?key=… Copy it from the robot's page.",
        "企业微信机器人地址应以 /webhook/send?key=… 结尾，请从机器人页面复制。",
    ),
    "notices.address_not_of_dingtalk": _both(
        "A DingTalk robot's address ends in /robot/send?access_token=… Copy it from the robot's page.",
        "钉钉机器人地址应以 /robot/send?access_token=… 结尾，请从机器人页面复制。",
    ),
    "notices.address_not_of_feishu": _both(
        "A Feishu robot's address holds /open-apis/bot/v2/hook/… Copy it from the robot's page.",
        "飞书机器人地址应包含 /open-apis/bot/v2/hook/…，请从机器人页面复制。",
    ),
    "notices.address_not_of_webhook": _both("This is no address (URL).", "不是有效的网址。"),
    "notices.address_private": _both(
        "This address lies inside the house network, which this installation does not allow.",
        "该地址位于内部网络，本系统未允许访问。",
    ),
    "notices.host_unknown": _both("No server of this name was found.", "找不到该服务器。"),
    "notices.channel_name_taken": _both("There is a channel of this name already.", "已有同名渠道。"),
    "notices.push_exists": _both("Push is set up already.", "已设置推送渠道。"),
    "notices.kind_unknown": _both(
        "There is no kind of notice called {kind}.", "没有名为“{kind}”的通知类型。"
    ),
    "notices.endpoint_refused": _both("This is no address of a push service.", "不是有效的推送服务地址。"),
    "notices.push_not_set_up": _both(
        "Your organisation has not set up push. Ask an administrator.", "单位尚未开通推送，请联系管理员。"
    ),
    "notices.test_needs_address": _both(
        "You have no e-mail address. Say where the test should go.",
        "您没有登记邮箱，请填写测试邮件的收件地址。",
    ),
    "notices.test_needs_device": _both(
        "None of your devices shows notices yet. Turn them on in your account, then test.",
        "您还没有开启通知的设备，请先在账户页面开启再测试。",
    ),
    "notices.not_to_be_retried": _both("There is nothing left to send here.", "该消息无需或无法再次发送。"),
    "notices.being_sent": _both("It is being sent right now.", "正在发送中。"),
    # Why something waits, failed or was dropped.
    "notices.quiet_hours": _both("Waits until the person's quiet hours end.", "等待本人免打扰时段结束。"),
    "notices.channel_off": _both("The channel was switched off.", "渠道已停用。"),
    "notices.channel_deleted": _both("The channel was deleted.", "渠道已删除。"),
    "notices.person_left": _both("The person no longer works here.", "该人员已离职。"),
    "notices.already_read": _both("Read in the app before it left.", "发送前已在应用中阅读。"),
    "notices.not_wanted": _both("The person does not want this way.", "本人已关闭此方式。"),
    "notices.no_address": _both("The person has no e-mail address.", "该人员没有邮箱。"),
    "notices.device_gone": _both(
        "The device no longer takes notices. Its owner can turn them on again.",
        "该设备已不再接收通知，可由本人重新开启。",
    ),
    "notices.sign_in_refused": _both(
        "The mail server refuses this user name or password.", "邮件服务器拒绝了用户名或密码。"
    ),
    "notices.not_secure": _both(
        "No secure connection could be made. Check the port and the kind of security.",
        "无法建立安全连接，请检查端口和加密方式。",
    ),
    "notices.unreachable": _both(
        "The server did not answer. Check address and port.", "服务器无应答，请检查地址和端口。"
    ),
    "notices.recipient_refused": _both("The mail server refuses this recipient.", "邮件服务器拒绝该收件人。"),
    "notices.refused": _both(
        "The other side refused it. Its answer says why.", "对方拒绝接收，原因见其应答。"
    ),
    "notices.busy_there": _both("The other side is busy. It will be tried again.", "对方繁忙，将自动重试。"),
    "notices.answer_unreadable": _both(
        "The answer is not that of such a service. Check the address.", "应答不符合该服务，请检查地址。"
    ),
    "notices.broken": _both(
        "It could not be put into words. Tell whoever runs this system.", "消息生成失败，请告知系统管理人员。"
    ),
}
FIELD_SENTENCES = {
    r"Give either ids or all\.": ("Give either ids or all.", "请只填写 ids 或 all 其中之一。"),
    r"Give both ends of the quiet hours, or neither\.": (
        "Give both ends of the quiet hours, or neither.",
        "免打扰时段的开始和结束须同时填写或同时留空。",
    ),
    r"This is no such key\.": ("This is no such key.", "不是有效的密钥。"),
}
