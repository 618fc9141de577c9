"""An assessment may replace another one, and says why."""

import sqlalchemy as sa
from alembic import op

from guard_api.database import Id

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaces_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_assessments_organisation_id_replaces_id"),
            "assessments",
            ["organisation_id", "replaces_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_assessments_organisation_id_replaces_id"), ["organisation_id", "replaces_id"]
        )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.alter_column("reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_assessments_organisation_id_replaces_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_assessments_organisation_id_replaces_id"), type_="foreignkey")
        batch_op.drop_column("reason")
        batch_op.drop_column("replaces_id")
