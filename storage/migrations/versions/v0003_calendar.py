"""Days off that are decided from year to year, and people who are away."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "day_marks",
        sa.Column("id", ID, nullable=False),
        sa.Column("commune_id", ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["units.id"], name=op.f("fk_day_marks_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_marks")),
    )
    _unique("uq_day_marks_commune", ["commune_id", "day"], "commune_id IS NOT NULL")
    _unique("uq_day_marks_nationwide", ["day"], "commune_id IS NULL")
    op.create_table(
        "mutes",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mutes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
    )
    op.create_index(op.f("ix_mutes_person_id_until"), "mutes", ["person_id", "until"])


def _unique(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "day_marks",
        columns,
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def downgrade() -> None:
    op.drop_table("mutes")
    op.drop_table("day_marks")
