"""Who may report for a member that has no phone."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "stand_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("stand_in_id", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("named_by", ID, nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stand_ins_person_id")),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["people.id"], name=op.f("fk_stand_ins_stand_in_id")
        ),
        sa.ForeignKeyConstraint(["named_by"], ["people.id"], name=op.f("fk_stand_ins_named_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_ins")),
    )
    op.create_index(op.f("ix_stand_ins_person_id"), "stand_ins", ["person_id"])
    op.create_index(op.f("ix_stand_ins_stand_in_id"), "stand_ins", ["stand_in_id"])


def downgrade() -> None:
    op.drop_table("stand_ins")
