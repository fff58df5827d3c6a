"""Who has a group in charge is found without looking at everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAME = "ix_assignments_group_id"
GROUPS = sa.text("group_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(NAME, "assignments", ["group_id"], sqlite_where=GROUPS, postgresql_where=GROUPS)


def downgrade() -> None:
    op.drop_index(NAME, table_name="assignments")
