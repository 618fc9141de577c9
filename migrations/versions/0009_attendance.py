"""Punches, attendance, timesheets and handovers."""

import sqlalchemy as sa
from alembic import op

from guard_api.database import Id, Json, UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "attendance_settings",
        sa.Column("site_id", Id(), nullable=True),
        sa.Column("geofence", sa.String(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=False),
        sa.Column("photo", sa.Boolean(), nullable=False),
        sa.Column("methods", Json, nullable=False),
        sa.Column("tolerances", Json, nullable=False),
        sa.Column("changed_by", Id(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("geofence IN ('off','flag','block')", name="geofence_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_attendance_settings_organisation_id_site_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_attendance_settings_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_attendance_settings")),
        sa.UniqueConstraint(
            "organisation_id", "site_id", name=op.f("uq_attendance_settings_organisation_id_site_id")
        ),
    )
    op.create_table(
        "punch_corrections",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("adds", Json, nullable=False),
        sa.Column("voids", Json, nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("question_id", Id(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", Id(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("decision IN ('waiting','accepted','refused','withdrawn')", name="decision_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_punch_corrections_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_punch_corrections_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_punch_corrections")),
    )
    with op.batch_alter_table("punch_corrections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_punch_corrections_organisation_id_asked_at_id"),
            ["organisation_id", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_punch_corrections_organisation_id_person_id_from_at"),
            ["organisation_id", "person_id", "from_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_punch_corrections_organisation_id_site_id_decision_asked_at"),
            ["organisation_id", "site_id", "decision", "asked_at"],
            unique=False,
        )

    op.create_table(
        "punch_questions",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("shift_id", Id(), nullable=True),
        sa.Column("punch_id", Id(), nullable=False),
        sa.Column("presumed_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answer", Json, nullable=True),
        sa.Column("correction_id", Id(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("kind IN ('when_in','when_out')", name="question_kind_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_punch_questions_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_punch_questions_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_punch_questions")),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            "kind",
            "punch_id",
            name=op.f("uq_punch_questions_organisation_id_person_id_kind_punch_id"),
        ),
    )
    with op.batch_alter_table("punch_questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_punch_questions_organisation_id_person_id_asked_at"),
            ["organisation_id", "person_id", "asked_at"],
            unique=False,
        )

    op.create_table(
        "punches",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("checkpoint_id", Id(), nullable=True),
        sa.Column("named_shift_id", Id(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("photo", sa.String(), nullable=True),
        sa.Column("phone_id", Id(), nullable=True),
        sa.Column("recorded_by", Id(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("flags", Json, nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("kind IN ('in','out')", name="punch_kind_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_punches_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_punches_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_punches")),
    )
    with op.batch_alter_table("punches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_punches_organisation_id_person_id_occurred_at"),
            ["organisation_id", "person_id", "occurred_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_punches_organisation_id_site_id_occurred_at"),
            ["organisation_id", "site_id", "occurred_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_punches_with_position",
            ["organisation_id", "occurred_at"],
            unique=False,
            postgresql_where=sa.text("lat IS NOT NULL"),
        )

    op.create_table(
        "timesheet_locks",
        sa.Column("site_id", Id(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("locked_by", Id(), nullable=False),
        sa.Column("locked_at", UtcDateTime(), nullable=False),
        sa.Column("unlocked_by", Id(), nullable=True),
        sa.Column("unlocked_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_timesheet_locks_organisation_id_site_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_timesheet_locks_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_timesheet_locks")),
    )
    with op.batch_alter_table("timesheet_locks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_timesheet_locks_organisation_id_until_on"),
            ["organisation_id", "until_on"],
            unique=False,
        )

    op.create_table(
        "unplanned_work",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("end_at", UtcDateTime(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("claimed_minutes", sa.Integer(), nullable=False),
        sa.Column("punch_ids", Json, nullable=False),
        sa.Column("judge_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_unplanned_work_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_unplanned_work_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_unplanned_work")),
    )
    with op.batch_alter_table("unplanned_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unplanned_work_judge_at"), ["judge_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_unplanned_work_organisation_id_person_id_on"),
            ["organisation_id", "person_id", "on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_unplanned_work_organisation_id_site_id_on"),
            ["organisation_id", "site_id", "on"],
            unique=False,
        )

    op.create_table(
        "equipment",
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=True),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("count >= 0", name="equipment_count_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "post_id"],
            ["posts.organisation_id", "posts.id"],
            name=op.f("fk_equipment_organisation_id_post_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_equipment_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_equipment")),
    )
    with op.batch_alter_table("equipment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_equipment_organisation_id_site_id"), ["organisation_id", "site_id"], unique=False
        )

    op.create_table(
        "handovers",
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=True),
        sa.Column("from_shift_id", Id(), nullable=True),
        sa.Column("to_shift_id", Id(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("given_by", Id(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=True),
        sa.Column("items", Json, nullable=False),
        sa.Column("matters", Json, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("accepted_by", Id(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("difference_note", sa.String(), nullable=False),
        sa.Column("flags", Json, nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "accepted_by"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_handovers_organisation_id_accepted_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "given_by"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_handovers_organisation_id_given_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "post_id"],
            ["posts.organisation_id", "posts.id"],
            name=op.f("fk_handovers_organisation_id_post_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_handovers_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_handovers")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_handovers_organisation_id_at_id"), ["organisation_id", "at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_handovers_organisation_id_site_id_at"),
            ["organisation_id", "site_id", "at"],
            unique=False,
        )

    op.create_table(
        "timesheet_lines",
        sa.Column("lock_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("settled", Json, nullable=False),
        sa.Column("adjusts", Json, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "lock_id"],
            ["timesheet_locks.organisation_id", "timesheet_locks.id"],
            name=op.f("fk_timesheet_lines_organisation_id_lock_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_timesheet_lines_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_timesheet_lines")),
        sa.UniqueConstraint(
            "organisation_id",
            "lock_id",
            "person_id",
            name=op.f("uq_timesheet_lines_organisation_id_lock_id_person_id"),
        ),
    )
    with op.batch_alter_table("timesheet_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_timesheet_lines_organisation_id_person_id_until_on"),
            ["organisation_id", "person_id", "until_on"],
            unique=False,
        )

    op.create_table(
        "attendances",
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("shift_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("end_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("first_in_at", UtcDateTime(), nullable=True),
        sa.Column("last_out_at", UtcDateTime(), nullable=True),
        sa.Column("early_minutes", sa.Integer(), nullable=False),
        sa.Column("inside_minutes", sa.Integer(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("over_minutes", sa.Integer(), nullable=False),
        sa.Column("worked_minutes", sa.Integer(), nullable=False),
        sa.Column("unconfirmed_minutes", sa.Integer(), nullable=False),
        sa.Column("claimed_minutes", sa.Integer(), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("left_early_minutes", sa.Integer(), nullable=False),
        sa.Column("waited_for_relief_minutes", sa.Integer(), nullable=False),
        sa.Column("flags", Json, nullable=False),
        sa.Column("punch_ids", Json, nullable=False),
        sa.Column("present", Json, nullable=False),
        sa.Column("work", Json, nullable=False),
        sa.Column("judge_at", UtcDateTime(), nullable=True),
        sa.Column("alarm_at", UtcDateTime(), nullable=True),
        sa.Column("judged_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned','missing','working','worked','absent',"
            "'leave','called_off','vacant','clashing')",
            name="attendance_state_known",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shift_id"],
            ["shifts.organisation_id", "shifts.id"],
            name=op.f("fk_attendances_organisation_id_shift_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_attendances_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "shift_id", name=op.f("pk_attendances")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_alarm_at"), ["alarm_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendances_judge_at"), ["judge_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attendances_organisation_id_on_shift_id"),
            ["organisation_id", "on", "shift_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_attendances_organisation_id_person_id_on"),
            ["organisation_id", "person_id", "on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_attendances_organisation_id_site_id_end_at"),
            ["organisation_id", "site_id", "end_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_attendances_organisation_id_site_id_on"),
            ["organisation_id", "site_id", "on"],
            unique=False,
        )

    op.create_table(
        "no_show_alarms",
        sa.Column("shift_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("escalate_at", UtcDateTime(), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.Column("reply_text", sa.String(), nullable=False),
        sa.Column("replied_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_by", Id(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_no_show_alarms_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shift_id"],
            ["shifts.organisation_id", "shifts.id"],
            name=op.f("fk_no_show_alarms_organisation_id_shift_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_no_show_alarms_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_no_show_alarms")),
        sa.UniqueConstraint(
            "organisation_id",
            "shift_id",
            "person_id",
            name=op.f("uq_no_show_alarms_organisation_id_shift_id_person_id"),
        ),
    )
    with op.batch_alter_table("no_show_alarms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_no_show_alarms_escalate_at"), ["escalate_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_no_show_alarms_organisation_id_raised_at_id"),
            ["organisation_id", "raised_at", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("no_show_alarms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_no_show_alarms_organisation_id_raised_at_id"))
        batch_op.drop_index(batch_op.f("ix_no_show_alarms_escalate_at"))

    op.drop_table("no_show_alarms")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendances_organisation_id_site_id_on"))
        batch_op.drop_index(batch_op.f("ix_attendances_organisation_id_site_id_end_at"))
        batch_op.drop_index(batch_op.f("ix_attendances_organisation_id_person_id_on"))
        batch_op.drop_index(batch_op.f("ix_attendances_organisation_id_on_shift_id"))
        batch_op.drop_index(batch_op.f("ix_attendances_judge_at"))
        batch_op.drop_index(batch_op.f("ix_attendances_alarm_at"))

    op.drop_table("attendances")
    with op.batch_alter_table("timesheet_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timesheet_lines_organisation_id_person_id_until_on"))

    op.drop_table("timesheet_lines")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handovers_organisation_id_site_id_at"))
        batch_op.drop_index(batch_op.f("ix_handovers_organisation_id_at_id"))

    op.drop_table("handovers")
    with op.batch_alter_table("equipment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_equipment_organisation_id_site_id"))

    op.drop_table("equipment")
    with op.batch_alter_table("unplanned_work", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unplanned_work_organisation_id_site_id_on"))
        batch_op.drop_index(batch_op.f("ix_unplanned_work_organisation_id_person_id_on"))
        batch_op.drop_index(batch_op.f("ix_unplanned_work_judge_at"))

    op.drop_table("unplanned_work")
    with op.batch_alter_table("timesheet_locks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timesheet_locks_organisation_id_until_on"))

    op.drop_table("timesheet_locks")
    with op.batch_alter_table("punches", schema=None) as batch_op:
        batch_op.drop_index("ix_punches_with_position", postgresql_where=sa.text("lat IS NOT NULL"))
        batch_op.drop_index(batch_op.f("ix_punches_organisation_id_site_id_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_punches_organisation_id_person_id_occurred_at"))

    op.drop_table("punches")
    with op.batch_alter_table("punch_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_punch_questions_organisation_id_person_id_asked_at"))

    op.drop_table("punch_questions")
    with op.batch_alter_table("punch_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_punch_corrections_organisation_id_site_id_decision_asked_at"))
        batch_op.drop_index(batch_op.f("ix_punch_corrections_organisation_id_person_id_from_at"))
        batch_op.drop_index(batch_op.f("ix_punch_corrections_organisation_id_asked_at_id"))

    op.drop_table("punch_corrections")
    op.drop_table("attendance_settings")
