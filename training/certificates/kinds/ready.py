"""Types that every organisation is given: licences of the trade, and what the ready library teaches."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReadyType:
    """`modules` are codes of the ready library; passing all of them issues it."""

    code: str
    name_zh: str
    name_en: str
    about_zh: str
    about_en: str
    months: int | None = None
    external: bool = False
    renew_from_days: int = 90
    keeps_remaining: bool = False
    modules: tuple[str, ...] = field(default=())


READY = (
    ReadyType(
        "guard_card",
        "保安员证",
        "Guard card (China)",
        "公安机关核发。《保安服务管理条例》未规定有效期。",
        "Issued by the police. The Chinese regulation on guarding sets no period of validity.",
        external=True,
    ),
    ReadyType(
        "fire_control_operator",
        "消防设施操作员证",
        "Fire system operator",
        "消防控制室值班人员的国家职业资格证书。",
        "National vocational certificate for staff of fire control rooms in China.",
        external=True,
    ),
    ReadyType(
        "first_aider",
        "红十字救护员证",
        "First aider",
        "由红十字会等机构颁发，通常三年复训。",
        "Given by the Red Cross or others, usually refreshed every three years.",
        months=36,
        external=True,
    ),
    ReadyType(
        "sia_licence",
        "英国 SIA 执照",
        "SIA licence (UK)",
        "有效期三年，可提前四个月换证，剩余时间顺延。",
        "Three years; may be renewed four months early, and the time that is left is added.",
        months=36,
        external=True,
        renew_from_days=120,
        keeps_remaining=True,
    ),
    ReadyType(
        "california_guard_card",
        "加州保安注册",
        "Guard registration (California)",
        "有效期两年，到期后不得上岗。",
        "Two years; working after its end is unlawful.",
        months=24,
        external=True,
        renew_from_days=60,
        keeps_remaining=True,
    ),
    ReadyType(
        "guard_basics",
        "保安岗位基础证",
        "Guard basics",
        "通过巡逻基础、保安员法律知识和个人信息保护课程。",
        "Passed: patrol basics, law for guards, and privacy.",
        months=24,
        modules=("patrol-basics", "law-for-guards", "privacy"),
    ),
    ReadyType(
        "fire_patrol",
        "防火巡查上岗证",
        "Fire patrol",
        "通过防火巡查与灭火器使用课程。",
        "Passed: fire patrol and extinguishers.",
        months=12,
        modules=("fire-patrol",),
    ),
    ReadyType(
        "control_room",
        "监控室值守上岗证",
        "Control room",
        "通过监控与消防控制室设备课程。",
        "Passed: control-room equipment.",
        months=12,
        modules=("control-room",),
    ),
)
