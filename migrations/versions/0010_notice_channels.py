"""How notices reach people beyond the app."""

import sqlalchemy as sa
from alembic import op

from guard_api.database import Id, Json, UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings_sealed", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("kinds", Json, nullable=True),
        sa.Column("site_ids", Json, nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('mail','push','wecom','dingtalk','feishu','webhook')", name="channel_kind_known"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_channels_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_channels")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_channels_organisation_id_name")),
    )
    op.create_table(
        "deliveries",
        sa.Column("channel_id", Id(), nullable=True),
        sa.Column("channel_kind", sa.String(), nullable=False),
        sa.Column("notice_id", Id(), nullable=True),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("subscription_id", Id(), nullable=True),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("people", Json, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("params", Json, nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("claim", Id(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("last_answer", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting','sent','failed','given_up','dropped')", name="delivery_state_known"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "channel_id"],
            ["channels.organisation_id", "channels.id"],
            name=op.f("fk_deliveries_organisation_id_channel_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_deliveries_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_deliveries")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_created_at"), ["created_at"], unique=False)
        batch_op.create_index(
            "ix_deliveries_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting','failed')"),
            postgresql_where=sa.text("state IN ('waiting','failed')"),
        )
        batch_op.create_index(
            batch_op.f("ix_deliveries_organisation_id_channel_id_sent_at"),
            ["organisation_id", "channel_id", "sent_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_deliveries_organisation_id_created_at"),
            ["organisation_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "notice_preferences",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("channels", Json, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_hours_whole"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_notice_preferences_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_notice_preferences")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", name=op.f("uq_notice_preferences_organisation_id_person_id")
        ),
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("endpoint_digest", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_sent_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_push_subscriptions_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint(
            "organisation_id",
            "endpoint_digest",
            name=op.f("uq_push_subscriptions_organisation_id_endpoint_digest"),
        ),
    )
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_push_subscriptions_organisation_id_person_id"),
            ["organisation_id", "person_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_subscriptions_organisation_id_person_id"))

    op.drop_table("push_subscriptions")
    op.drop_table("notice_preferences")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_organisation_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_deliveries_organisation_id_channel_id_sent_at"))
        batch_op.drop_index(
            "ix_deliveries_due",
            sqlite_where=sa.text("state IN ('waiting','failed')"),
            postgresql_where=sa.text("state IN ('waiting','failed')"),
        )
        batch_op.drop_index(batch_op.f("ix_deliveries_created_at"))

    op.drop_table("deliveries")
    op.drop_table("channels")
