"""Announcements are approved, corrected, asked about, and their letters followed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("announcements") as table:
        table.add_column(sa.Column("part", sa.Text(), nullable=False, server_default="FIRST"))
        table.add_column(sa.Column("translations", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(
            sa.Column("wants_approval", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("returned_at", MOMENT, nullable=True))
        table.add_column(sa.Column("returned_note", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("spread_at", MOMENT, nullable=True))
        table.add_column(sa.Column("effect_key", sa.Text(), nullable=True))
        table.create_unique_constraint(op.f("uq_announcements_effect_key"), ["effect_key"])
    with op.batch_alter_table("receipts") as table:
        table.add_column(sa.Column("letter_key", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("letters", ID, nullable=False, server_default="0"))
        table.add_column(sa.Column("missed", sa.Text(), nullable=True))
        table.add_column(sa.Column("outcome", sa.Text(), nullable=True))
    op.create_table(
        "announcement_questions",
        sa.Column("id", ID, nullable=False),
        sa.Column("announcement_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", ID, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_announcement_questions_announcement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_announcement_questions_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_announcement_questions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_questions")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_announcement_questions_effect_key")),
    )
    op.create_index(
        op.f("ix_announcement_questions_announcement_id"),
        "announcement_questions",
        ["announcement_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("announcement_questions")
    with op.batch_alter_table("receipts") as table:
        for column in ("outcome", "missed", "letters", "letter_key"):
            table.drop_column(column)
    with op.batch_alter_table("announcements") as table:
        table.drop_constraint(op.f("uq_announcements_effect_key"), type_="unique")
        for column in (
            "effect_key", "spread_at", "returned_note", "returned_at", "wants_approval",
            "translations", "part",
        ):  # fmt: skip
            table.drop_column(column)
