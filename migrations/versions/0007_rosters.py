"""Rosters, their versions, offers and call-offs."""

import sqlalchemy as sa
from alembic import op

from guard_api.database import Id, Json, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "rosters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.Column("weights", Json, nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("state IN ('draft','published')", name="state_known"),
        sa.CheckConstraint("until_on >= from_on", name="until_after_from"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_rosters_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_rosters")),
    )
    with op.batch_alter_table("rosters", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rosters_organisation_id_from_on_id"),
            ["organisation_id", "from_on", "id"],
            unique=False,
        )

    op.create_table(
        "acknowledgements",
        sa.Column("roster_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_acknowledgements_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "roster_id"],
            ["rosters.organisation_id", "rosters.id"],
            name=op.f("fk_acknowledgements_organisation_id_roster_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_acknowledgements")),
        sa.UniqueConstraint(
            "organisation_id",
            "roster_id",
            "version",
            "person_id",
            name=op.f("uq_acknowledgements_organisation_id_roster_id_version_person_id"),
        ),
    )
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acknowledgements_organisation_id_person_id_acknowledged_at"),
            ["organisation_id", "person_id", "acknowledged_at"],
            unique=False,
        )

    op.create_table(
        "calendar_feeds",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_calendar_feeds_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", name=op.f("uq_calendar_feeds_organisation_id_person_id")
        ),
    )
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feeds_token_digest"), ["token_digest"], unique=False)

    op.create_table(
        "roster_edits",
        sa.Column("roster_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by", Id(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("changes", Json, nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "roster_id"],
            ["rosters.organisation_id", "rosters.id"],
            name=op.f("fk_roster_edits_organisation_id_roster_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_roster_edits")),
        sa.UniqueConstraint(
            "organisation_id",
            "roster_id",
            "number",
            name=op.f("uq_roster_edits_organisation_id_roster_id_number"),
        ),
    )
    op.create_table(
        "roster_sites",
        sa.Column("roster_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "roster_id"],
            ["rosters.organisation_id", "rosters.id"],
            name=op.f("fk_roster_sites_organisation_id_roster_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_roster_sites_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_roster_sites")),
        sa.UniqueConstraint(
            "organisation_id",
            "roster_id",
            "site_id",
            name=op.f("uq_roster_sites_organisation_id_roster_id_site_id"),
        ),
    )
    with op.batch_alter_table("roster_sites", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roster_sites_organisation_id_site_id"),
            ["organisation_id", "site_id"],
            unique=False,
        )

    op.create_table(
        "roster_versions",
        sa.Column("roster_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("by", Id(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "roster_id"],
            ["rosters.organisation_id", "rosters.id"],
            name=op.f("fk_roster_versions_organisation_id_roster_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_roster_versions")),
        sa.UniqueConstraint(
            "organisation_id",
            "roster_id",
            "number",
            name=op.f("uq_roster_versions_organisation_id_roster_id_number"),
        ),
    )
    op.create_table(
        "shifts",
        sa.Column("roster_id", Id(), nullable=False),
        sa.Column("site_id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("shift_type_id", Id(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("end_at", UtcDateTime(), nullable=False),
        sa.Column("breaks", Json, nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Boolean(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("changed_in", sa.Integer(), nullable=False),
        sa.Column("relieves_shift_id", Id(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("end_at > start_at", name="ends_after_start"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_shifts_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "post_id"],
            ["posts.organisation_id", "posts.id"],
            name=op.f("fk_shifts_organisation_id_post_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "relieves_shift_id"],
            ["shifts.organisation_id", "shifts.id"],
            name=op.f("fk_shifts_organisation_id_relieves_shift_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "roster_id"],
            ["rosters.organisation_id", "rosters.id"],
            name=op.f("fk_shifts_organisation_id_roster_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shift_type_id"],
            ["shift_types.organisation_id", "shift_types.id"],
            name=op.f("fk_shifts_organisation_id_shift_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site_id"],
            ["sites.organisation_id", "sites.id"],
            name=op.f("fk_shifts_organisation_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_shifts")),
    )
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shifts_organisation_id_person_id_start_at"),
            ["organisation_id", "person_id", "start_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_shifts_organisation_id_relieves_shift_id"),
            ["organisation_id", "relieves_shift_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_shifts_organisation_id_roster_id_on"),
            ["organisation_id", "roster_id", "on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_shifts_organisation_id_site_id_start_at"),
            ["organisation_id", "site_id", "start_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_shifts_organisation_id_start_at_id"),
            ["organisation_id", "start_at", "id"],
            unique=False,
        )

    op.create_table(
        "call_offs",
        sa.Column("shift_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("reported_by", Id(), nullable=False),
        sa.Column("vacated", sa.Boolean(), nullable=False),
        sa.Column("flags", Json, nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("reason IN ('sick','family','transport','other')", name="reason_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_call_offs_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shift_id"],
            ["shifts.organisation_id", "shifts.id"],
            name=op.f("fk_call_offs_organisation_id_shift_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_call_offs")),
    )
    with op.batch_alter_table("call_offs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_call_offs_organisation_id_person_id_at"),
            ["organisation_id", "person_id", "at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_call_offs_organisation_id_shift_id"), ["organisation_id", "shift_id"], unique=False
        )

    op.create_table(
        "offers",
        sa.Column("shift_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("offered_by", Id(), nullable=False),
        sa.Column("return_shift_id", Id(), nullable=True),
        sa.Column("to_person_id", Id(), nullable=True),
        sa.Column("taken_by", Id(), nullable=True),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", Id(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("kind IN ('open','give_away','swap')", name="kind_known"),
        sa.CheckConstraint("mode IN ('first_come','manager')", name="mode_known"),
        sa.CheckConstraint(
            "state IN ('open','taken','awaiting','approved','refused','withdrawn','expired')",
            name="state_known",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offered_by"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_offers_organisation_id_offered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "return_shift_id"],
            ["shifts.organisation_id", "shifts.id"],
            name=op.f("fk_offers_organisation_id_return_shift_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shift_id"],
            ["shifts.organisation_id", "shifts.id"],
            name=op.f("fk_offers_organisation_id_shift_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "taken_by"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_offers_organisation_id_taken_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "to_person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_offers_organisation_id_to_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offers_organisation_id_created_at_id"),
            ["organisation_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_offers_organisation_id_shift_id"), ["organisation_id", "shift_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_offers_organisation_id_state_closes_at"),
            ["organisation_id", "state", "closes_at"],
            unique=False,
        )

    op.create_table(
        "claims",
        sa.Column("offer_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("state IN ('waiting','won','lost','withdrawn','declined')", name="state_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offer_id"],
            ["offers.organisation_id", "offers.id"],
            name=op.f("fk_claims_organisation_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_claims_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_claims")),
        sa.UniqueConstraint(
            "organisation_id",
            "offer_id",
            "person_id",
            name=op.f("uq_claims_organisation_id_offer_id_person_id"),
        ),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_claims_organisation_id_person_id_at"),
            ["organisation_id", "person_id", "at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claims_organisation_id_person_id_at"))

    op.drop_table("claims")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_organisation_id_state_closes_at"))
        batch_op.drop_index(batch_op.f("ix_offers_organisation_id_shift_id"))
        batch_op.drop_index(batch_op.f("ix_offers_organisation_id_created_at_id"))

    op.drop_table("offers")
    with op.batch_alter_table("call_offs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_offs_organisation_id_shift_id"))
        batch_op.drop_index(batch_op.f("ix_call_offs_organisation_id_person_id_at"))

    op.drop_table("call_offs")
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shifts_organisation_id_start_at_id"))
        batch_op.drop_index(batch_op.f("ix_shifts_organisation_id_site_id_start_at"))
        batch_op.drop_index(batch_op.f("ix_shifts_organisation_id_roster_id_on"))
        batch_op.drop_index(batch_op.f("ix_shifts_organisation_id_relieves_shift_id"))
        batch_op.drop_index(batch_op.f("ix_shifts_organisation_id_person_id_start_at"))

    op.drop_table("shifts")
    op.drop_table("roster_versions")
    with op.batch_alter_table("roster_sites", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_sites_organisation_id_site_id"))

    op.drop_table("roster_sites")
    op.drop_table("roster_edits")
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feeds_token_digest"))

    op.drop_table("calendar_feeds")
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acknowledgements_organisation_id_person_id_acknowledged_at"))

    op.drop_table("acknowledgements")
    with op.batch_alter_table("rosters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rosters_organisation_id_from_on_id"))

    op.drop_table("rosters")
