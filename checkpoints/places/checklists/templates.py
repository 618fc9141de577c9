"""Checklists that are shipped. `source` names the text that asks for the items."""

from typing import Any

FIRE_PATROL: dict[str, Any] = {
    "template": "fire_patrol",
    "name_zh": "防火巡查",
    "name_en": "Fire patrol",
    "source": "《机关、团体、企业、事业单位消防安全管理规定》（公安部令第61号）第二十五条",
    "items": [
        {
            "id": "fire_and_electricity",
            "text_zh": "用火、用电无违章情况",
            "text_en": "Fire and electricity are used as the rules allow",
        },
        {
            "id": "exits_clear",
            "text_zh": "安全出口、疏散通道畅通",
            "text_en": "Exits and escape routes are clear",
        },
        {
            "id": "signs_and_lights",
            "text_zh": "安全疏散指示标志、应急照明完好",
            "text_en": "Escape signs and emergency lights are in order",
        },
        {
            "id": "equipment_in_place",
            "text_zh": "消防设施、器材和消防安全标志在位、完整",
            "text_en": "Fire equipment and safety signs are in place and complete",
        },
        {
            "id": "doors_and_shutters",
            "text_zh": "常闭式防火门处于关闭状态，防火卷帘下无堆放物品",
            "text_en": "Fire doors are shut, nothing stands under fire shutters",
        },
        {
            "id": "staff_present",
            "text_zh": "消防安全重点部位的人员在岗",
            "text_en": "Staff of key fire-safety posts are present",
        },
        {
            "id": "nothing_else",
            "text_zh": "无其他消防安全问题",
            "text_en": "No other fire hazard",
        },
    ],
}
TEMPLATES = (FIRE_PATROL,)
