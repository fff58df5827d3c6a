"""What holds a file is found by the file: each minute asks for it, and dropping one does."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

HOLDERS = ("inbox", "outbox", "page_links")
HELD = sa.text("file_id IS NOT NULL")


def upgrade() -> None:
    for table in HOLDERS:
        op.create_index(
            f"ix_{table}_file", table, ["file_id"], sqlite_where=HELD, postgresql_where=HELD
        )


def downgrade() -> None:
    for table in HOLDERS:
        op.drop_index(f"ix_{table}_file", table_name=table)
