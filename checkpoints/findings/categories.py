"""Types of findings: the field's own, given to every organisation, which may add, rename and archive."""

from typing import Any

from sqlalchemy import select

from checkpoints.findings.models import FindingCategory
from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change

FIELD_CATEGORIES = (
    ("theft", "盗窃", "Theft", "theft"),
    ("dispute", "纠纷", "Dispute", "dispute"),
    ("falling_object", "高空抛物", "Falling object", "falling-object"),
    ("fire_hazard", "消防隐患", "Fire hazard", "fire"),
    ("equipment", "设备故障", "Equipment fault", "wrench"),
    ("parking", "乱停车", "Parking", "car"),
    ("trespass", "外来闯入", "Trespass", "intruder"),
    ("environment", "环境卫生", "Environment", "broom"),
    ("other", "其他", "Other", "alert"),
)
PHONE_FIELDS = ("code", "name_zh", "name_en", "icon")


def ensure_categories(organisation_id: str) -> None:
    """Give an organisation the field's categories, as far as it lacks them."""
    have = {category.code for category in categories_of(organisation_id)}
    for position, (code, name_zh, name_en, icon) in enumerate(FIELD_CATEGORIES):
        if code not in have:
            db.session.add(
                FindingCategory(
                    organisation_id=organisation_id,
                    code=code,
                    name_zh=name_zh,
                    name_en=name_en,
                    icon=icon,
                    position=position,
                )
            )
    db.session.flush()


def categories_of(organisation_id: str) -> list[FindingCategory]:
    """All of them, archived ones too: old findings still show their names."""
    return list(
        db.session.scalars(
            select(FindingCategory)
            .where(FindingCategory.organisation_id == organisation_id)
            .order_by(FindingCategory.position, FindingCategory.code)
        )
    )


def categories_for_phones(organisation_id: str) -> list[dict[str, str]]:
    """Those to choose from, as GET /my/rounds shows them."""
    own = categories_of(organisation_id)
    shown = [(one.code, one.name_zh, one.name_en, one.icon) for one in own if one.archived_at is None]
    have = {one.code for one in own}
    missing = [one for one in FIELD_CATEGORIES if one[0] not in have]
    return [dict(zip(PHONE_FIELDS, one, strict=True)) for one in (*shown, *missing)]


def known_codes(organisation_id: str) -> set[str]:
    own = {category.code for category in categories_of(organisation_id)}
    return own | {code for code, *_ in FIELD_CATEGORIES}


def add_category(actor: Actor, *, code: str, **named: Any) -> FindingCategory:
    if code in known_codes(actor.organisation_id):
        raise Problem("findings.category_taken", 409, category=code)
    position = len(categories_of(actor.organisation_id))
    category = FindingCategory(
        organisation_id=actor.organisation_id, code=code, **{"position": position, **named}
    )
    db.session.add(category)
    db.session.flush()
    note_change(actor, "finding_category.added", "finding_category", category.id, code=code)
    return category


def change_category(
    actor: Actor, *, category_id: str, archived: bool | None = None, **changes: Any
) -> FindingCategory:
    """Rename, move or archive. "other" stays: it takes what fits nowhere else."""
    category = get_owned(FindingCategory, actor.organisation_id, category_id)
    if archived and category.code == "other":
        raise Problem("findings.category_needed", 422)
    for name, value in changes.items():
        setattr(category, name, value)
    if archived is not None:
        category.archived_at = now() if archived else None
    note_change(
        actor, "finding_category.changed", "finding_category", category.id, archived=archived, **changes
    )
    return category
