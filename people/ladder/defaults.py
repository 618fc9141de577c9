"""The ladder that an organisation is given when it is founded; it may draw its own."""

from guard_api.database import db, new_id
from people.ladder import queries
from people.ladder.models import Grade, GradeStep

GRADES = (
    ("保安员", "Guard"),
    ("高级保安员", "Senior guard"),
    ("班长", "Team leader"),
    ("队长", "Captain"),
    ("项目经理", "Site manager"),
)
STEPS = (
    (6, 70, "试用期满，能独立上岗。", "Probation is over; stands a post alone."),
    (12, 75, "能带新队员，熟悉各岗位。", "Teaches newcomers and knows every post."),
    (18, 80, "能排班、处置突发事件。", "Plans shifts and handles incidents."),
    (24, 85, "能管理项目安全与客户关系。", "Runs a site's security and its client."),
)


def ensure_ladder(*, organisation_id: str) -> None:
    """Unless the organisation has grades already."""
    if queries.grades(organisation_id):
        return
    grades = [
        Grade(organisation_id=organisation_id, id=new_id(), name_zh=zh, name_en=en, position=position)
        for position, (zh, en) in enumerate(GRADES)
    ]
    db.session.add_all(grades)
    db.session.flush()
    for lower, upper, (months, least, zh, en) in zip(grades, grades[1:], STEPS, strict=False):
        db.session.add(
            GradeStep(
                organisation_id=organisation_id,
                from_grade_id=lower.id,
                to_grade_id=upper.id,
                months=months,
                assessment_min=least,
                note_zh=zh,
                note_en=en,
            )
        )
    db.session.flush()
