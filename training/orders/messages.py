from guard_api.field_messages import plain

SENTENCES = {
    "orders.not_an_order": {
        "en": "This module is no post order.",
        "zh-CN": "该课程不是岗位指令。",
    },
    "orders.withdrawn": {
        "en": "This order was withdrawn. Put it in force again before changing it.",
        "zh-CN": "该岗位指令已撤回。请先恢复，再修改。",
    },
}
FIELD_SENTENCES = dict((plain("Give either a site or a post.", "请指定项目或岗位其中之一。"),))
