"""Names, posts and reasons of the demonstration's workforce."""

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋"
GIVEN_NAMES = (
    "建军", "志强", "国庆", "海涛", "永福", "春梅", "秀兰", "玉芬", "明亮", "少华", "文斌", "立新",
    "德才", "长生", "金山", "爱民", "学军", "宏伟", "小龙", "桂英", "凤霞", "庆丰", "胜利", "振华",
    "来福", "宝山", "家辉", "子豪", "俊杰", "晓东", "世杰", "卫东", "新民", "红旗", "树林", "成功",
    "万里", "云飞", "大伟", "丽娟", "雪梅", "艳红",
)  # fmt: skip
POSTS = (
    ("东大门岗", "西门岗", "巡逻岗", "车库岗", "监控中心"),
    ("大堂岗", "消防控制室", "卸货区岗", "巡逻岗"),
    ("北门岗", "南门岗", "巡逻岗", "危化品仓库岗"),
)
EARLY_REASONS = (
    "probation_failed",
    "absconded",
    "absconded",
    "resigned_hours",
    "resigned_hours",
    "resigned_pay",
    "resigned_distance",
)
LATER_REASONS = (
    "resigned_pay",
    "resigned_pay",
    "resigned_hours",
    "resigned_pay",
    "resigned_pay",
    "resigned_hours",
    "resigned_hours",
    "resigned_family",
    "resigned_family",
    "resigned_other_job",
    "resigned_other_job",
    "resigned_health",
    "resigned_treatment",
    "contract_ended",
    "retired",
    "dismissed_conduct",
    "absconded",
)
PRAISE = 0.4
COMMENDED = (
    ("resident_praise", "业主来信感谢：深夜帮助老人寻回走失的孙子。"),
    ("resident_praise", "业主送锦旗：暴雨中帮助住户搬运物品、疏通地漏。"),
    ("danger_averted", "巡查中发现配电间异响并及时上报，避免停电事故。"),
    ("danger_averted", "及时发现并扑灭垃圾房冒烟隐患。"),
    ("courage", "制止车库内盗窃行为，协助民警抓获嫌疑人。"),
    ("found_property", "拾到装有现金和证件的手提包，归还失主。"),
    ("client_praise", "甲方表扬：重要接待期间秩序维护到位。"),
    ("contest", "公司消防技能比武第二名。"),
)
