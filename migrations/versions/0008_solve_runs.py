"""Runs of the roster solver."""

import sqlalchemy as sa
from alembic import op

from guard_api.database import Id, Json, UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "solve_runs",
        sa.Column("roster_id", Id(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("keep", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("heartbeat_at", UtcDateTime(), nullable=True),
        sa.Column("holder", Id(), nullable=True),
        sa.Column("stop_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("progress", Json, nullable=True),
        sa.Column("best", Json, nullable=True),
        sa.Column("explanation", Json, nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'stopped', 'failed')", name="solve_state_known"
        ),
        sa.CheckConstraint("keep IN ('locked', 'assigned')", name="solve_keep_known"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "asked_by"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_solve_runs_organisation_id_asked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "roster_id"],
            ["rosters.organisation_id", "rosters.id"],
            name=op.f("fk_solve_runs_organisation_id_roster_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_solve_runs_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_solve_runs")),
    )
    with op.batch_alter_table("solve_runs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_solve_runs_organisation_id_roster_id_asked_at"),
            ["organisation_id", "roster_id", "asked_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_solve_runs_state_heartbeat_at"), ["state", "heartbeat_at"], unique=False
        )


def downgrade() -> None:
    op.drop_table("solve_runs")
