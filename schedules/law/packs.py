"""Working-time law as data, with the articles it stands on.

Confirm each locally. A rule whose `source` is not "statute" was read second hand or is general knowledge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import time

from schedules.law.shapes import (
    GENERAL_KNOWLEDGE,
    LEVELS,
    OFF,
    OWN,
    SECOND_HAND,
    SOFT,
    Night,
    Pack,
    Pay,
    Rule,
    Words,
    words,
)

HOUR = 60
PERIODS = ("week", "month", "quarter", "year")

NO_ARTICLE = words("排班常理", "roster logic")
OVERLAP = Rule("overlap", "overlap", 0, NO_ARTICLE, source=OWN)

# The hours asked of guards in China stand in these.
LABOUR_LAW = "劳动法", "Labour Law"
HOURS_RULES = "国务院关于职工工作时间的规定", "State Council Rules on Working Hours"
GUARD_RULES = "保安服务管理条例", "Security Services Regulation"
APPROVAL_RULES = (
    "关于企业实行不定时工作制和综合计算工时工作制的审批办法",
    "Measures on Approving Flexible and Comprehensive Hours",
)
DIRECTIVE = "欧盟工作时间指令 2003/88/EC", "Working Time Directive 2003/88/EC"
REGULATIONS = "英国《1998年工作时间条例》", "Working Time Regulations 1998 (UK)"
LABOR_CODE = "加州《劳动法典》", "California Labor Code"
WAGE_ORDER = "加州工资令 4-2001", "California Wage Order 4-2001"


def article(law: tuple[str, str], zh: str, en: str) -> Words:
    return words(f"{law[0]}{zh}", f"{law[1]}, {en}")


def china(number: str, law: tuple[str, str]) -> Words:
    return article(law, f"第{number}条", f"art. {number}")


CN_AGE = Rule("cn.minimum_age", "minimum_age", 18, china("16", GUARD_RULES))

CN_STANDARD = Pack(
    "cn_standard",
    words("中国·标准工时", "China, standard hours"),
    rules=(
        OVERLAP,
        CN_AGE,
        Rule("cn.week_hours", "week_minutes", 40 * HOUR, china("3", HOURS_RULES), SOFT, 5),
        Rule("cn.day_overtime", "day_overtime", 3 * HOUR, china("41", LABOUR_LAW)),
        Rule(
            "cn.month_overtime",
            "month_overtime",
            36 * HOUR,
            china("41", LABOUR_LAW),
            note=words(
                "休息日加班一并计入，法定节假日不计入；各地口径不一，请核实。",
                "Counts work on rest days, not on statutory holidays; practice varies, confirm.",
            ),
        ),
        Rule("cn.rest_day", "rest_days_in_week", 1, china("38", LABOUR_LAW)),
    ),
    pay=Pay(day_minutes=8 * HOUR, week_minutes=40 * HOUR, rest_days=True, holidays=True),
    note=words(
        "夜班时段 22:00–6:00 属一般常识，全国性法规没有统一规定。",
        "Night from 22:00 to 6:00 is general knowledge; no national rule fixes it.",
    ),
)

CN_COMPREHENSIVE = Pack(
    "cn_comprehensive",
    words("中国·综合计算工时", "China, comprehensive hours"),
    rules=(
        OVERLAP,
        CN_AGE,
        Rule(
            "cn.period_hours",
            "period_minutes",
            100,
            china("5", APPROVAL_RULES),
            SOFT,
            5,
            source=SECOND_HAND,
            note=words(
                "须经劳动行政部门批准（劳动法第39条）；保安员能否适用以当地批复为准。",
                "Needs the labour authority's approval (Labour Law, art. 39), which says whether guards "
                "may be put on it.",
            ),
        ),
        Rule(
            "cn.period_overtime",
            "period_overtime",
            36 * HOUR,
            china("41", LABOUR_LAW),
            source=SECOND_HAND,
            note=words("按周期内平均每月36小时计。", "Counted as 36 h a month on average over the period."),
        ),
        Rule(
            "cn.rest_day",
            "rest_days_in_week",
            1,
            china("38", LABOUR_LAW),
            SOFT,
            3,
            source=GENERAL_KNOWLEDGE,
            note=words(
                "经批准的其他休息办法可另行安排（劳动法第39条）。",
                "An approved arrangement may place rest otherwise (Labour Law, art. 39).",
            ),
        ),
    ),
    pay=Pay(day_minutes=8 * HOUR, holidays=True, period="month"),
)

EU_DEROGATION = words(
    "安保岗位可由成员国法律或集体协议变通，并给予等量补休（指令第17条第3款b项），请核实。",
    "For guarding, a state's law or collective agreement may derogate with equal compensatory rest "
    "(Directive, art. 17(3)(b)); confirm.",
)


def directive(number: str, **facts: object) -> dict:
    return {
        "article": article(DIRECTIVE, f"第{number}条", f"art. {number}"),
        "source": SECOND_HAND,
        "note": EU_DEROGATION,
        **facts,
    }


EU = Pack(
    "eu",
    words("欧盟·工作时间指令", "European Union, Working Time Directive"),
    rules=(
        OVERLAP,
        Rule("eu.daily_rest", "rest_between", 11 * HOUR, **directive("3")),
        Rule(
            "eu.break",
            "break_after",
            20,
            days=6 * HOUR,
            **directive(
                "4",
                note=words(
                    "指令未规定时长；20分钟取自英国，请按本国规定设置。",
                    "The Directive gives no length; 20 minutes are the UK's. Set your state's.",
                ),
            ),
        ),
        Rule("eu.weekly_rest", "weekly_rest", 35 * HOUR, **directive("5")),
        Rule(
            "eu.week_average",
            "average_week",
            48 * HOUR,
            days=17 * 7,
            **directive(
                "6",
                note=words(
                    "参考期按4个月（17周）；各国参考期与退出约定不同，请核实。",
                    "Averaged over 4 months (17 weeks); periods and opt-outs vary by state, confirm.",
                ),
            ),
        ),
        Rule("eu.night_average", "night_average", 8 * HOUR, days=17 * 7, **directive("8")),
        Rule("eu.night_hazard", "night_shift_minutes", 8 * HOUR, level=OFF, **directive("8")),
    ),
    night=Night(time(0), time(7)),
    note=words(
        "夜间至少7小时，须含0:00–5:00，具体时段由各国规定；未规定加班费率。",
        "Night is at least 7 h with 0:00–5:00 in it; states choose. The Directive sets no overtime rates.",
    ),
)

UK_SPECIAL_CASE = words(
    "需常驻看守的安保岗位不适用本条，但须给予等量补休（第21条b项、第24条）。",
    "Does not bind guarding that needs a permanent presence, but equal compensatory rest is due "
    "(reg. 21(b) and 24).",
)


def regulation(number: str, **facts: object) -> dict:
    return {
        "article": article(REGULATIONS, f"第{number}条", f"reg. {number}"),
        "source": SECOND_HAND,
        **facts,
    }


UK = Pack(
    "uk",
    words("英国·工作时间条例", "United Kingdom, Working Time Regulations"),
    rules=(
        OVERLAP,
        Rule("uk.adults_only", "minimum_age", 18, **regulation("5A")),
        Rule("uk.week_average", "average_week", 48 * HOUR, days=17 * 7, waiver="opt_out", **regulation("4")),
        Rule(
            "uk.night_average",
            "night_average",
            8 * HOUR,
            level=SOFT,
            days=17 * 7,
            **regulation("6", note=UK_SPECIAL_CASE),
        ),
        Rule(
            "uk.daily_rest",
            "rest_between",
            11 * HOUR,
            level=SOFT,
            weight=5,
            **regulation("10", note=UK_SPECIAL_CASE),
        ),
        Rule(
            "uk.weekly_rest",
            "weekly_rest",
            24 * HOUR,
            level=SOFT,
            weight=5,
            **regulation("11", note=UK_SPECIAL_CASE),
        ),
        Rule(
            "uk.break",
            "break_after",
            20,
            level=SOFT,
            days=6 * HOUR,
            **regulation("12", note=UK_SPECIAL_CASE),
        ),
    ),
    night=Night(time(23), time(6)),
    note=words(
        "未成年工（18岁以下）的规定不在本规则包内，须另行核对；退出48小时上限须本人书面同意。",
        "Young workers (under 18) are left out: check theirs by hand. Opting out of 48 h needs the person's "
        "written agreement.",
    ),
)

CALIFORNIA = Pack(
    "us_ca",
    words("美国加州", "California"),
    rules=(
        OVERLAP,
        Rule(
            "ca.day_overtime_from",
            "day_minutes",
            8 * HOUR,
            article(LABOR_CODE, "第510条", "§ 510"),
            SOFT,
            2,
            source=SECOND_HAND,
            note=words("超出部分按150%计，不是禁止。", "Beyond it 150 % is due; it is not forbidden."),
        ),
        Rule(
            "ca.double_time_from",
            "day_minutes",
            12 * HOUR,
            article(LABOR_CODE, "第510条", "§ 510"),
            SOFT,
            4,
            source=SECOND_HAND,
            note=words("超出部分按200%计，不是禁止。", "Beyond it 200 % is due; it is not forbidden."),
        ),
        Rule(
            "ca.week_overtime_from",
            "week_minutes",
            40 * HOUR,
            article(LABOR_CODE, "第510条", "§ 510"),
            SOFT,
            2,
            source=SECOND_HAND,
            note=words("超出部分按150%计，不是禁止。", "Beyond it 150 % is due; it is not forbidden."),
        ),
        Rule(
            "ca.day_of_rest",
            "rest_days_in_week",
            1,
            article(LABOR_CODE, "第551、552条", "§§ 551, 552"),
            source=GENERAL_KNOWLEDGE,
            note=words(
                "每周不超过30小时或某日不超过6小时者除外（第556条），请核实。",
                "Not where the week has at most 30 h or one day at most 6 h (§ 556); confirm.",
            ),
        ),
        Rule(
            "ca.meal",
            "meal_breaks",
            30,
            article(LABOR_CODE, "第512条", "§ 512"),
            source=SECOND_HAND,
            waiver="on_duty_meal",
            note=words(
                "当班用餐须有书面约定（工资令第11条）；6小时以内和第二餐的放弃约定按人登记。",
                "An on-duty meal needs a written agreement (Wage Order, § 11); waivers are kept by person.",
            ),
        ),
        Rule(
            "ca.rest_breaks",
            "rest_breaks",
            10,
            article(WAGE_ORDER, "第12条", "§ 12"),
            SOFT,
            source=SECOND_HAND,
            note=words(
                "带薪；排班表中未安排并不等于未休。",
                "Paid; that the roster places none does not mean that none is given.",
            ),
        ),
    ),
    pay=Pay(day_minutes=8 * HOUR, week_minutes=40 * HOUR, double_after_minutes=12 * HOUR, seventh_day=True),
    day_by="clock",
    week_starts=6,
    note=words(
        "工作日按日历日、工作周自周日起；单位可另定固定起点。",
        "Workday by the calendar day, workweek from Sunday; an employer may fix other starts.",
    ),
)

PACKS: Mapping[str, Pack] = {pack.id: pack for pack in (CN_STANDARD, CN_COMPREHENSIVE, EU, UK, CALIFORNIA)}

# What an organisation may ask of its own rosters, and what the limit counts.
OWN_KINDS: Mapping[str, str] = {
    "day_minutes": "minutes",
    "week_minutes": "minutes",
    "month_minutes": "minutes",
    "rest_between": "minutes",
    "weekly_rest": "minutes",
    "night_shift_minutes": "minutes",
    "consecutive_days": "days",
    "rest_days_in_week": "days",
    "consecutive_nights": "nights",
    "nights_in_week": "nights",
    "nights_in_month": "nights",
}


def own_rule(kind: str, limit: int, *, level: str = SOFT, weight: int = 1) -> Rule:
    """A rule of the organisation's own, which may be stricter than the law."""
    if kind not in OWN_KINDS:
        raise ValueError(f"no rule of one's own is called {kind}")
    return Rule(
        f"own.{kind}",
        kind,
        limit,
        words("本单位规定", "the organisation's own rule"),
        level,
        weight,
        source=OWN,
    )


def adopted(
    pack: Pack,
    choices: Mapping[str, Mapping[str, object]] | None = None,
    own: Iterable[Rule] = (),
    *,
    period: str | None = None,
) -> Pack:
    """The pack as an organisation uses it: level, weight, limit or reference days of a rule by its id."""
    choices = choices or {}
    unknown = set(choices) - {rule.id for rule in pack.rules}
    if unknown:
        raise ValueError(f"not in {pack.id}: {', '.join(sorted(unknown))}")
    rules = [chosen(rule, choices.get(rule.id, {})) for rule in pack.rules]
    changed = replace(pack, rules=(*rules, *own))
    return changed if period is None else over_period(changed, period)


def chosen(rule: Rule, choice: Mapping[str, object]) -> Rule:
    strange = set(choice) - {"level", "weight", "limit", "days"}
    if strange:
        raise ValueError(f"of {rule.id} nobody chooses {', '.join(sorted(strange))}")
    if choice.get("level", rule.level) not in LEVELS:
        raise ValueError(f"{rule.id} is hard, soft or off")
    return replace(rule, **choice)


def over_period(pack: Pack, period: str) -> Pack:
    """Comprehensive hours counted over another period than the month."""
    if period not in PERIODS or pack.pay.period is None:
        raise ValueError(f"{pack.id} is not counted over {period}")
    return replace(pack, pay=replace(pack.pay, period=period))
