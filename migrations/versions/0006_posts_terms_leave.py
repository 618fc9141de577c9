"""Posts and their demand, people's terms, leave."""

import sqlalchemy as sa
from alembic import op

from guard_api.database import Id, Json, UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("kind IN ('holiday','working_day','rest_day')", name="day_kind_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_calendar_days_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_calendar_days")),
        sa.UniqueConstraint("organisation_id", "on", name=op.f("uq_calendar_days_organisation_id_on")),
    )
    op.create_table(
        "calendar_regions",
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("subdivision", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_calendar_regions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_calendar_regions")),
    )
    op.create_table(
        "law_settings",
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("default_pack", sa.String(), nullable=False),
        sa.Column("rules", Json, nullable=False),
        sa.Column("own_rules", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_law_settings_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_law_settings")),
    )
    op.create_table(
        "shift_types",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("breaks", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 30 AND 1440", name="shift_type_minutes_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_shift_types_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_shift_types")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_shift_types_organisation_id_code")),
    )
    op.create_table(
        "leave_entitlements",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=True),
        sa.Column("carried_half_days", sa.Integer(), nullable=False),
        sa.Column("adjusted_half_days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_by", Id(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("kind IN ('annual','time_off')", name="entitlement_kind_known"),
        sa.CheckConstraint("carried_half_days >= 0", name="carried_known"),
        sa.CheckConstraint("half_days >= 0", name="entitlement_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_leave_entitlements_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_leave_entitlements")),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            "kind",
            "year",
            name=op.f("uq_leave_entitlements_organisation_id_person_id_kind_year"),
        ),
    )
    op.create_table(
        "leave_requests",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("from_half", sa.Boolean(), nullable=False),
        sa.Column("until_half", sa.Boolean(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("by_year", Json, nullable=False),
        sa.Column("flags", Json, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", Id(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('annual','sick','personal','marriage','bereavement','maternity','paternity','injury',"
            "'time_off','other')",
            name="leave_kind_known",
        ),
        sa.CheckConstraint(
            "state IN ('asked','approved','refused','withdrawn','cancelled')", name="leave_state_known"
        ),
        sa.CheckConstraint("until_on >= from_on", name="leave_in_order"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_leave_requests_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_leave_requests")),
    )
    with op.batch_alter_table("leave_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_leave_requests_organisation_id_person_id_from_on"),
            ["organisation_id", "person_id", "from_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_leave_requests_organisation_id_state_from_on"),
            ["organisation_id", "state", "from_on"],
            unique=False,
        )

    op.create_table(
        "pairings",
        sa.Column("person_a", Id(), nullable=False),
        sa.Column("person_b", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("kind IN ('together','apart')", name="pairing_kind_known"),
        sa.CheckConstraint("person_a < person_b", name="pairing_in_order"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_a"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_pairings_organisation_id_person_a"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_b"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_pairings_organisation_id_person_b"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pairings")),
        sa.UniqueConstraint(
            "organisation_id",
            "person_a",
            "person_b",
            name=op.f("uq_pairings_organisation_id_person_a_person_b"),
        ),
    )
    op.create_table(
        "posts",
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("min_grade_id", Id(), nullable=True),
        sa.Column("certificate_type_ids", Json, nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("walking", sa.String(), nullable=False),
        sa.Column("least_together", sa.Integer(), nullable=False),
        sa.Column("break_relief", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fixed','gate','control_room','patrol','relief')", name="post_kind_known"
        ),
        sa.CheckConstraint("walking IN ('none','some','much')", name="post_walking_known"),
        sa.CheckConstraint("least_together BETWEEN 1 AND 20", name="post_together_known"),
        sa.CheckConstraint("priority BETWEEN 1 AND 5", name="post_priority_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "min_grade_id"],
            ["grades.organisation_id", "grades.id"],
            name=op.f("fk_posts_organisation_id_min_grade_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_posts_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_posts")),
        sa.UniqueConstraint(
            "organisation_id", "site_id", "name", name=op.f("uq_posts_organisation_id_site_id_name")
        ),
    )
    op.create_table(
        "terms",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("hour_system", sa.String(), nullable=False),
        sa.Column("law_pack", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("week_minutes", sa.Integer(), nullable=True),
        sa.Column("month_min_minutes", sa.Integer(), nullable=True),
        sa.Column("month_max_minutes", sa.Integer(), nullable=True),
        sa.Column("max_nights_month", sa.Integer(), nullable=True),
        sa.Column("site_ids", Json, nullable=False),
        sa.Column("max_walking", sa.String(), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("waivers", Json, nullable=False),
        sa.Column("worked_before_months", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("set_by", Id(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint(
            "hour_system IN ('standard','comprehensive','part_time')", name="hour_system_known"
        ),
        sa.CheckConstraint("max_walking IN ('none','some','much')", name="terms_walking_known"),
        sa.CheckConstraint("period IN ('week','month','quarter','year')", name="terms_period_known"),
        sa.CheckConstraint("month_max_minutes >= month_min_minutes", name="terms_month_in_order"),
        sa.CheckConstraint("worked_before_months >= 0", name="terms_service_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_terms_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_terms")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "from_on", name=op.f("uq_terms_organisation_id_person_id_from_on")
        ),
    )
    op.create_table(
        "wishes",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("shift_type_id", Id(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("kind IN ('wants','avoids','unavailable')", name="wish_kind_known"),
        sa.CheckConstraint("until_on >= from_on", name="wish_in_order"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="wish_weekday_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_wishes_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shift_type_id"],
            ["shift_types.organisation_id", "shift_types.id"],
            name=op.f("fk_wishes_organisation_id_shift_type_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_wishes")),
    )
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wishes_organisation_id_person_id_from_on"),
            ["organisation_id", "person_id", "from_on"],
            unique=False,
        )

    op.create_table(
        "demand_exceptions",
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("shift_type_id", Id(), nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("need BETWEEN 0 AND 50", name="exception_need_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "post_id"],
            ["posts.organisation_id", "posts.id"],
            name=op.f("fk_demand_exceptions_organisation_id_post_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shift_type_id"],
            ["shift_types.organisation_id", "shift_types.id"],
            name=op.f("fk_demand_exceptions_organisation_id_shift_type_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_demand_exceptions")),
        sa.UniqueConstraint(
            "organisation_id",
            "post_id",
            "on",
            "shift_type_id",
            name=op.f("uq_demand_exceptions_organisation_id_post_id_on_shift_type_id"),
        ),
    )
    with op.batch_alter_table("demand_exceptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_demand_exceptions_organisation_id_on"), ["organisation_id", "on"], unique=False
        )

    op.create_table(
        "demands",
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("shift_type_id", Id(), nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("need BETWEEN 0 AND 50", name="demand_need_known"),
        sa.CheckConstraint("until_on >= from_on", name="demand_in_order"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 7", name="demand_weekday_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "post_id"],
            ["posts.organisation_id", "posts.id"],
            name=op.f("fk_demands_organisation_id_post_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shift_type_id"],
            ["shift_types.organisation_id", "shift_types.id"],
            name=op.f("fk_demands_organisation_id_shift_type_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_demands")),
        sa.UniqueConstraint(
            "organisation_id",
            "post_id",
            "weekday",
            "shift_type_id",
            "from_on",
            name=op.f("uq_demands_organisation_id_post_id_weekday_shift_type_id_from_on"),
        ),
    )


def downgrade() -> None:
    op.drop_table("demands")
    with op.batch_alter_table("demand_exceptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_exceptions_organisation_id_on"))

    op.drop_table("demand_exceptions")
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wishes_organisation_id_person_id_from_on"))

    op.drop_table("wishes")
    op.drop_table("terms")
    op.drop_table("posts")
    op.drop_table("pairings")
    with op.batch_alter_table("leave_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leave_requests_organisation_id_state_from_on"))
        batch_op.drop_index(batch_op.f("ix_leave_requests_organisation_id_person_id_from_on"))

    op.drop_table("leave_requests")
    op.drop_table("leave_entitlements")
    op.drop_table("shift_types")
    op.drop_table("law_settings")
    op.drop_table("calendar_regions")
    op.drop_table("calendar_days")
