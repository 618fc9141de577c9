"""certificates and notices"""

import sqlalchemy as sa
from alembic import op

from guard_api.database import Id, Json, UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "certificate_types",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("about_zh", sa.String(), nullable=False),
        sa.Column("about_en", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=True),
        sa.Column("renew_from_days", sa.Integer(), nullable=False),
        sa.Column("keeps_remaining", sa.Boolean(), nullable=False),
        sa.Column("module_ids", Json, nullable=False),
        sa.Column("warn_days", Json, nullable=False),
        sa.Column("numbered", sa.Integer(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("origin IN ('ready','own')", name="certificate_type_origin_known"),
        sa.CheckConstraint("renew_from_days BETWEEN 0 AND 730", name="renewal_window_possible"),
        sa.CheckConstraint("validity_months BETWEEN 1 AND 600", name="validity_possible"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_certificate_types_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_certificate_types")),
        sa.UniqueConstraint(
            "organisation_id", "code", name=op.f("uq_certificate_types_organisation_id_code")
        ),
    )
    op.create_table(
        "signing_keys",
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("private_key_sealed", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_signing_keys_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_signing_keys")),
    )
    op.create_table(
        "certificates",
        sa.Column("type_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_by", Id(), nullable=True),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("replaces_id", Id(), nullable=True),
        sa.Column("verify_code", sa.String(), nullable=False),
        sa.Column("scan_sha256", sa.String(), nullable=True),
        sa.Column("scan_type", sa.String(), nullable=True),
        sa.Column("scan_key", sa.String(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", Id(), nullable=True),
        sa.Column("revoke_reason", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("source IN ('passed','paper','session')", name="certificate_source_known"),
        sa.CheckConstraint("expires_on >= issued_on", name="ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_certificates_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "replaces_id"],
            ["certificates.organisation_id", "certificates.id"],
            name=op.f("fk_certificates_organisation_id_replaces_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "type_id"],
            ["certificate_types.organisation_id", "certificate_types.id"],
            name=op.f("fk_certificates_organisation_id_type_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_certificates")),
        sa.UniqueConstraint(
            "organisation_id", "verify_code", name=op.f("uq_certificates_organisation_id_verify_code")
        ),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certificates_organisation_id_expires_on"),
            ["organisation_id", "expires_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_certificates_organisation_id_issued_on"),
            ["organisation_id", "issued_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_certificates_organisation_id_person_id_type_id"),
            ["organisation_id", "person_id", "type_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_certificates_verify_code"), ["verify_code"], unique=False)
        batch_op.create_index(
            "uq_certificates_number_in_use",
            ["organisation_id", "type_id", "number"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.create_index(
            "uq_certificates_replaced_once",
            ["organisation_id", "replaces_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "notices",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("params", Json, nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("dedupe", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_notices_organisation_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "dedupe", name=op.f("uq_notices_organisation_id_person_id_dedupe")
        ),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_created_at"), ["created_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notices_organisation_id_person_id_created_at"),
            ["organisation_id", "person_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "qualification_rules",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("certificate_type_id", Id(), nullable=True),
        sa.Column("module_id", Id(), nullable=True),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("(scope = 'everyone') = (value IS NULL)", name="rule_value_where_needed"),
        sa.CheckConstraint("effect IN ('block','warn','allow')", name="rule_effect_known"),
        sa.CheckConstraint("scope IN ('everyone','site','post','grade')", name="rule_scope_known"),
        sa.CheckConstraint(
            "(certificate_type_id IS NULL) <> (module_id IS NULL)", name="rule_asks_one_thing"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "certificate_type_id"],
            ["certificate_types.organisation_id", "certificate_types.id"],
            name=op.f("fk_qualification_rules_organisation_id_certificate_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "module_id"],
            ["modules.organisation_id", "modules.id"],
            name=op.f("fk_qualification_rules_organisation_id_module_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_qualification_rules_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_qualification_rules")),
    )
    op.create_table(
        "certificate_warnings",
        sa.Column("certificate_id", Id(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", Id(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("escalated_at", UtcDateTime(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("answer IN ('renewing','leaving','not_needed')", name="warning_answer_known"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_with_an_answer"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "certificate_id"],
            ["certificates.organisation_id", "certificates.id"],
            name=op.f("fk_certificate_warnings_organisation_id_certificate_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_certificate_warnings")),
        sa.UniqueConstraint(
            "organisation_id",
            "certificate_id",
            "days",
            name=op.f("uq_certificate_warnings_organisation_id_certificate_id_days"),
        ),
    )
    with op.batch_alter_table("certificate_warnings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certificate_warnings_organisation_id_answered_at_sent_at"),
            ["organisation_id", "answered_at", "sent_at"],
            unique=False,
        )

    op.create_table(
        "qualification_exceptions",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("rule_id", Id(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approved_by", Id(), nullable=False),
        sa.Column("approved_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", Id(), nullable=True),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name="exception_in_order"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name=op.f("fk_qualification_exceptions_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_id"],
            ["qualification_rules.organisation_id", "qualification_rules.id"],
            name=op.f("fk_qualification_exceptions_organisation_id_rule_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_qualification_exceptions")),
    )
    with op.batch_alter_table("qualification_exceptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_qualification_exceptions_organisation_id_person_id_until_on"),
            ["organisation_id", "person_id", "until_on"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("qualification_exceptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_qualification_exceptions_organisation_id_person_id_until_on"))

    op.drop_table("qualification_exceptions")
    with op.batch_alter_table("certificate_warnings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_warnings_organisation_id_answered_at_sent_at"))

    op.drop_table("certificate_warnings")
    op.drop_table("qualification_rules")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_organisation_id_person_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_notices_created_at"))

    op.drop_table("notices")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificates_replaced_once",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_certificates_number_in_use",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_certificates_verify_code"))
        batch_op.drop_index(batch_op.f("ix_certificates_organisation_id_person_id_type_id"))
        batch_op.drop_index(batch_op.f("ix_certificates_organisation_id_issued_on"))
        batch_op.drop_index(batch_op.f("ix_certificates_organisation_id_expires_on"))

    op.drop_table("certificates")
    op.drop_table("signing_keys")
    op.drop_table("certificate_types")
