"""What guards of the demonstration find: category, severity, scene, words in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Find:
    category: str
    severity: int
    scene: str | None
    zh: str
    en: str
    indoors: bool

    def words(self, language: str) -> str:
        return self.zh if language == "zh-CN" else self.en


FINDS = (
    Find(
        "fire_hazard",
        3,
        "blocked_exit",
        "安全出口被纸箱堵塞，已联系业主清理。",
        "Boxes block the exit.",
        True,
    ),
    Find(
        "fire_hazard", 3, "empty_bracket", "灭火器箱内缺少一具灭火器。", "One extinguisher is missing.", True
    ),
    Find(
        "equipment",
        2,
        "leak",
        "消防管道接口处渗水，地面有积水。",
        "The pipe drips, water on the floor.",
        True,
    ),
    Find("equipment", 1, "dark_corridor", "走廊照明灯一盏不亮。", "One lamp of the corridor is out.", True),
    Find("equipment", 2, None, "门禁读卡器无反应，暂用钥匙开门。", "The card reader does not answer.", True),
    Find(
        "parking",
        2,
        "parked",
        "私家车占用消防车通道，已电话通知车主。",
        "A car stands on the fire lane.",
        False,
    ),
    Find("trespass", 3, "open_fence", "围栏有一处被剪开，可能有人翻越。", "The fence was cut open.", False),
    Find("environment", 1, "rubbish", "垃圾堆放在桶外，有异味。", "Rubbish lies beside the bins.", False),
    Find(
        "falling_object", 3, None, "楼下发现高空抛下的玻璃瓶碎片，无人受伤。", "Glass fell from above.", False
    ),
    Find("dispute", 2, None, "两位业主因车位争执，已劝离。", "Two residents quarrelled over a space.", False),
    Find("other", 1, None, "路面井盖松动，已放置警示锥。", "A manhole cover is loose; cone placed.", False),
)
NOTES = {
    "zh-CN": ("已安排维修。", "请尽快处理并拍照反馈。", "通知工程部。"),
    "en": ("Please see to it today.", "Engineering is told.", "Send a photo when done."),
}
FIXED = {"zh-CN": ("已处理完毕。", "已更换，恢复正常。"), "en": ("Done.", "Replaced, works again.")}
REPLIES = (
    ("locked", "门被反锁，联系不上值班人员。"),
    ("incident", "处理业主求助，耽误了时间。"),
    ("label_torn", "标签被撕坏，扫不出来。"),
    ("weather", "雨太大，先避雨再走。"),
    ("relieved", "交接班晚了。"),
    ("other", "手机没电，换手机后继续。"),
)
UNEXCUSED = ("理由不充分，请按时巡更。", "已当面提醒。", "下次请提前报告。")
