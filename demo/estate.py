"""The demonstration estate as plain data: who, where, and when rounds are walked.

Places stand at (x, y), 0..1 from the north-west corner. Every drawing covers its whole site, so that the map
and every plan agree.
"""

from dataclasses import dataclass

ORGANISATION = "翠湖物业 Jade Lake Property"


@dataclass(frozen=True)
class Drawing:
    """A floor plan: its name, and shapes of (kind, x, y, width, height, label), 0..1 of the picture."""

    key: str
    name: str
    shapes: tuple[tuple[str, float, float, float, float, str], ...]


@dataclass(frozen=True)
class Point:
    """A checkpoint, at `at` of its drawing and of the site alike."""

    name: str
    zone: str
    at: tuple[float, float]
    plan: str
    kind: str = "qr"
    checklist: bool = False
    instructions: str = ""
    indoors: bool = False


@dataclass(frozen=True)
class Round:
    """A route with the plan that has it walked."""

    name: str
    stops: tuple[str, ...]
    rule: str
    starts_at: str
    ordered: bool = False
    window_minutes: int = 0
    tolerance_minutes: int = 10
    post: str = ""


@dataclass(frozen=True)
class Estate:
    name: str
    address: str
    north_west: tuple[float, float]
    size_m: tuple[float, float]
    drawings: tuple[Drawing, ...]
    points: tuple[Point, ...]
    rounds: tuple[Round, ...]


@dataclass(frozen=True)
class Someone:
    """`at` are the estates of the role, by number; none for the whole organisation."""

    name: str
    login: str
    role: str
    at: tuple[int, ...] = ()
    language: str = "zh-CN"


PEOPLE = (
    Someone("林静怡", "admin@jadelake.example", "administrator"),
    Someone("周敏", "hr@jadelake.example", "hr"),
    Someone("陈国强", "chen@jadelake.example", "supervisor", (0, 2)),
    Someone("David Morgan", "david@jadelake.example", "supervisor", (1,), "en"),
    Someone("吴建华", "owners@jadelake.example", "client", (0,)),
    Someone("Sarah Lindqvist", "sarah@jadelake.example", "client", (1,), "en"),
    Someone("王德福", "+8613900000001", "guard", (0,)),  # 58
    Someone("李秀英", "+8613900000002", "guard", (0,)),  # 53
    Someone("张伟", "+8613900000003", "guard", (0,)),
    Someone("赵铁柱", "+8613900000004", "guard", (0,)),  # 61
    Someone("刘洋", "+8613900000005", "guard", (0, 1)),
    Someone("黄志明", "+8613900000006", "guard", (1,)),  # 55
    Someone("Joseph Mensah", "+8613900000007", "guard", (1,), "en"),
    Someone("孙丽", "+8613900000008", "guard", (1,)),
    Someone("何建国", "+8613900000009", "guard", (2,)),  # 59
    Someone("马红梅", "+8613900000010", "guard", (2,)),
    Someone("郭大勇", "+8613900000011", "guard", (2,)),
)

GARDEN_SITE = Drawing(
    "site",
    "总平面图",
    (
        ("green", 0.03, 0.04, 0.94, 0.92, ""),
        ("road", 0.03, 0.46, 0.94, 0.08, ""),
        ("road", 0.46, 0.04, 0.08, 0.92, ""),
        ("water", 0.57, 0.59, 0.26, 0.27, "翠湖"),
        ("building", 0.08, 0.10, 0.15, 0.14, "1号楼"),
        ("building", 0.27, 0.10, 0.15, 0.14, "2号楼"),
        ("building", 0.58, 0.10, 0.15, 0.14, "3号楼"),
        ("building", 0.77, 0.10, 0.15, 0.14, "4号楼"),
        ("building", 0.08, 0.28, 0.15, 0.13, "5号楼"),
        ("building", 0.27, 0.28, 0.15, 0.13, "6号楼"),
        ("plaza", 0.58, 0.29, 0.34, 0.12, "中心花园"),
        ("plaza", 0.08, 0.60, 0.16, 0.13, "儿童乐园"),
        ("room", 0.28, 0.60, 0.14, 0.11, "物业中心"),
        ("room", 0.08, 0.80, 0.12, 0.11, "垃圾房"),
        ("room", 0.24, 0.80, 0.18, 0.11, "车库出入口"),
        ("gate", 0.945, 0.44, 0.03, 0.12, "东大门"),
        ("gate", 0.025, 0.44, 0.03, 0.12, "西门"),
    ),
)
GARDEN_BASEMENT = Drawing(
    "basement",
    "地下车库 B1",
    (
        ("floor", 0.03, 0.05, 0.94, 0.90, ""),
        ("parking", 0.06, 0.09, 0.60, 0.15, "A 区"),
        ("parking", 0.06, 0.38, 0.60, 0.15, "B 区"),
        ("parking", 0.06, 0.67, 0.60, 0.15, "C 区"),
        ("lane", 0.06, 0.27, 0.60, 0.08, ""),
        ("lane", 0.06, 0.56, 0.60, 0.08, ""),
        ("room", 0.72, 0.09, 0.22, 0.20, "水泵房"),
        ("room", 0.72, 0.33, 0.22, 0.20, "变配电室"),
        ("room", 0.72, 0.57, 0.10, 0.25, "风机房"),
        ("stairs", 0.84, 0.57, 0.10, 0.25, "楼梯"),
        ("lane", 0.40, 0.85, 0.26, 0.08, "坡道"),
    ),
)
TOWER_LOBBY = Drawing(
    "lobby",
    "首层平面图",
    (
        ("floor", 0.05, 0.06, 0.90, 0.88, ""),
        ("plaza", 0.30, 0.60, 0.40, 0.31, "大堂"),
        ("core", 0.38, 0.28, 0.24, 0.26, "电梯厅"),
        ("stairs", 0.28, 0.28, 0.08, 0.26, "楼梯 1"),
        ("stairs", 0.64, 0.28, 0.08, 0.26, "楼梯 2"),
        ("room", 0.08, 0.10, 0.17, 0.24, "消防控制室"),
        ("room", 0.08, 0.38, 0.17, 0.24, "安保室"),
        ("room", 0.08, 0.66, 0.17, 0.25, "咖啡厅"),
        ("room", 0.75, 0.10, 0.17, 0.34, "卸货区"),
        ("room", 0.75, 0.48, 0.17, 0.20, "后勤通道"),
        ("room", 0.75, 0.72, 0.17, 0.19, "收发室"),
        ("lane", 0.28, 0.10, 0.44, 0.14, "走廊"),
        ("gate", 0.43, 0.915, 0.14, 0.03, "正门"),
    ),
)
TOWER_ROOF = Drawing(
    "roof",
    "屋顶层",
    (
        ("floor", 0.12, 0.10, 0.76, 0.80, ""),
        ("core", 0.40, 0.38, 0.20, 0.24, "电梯机房"),
        ("room", 0.18, 0.17, 0.18, 0.22, "水箱间"),
        ("room", 0.64, 0.17, 0.18, 0.22, "冷却塔"),
        ("plaza", 0.18, 0.66, 0.64, 0.18, "停机坪"),
    ),
)
PARK_SITE = Drawing(
    "site",
    "厂区平面图",
    (
        ("plaza", 0.03, 0.04, 0.94, 0.92, ""),
        ("road", 0.06, 0.44, 0.88, 0.10, ""),
        ("road", 0.46, 0.07, 0.08, 0.86, ""),
        ("building", 0.09, 0.11, 0.34, 0.29, "1号厂房"),
        ("building", 0.57, 0.11, 0.34, 0.29, "2号厂房"),
        ("building", 0.09, 0.58, 0.22, 0.30, "成品仓库"),
        ("hazard", 0.70, 0.66, 0.21, 0.22, "危化品仓库"),
        ("water", 0.56, 0.68, 0.10, 0.18, "消防水池"),
        ("room", 0.34, 0.74, 0.09, 0.14, "污水站"),
        ("gate", 0.44, 0.035, 0.12, 0.03, "北门"),
        ("gate", 0.44, 0.935, 0.12, 0.03, "南门"),
    ),
)

GARDEN = Estate(
    name="翠湖花园",
    address="上海市浦东新区翠湖路 88 号",
    north_west=(31.2231, 121.5412),
    size_m=(420, 280),
    drawings=(GARDEN_SITE, GARDEN_BASEMENT),
    points=(
        Point("东大门岗", "出入口", (0.93, 0.50), "site"),
        Point("西门岗", "出入口", (0.07, 0.50), "site"),
        Point("1号楼大堂", "楼栋", (0.155, 0.25), "site", checklist=True, indoors=True),
        Point("3号楼大堂", "楼栋", (0.655, 0.25), "site", checklist=True, indoors=True),
        Point("6号楼天台", "楼栋", (0.345, 0.345), "site", instructions="检查天台门是否锁好。"),
        Point("中心花园", "公共绿地", (0.75, 0.35), "site", "nfc"),
        Point("儿童乐园", "公共绿地", (0.16, 0.665), "site"),
        Point("翠湖步道", "公共绿地", (0.70, 0.88), "site", "gps"),
        Point("车库 B 区", "地下车库", (0.36, 0.455), "basement", checklist=True, indoors=True),
        Point(
            "水泵房",
            "设备用房",
            (0.83, 0.19),
            "basement",
            checklist=True,
            instructions="查看消防水泵控制柜是否在自动位置。",
            indoors=True,
        ),
        Point("变配电室", "设备用房", (0.83, 0.43), "basement", checklist=True, indoors=True),
    ),
    rounds=(
        Round(
            "夜间巡更",
            ("东大门岗", "3号楼大堂", "中心花园", "6号楼天台", "1号楼大堂", "西门岗", "儿童乐园", "翠湖步道"),
            "FREQ=DAILY;BYHOUR=22,0,2,4;BYMINUTE=0",
            "22:00",
            ordered=True,
            post="夜班",
        ),
        Round(
            "防火巡查",
            ("1号楼大堂", "3号楼大堂", "车库 B 区", "水泵房", "变配电室"),
            "FREQ=DAILY;BYHOUR=8,10,12,14,16,18,20;BYMINUTE=0",
            "08:00",
            post="日班",
        ),
        Round(
            "车库随机巡查",
            ("车库 B 区", "水泵房", "东大门岗", "儿童乐园"),
            "FREQ=DAILY",
            "13:00",
            window_minutes=180,
            post="日班",
        ),
    ),
)
TOWER = Estate(
    name="翠湖国际中心",
    address="上海市浦东新区世纪大道 1600 号",
    north_west=(31.2299, 121.5270),
    size_m=(120, 90),
    drawings=(TOWER_LOBBY, TOWER_ROOF),
    points=(
        Point("大堂", "首层", (0.50, 0.74), "lobby", "nfc", indoors=True),
        Point("消防控制室", "首层", (0.165, 0.22), "lobby", checklist=True, indoors=True),
        Point("卸货区", "首层", (0.835, 0.27), "lobby", indoors=True),
        Point("后勤通道", "首层", (0.835, 0.58), "lobby", checklist=True, indoors=True),
        Point("18 层电梯厅", "办公层", (0.50, 0.41), "lobby", checklist=True, indoors=True),
        Point("屋顶水箱间", "屋顶", (0.27, 0.28), "roof", instructions="确认水箱盖上锁。"),
        Point("屋顶停机坪", "屋顶", (0.50, 0.75), "roof"),
    ),
    rounds=(
        Round(
            "防火巡查",
            ("消防控制室", "后勤通道", "卸货区", "18 层电梯厅"),
            "FREQ=DAILY;BYHOUR=8,10,12,14,16,18,20;BYMINUTE=30",
            "08:30",
            post="日班",
        ),
        Round(
            "夜间巡更",
            ("大堂", "后勤通道", "卸货区", "18 层电梯厅", "屋顶水箱间", "屋顶停机坪"),
            "FREQ=DAILY;BYHOUR=23,3;BYMINUTE=0",
            "23:00",
            ordered=True,
            post="夜班",
        ),
    ),
)
PARK = Estate(
    name="翠湖科技园",
    address="上海市浦东新区金科路 2800 号",
    north_west=(31.2078, 121.6010),
    size_m=(520, 360),
    drawings=(PARK_SITE,),
    points=(
        Point("北门岗", "围墙", (0.50, 0.07), "site"),
        Point("南门岗", "围墙", (0.50, 0.92), "site"),
        Point("1号厂房东侧", "厂区", (0.43, 0.26), "site"),
        Point("2号厂房西侧", "厂区", (0.57, 0.26), "site"),
        Point(
            "危化品仓库",
            "重点部位",
            (0.80, 0.65),
            "site",
            "nfc",
            checklist=True,
            instructions="不得入内，只在门外检查。严禁烟火。",
        ),
        Point("围墙东北角", "围墙", (0.95, 0.07), "site", "gps"),
    ),
    rounds=(
        Round(
            "夜间巡更",
            ("北门岗", "1号厂房东侧", "2号厂房西侧", "围墙东北角", "危化品仓库", "南门岗"),
            "FREQ=DAILY;BYHOUR=21,1,4;BYMINUTE=0",
            "21:00",
            post="夜班",
        ),
        Round(
            "重点部位随机巡查",
            ("危化品仓库", "南门岗", "1号厂房东侧"),
            "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0",
            "09:00",
            window_minutes=240,
            post="日班",
        ),
    ),
)
ESTATES = (GARDEN, TOWER, PARK)
