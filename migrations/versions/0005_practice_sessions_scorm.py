"""practice, sessions and bought courses"""

import sqlalchemy as sa
from alembic import op

from guard_api.database import Id, Json, UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "scorm_packages",
        sa.Column("module_id", Id(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("units", Json, nullable=False),
        sa.Column("files", Json, nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", Id(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("version IN ('1.2','2004')", name="scorm_version_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "module_id"],
            ["modules.organisation_id", "modules.id"],
            name=op.f("fk_scorm_packages_organisation_id_module_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_scorm_packages")),
    )
    with op.batch_alter_table("scorm_packages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scorm_packages_organisation_id_module_id_added_at"),
            ["organisation_id", "module_id", "added_at"],
            unique=False,
        )

    op.create_table(
        "training_sessions",
        sa.Column("module_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=True),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("instructor_id", Id(), nullable=True),
        sa.Column("instructor_name", sa.String(), nullable=False),
        sa.Column("checklist", Json, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("door_code", sa.String(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("places > 0", name="places_positive"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "instructor_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_training_sessions_organisation_id_instructor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "module_id"],
            ["modules.organisation_id", "modules.id"],
            name=op.f("fk_training_sessions_organisation_id_module_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_training_sessions_organisation_id_site_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_training_sessions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_training_sessions")),
        sa.UniqueConstraint(
            "organisation_id", "door_code", name=op.f("uq_training_sessions_organisation_id_door_code")
        ),
    )
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_sessions_organisation_id_module_id"),
            ["organisation_id", "module_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_training_sessions_organisation_id_starts_at"),
            ["organisation_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "practice_cards",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("module_id", Id(), nullable=False),
        sa.Column("question_id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("last_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("dealt_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "module_id"],
            ["modules.organisation_id", "modules.id"],
            name=op.f("fk_practice_cards_organisation_id_module_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_practice_cards_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "question_id"],
            ["questions.organisation_id", "questions.id"],
            name=op.f("fk_practice_cards_organisation_id_question_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_practice_cards")),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            "question_id",
            name=op.f("uq_practice_cards_organisation_id_person_id_question_id"),
        ),
    )
    with op.batch_alter_table("practice_cards", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_practice_cards_organisation_id_person_id_due_at"),
            ["organisation_id", "person_id", "due_at"],
            unique=False,
        )

    op.create_table(
        "scorm_runs",
        sa.Column("package_id", Id(), nullable=False),
        sa.Column("module_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cmi", Json, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("attempt_id", Id(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint(
            "status IN ('not_begun','incomplete','completed','passed','failed')", name="run_status_known"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "module_id"],
            ["modules.organisation_id", "modules.id"],
            name=op.f("fk_scorm_runs_organisation_id_module_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "package_id"],
            ["scorm_packages.organisation_id", "scorm_packages.id"],
            name=op.f("fk_scorm_runs_organisation_id_package_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_scorm_runs_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_scorm_runs")),
        sa.UniqueConstraint(
            "organisation_id",
            "package_id",
            "person_id",
            "number",
            name=op.f("uq_scorm_runs_organisation_id_package_id_person_id_number"),
        ),
    )
    with op.batch_alter_table("scorm_runs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scorm_runs_organisation_id_person_id_module_id"),
            ["organisation_id", "person_id", "module_id"],
            unique=False,
        )

    op.create_table(
        "session_places",
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("booked_by", Id(), nullable=False),
        sa.Column("attended_at", UtcDateTime(), nullable=True),
        sa.Column("attended_by", sa.String(), nullable=True),
        sa.Column("flags", Json, nullable=False),
        sa.Column("signed_off_at", UtcDateTime(), nullable=True),
        sa.Column("signed_off_by", Id(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint(
            "state IN ('booked','waiting','attended','signed_off','absent','cancelled')", name="state_known"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_session_places_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_sessions.organisation_id", "training_sessions.id"],
            name=op.f("fk_session_places_organisation_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_session_places")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "person_id",
            name=op.f("uq_session_places_organisation_id_session_id_person_id"),
        ),
    )
    with op.batch_alter_table("session_places", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_places_organisation_id_person_id_state"),
            ["organisation_id", "person_id", "state"],
            unique=False,
        )

    op.create_table(
        "practical_checks",
        sa.Column("place_id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("checked_by", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "place_id"],
            ["session_places.organisation_id", "session_places.id"],
            name=op.f("fk_practical_checks_organisation_id_place_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_practical_checks")),
    )
    with op.batch_alter_table("practical_checks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_practical_checks_organisation_id_place_id_at"),
            ["organisation_id", "place_id", "at"],
            unique=False,
        )

    op.create_table(
        "practice_answers",
        sa.Column("card_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("module_id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chosen", Json, nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 4", name="rating_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "card_id"],
            ["practice_cards.organisation_id", "practice_cards.id"],
            name=op.f("fk_practice_answers_organisation_id_card_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_practice_answers_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_practice_answers")),
    )
    with op.batch_alter_table("practice_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_practice_answers_organisation_id_person_id_answered_at"),
            ["organisation_id", "person_id", "answered_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_practice_answers_organisation_id_person_id_module_id_key"),
            ["organisation_id", "person_id", "module_id", "key"],
            unique=False,
        )

    op.create_index(
        "ix_duties_matrix",
        "duties",
        [
            "organisation_id",
            "person_id",
            "module_id",
            "required",
            "due_on",
            "passed_at",
            "valid_until_on",
            "failed_at",
        ],
    )


def downgrade() -> None:
    op.drop_index("ix_duties_matrix", table_name="duties")
    with op.batch_alter_table("practice_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_answers_organisation_id_person_id_module_id_key"))
        batch_op.drop_index(batch_op.f("ix_practice_answers_organisation_id_person_id_answered_at"))

    op.drop_table("practice_answers")
    with op.batch_alter_table("practical_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practical_checks_organisation_id_place_id_at"))

    op.drop_table("practical_checks")
    with op.batch_alter_table("session_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_places_organisation_id_person_id_state"))

    op.drop_table("session_places")
    with op.batch_alter_table("scorm_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scorm_runs_organisation_id_person_id_module_id"))

    op.drop_table("scorm_runs")
    with op.batch_alter_table("practice_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_cards_organisation_id_person_id_due_at"))

    op.drop_table("practice_cards")
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_sessions_organisation_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_training_sessions_organisation_id_module_id"))

    op.drop_table("training_sessions")
    with op.batch_alter_table("scorm_packages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scorm_packages_organisation_id_module_id_added_at"))

    op.drop_table("scorm_packages")
