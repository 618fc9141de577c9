from guard_api.field_messages import plain

SENTENCES = {
    "orders.not_an_order": {
        "en": "This module is no post order.",
        "zh-CN": "该课程不是岗位指令。",
    },
}
FIELD_SENTENCES = dict((plain("Give either a site or a post.", "请指定项目或岗位其中之一。"),))
