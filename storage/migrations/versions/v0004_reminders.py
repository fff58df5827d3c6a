"""What people are reminded of, and what they put off."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("told_at IS NULL AND skipped IS NULL")


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("meets_on", sa.Date(), nullable=True),
        sa.Column("concern_id", ID, nullable=True),
        sa.Column("planned_for", MOMENT, nullable=False),
        sa.Column("good_until", MOMENT, nullable=False),
        sa.Column("letter_id", ID, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("skipped", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminders_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_reminders_unit_id")),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concerns.id"], name=op.f("fk_reminders_concern_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "person_id", "step", "subject", name=op.f("uq_reminders_person_id_step_subject")
        ),
    )
    op.create_index(
        "ix_reminders_open", "reminders", ["person_id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(op.f("ix_reminders_planned_for"), "reminders", ["planned_for"])
    op.create_table(
        "snoozes",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("put_off_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_snoozes_person_id")),
        sa.PrimaryKeyConstraint("person_id", "period", name=op.f("pk_snoozes")),
    )
    op.create_index(op.f("ix_snoozes_until"), "snoozes", ["until"])


def downgrade() -> None:
    op.drop_table("snoozes")
    op.drop_table("reminders")
