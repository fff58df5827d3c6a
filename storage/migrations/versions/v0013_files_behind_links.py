"""Links to files: taken a few times, under roles that must still hold; or with a file held back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAME = "ix_page_links_open"
OPEN = sa.text("used_at IS NULL AND replaced_at IS NULL")


def upgrade() -> None:
    op.drop_index(NAME, table_name="page_links")
    with op.batch_alter_table("page_links") as table:
        table.add_column(sa.Column("times", ID, nullable=False, server_default="0"))
        table.add_column(sa.Column("posts", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("file_id", ID, nullable=True))
        table.create_foreign_key(op.f("fk_page_links_file_id"), "files", ["file_id"], ["id"])
    op.create_index(
        NAME, "page_links", ["person_id", "kind", "about"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip


def downgrade() -> None:
    op.execute("DELETE FROM page_links WHERE kind IN ('f', 'u')")
    op.drop_index(NAME, table_name="page_links")
    with op.batch_alter_table("page_links") as table:
        table.drop_constraint(op.f("fk_page_links_file_id"), type_="foreignkey")
        table.drop_column("file_id")
        table.drop_column("posts")
        table.drop_column("times")
    op.create_index(
        NAME, "page_links", ["person_id", "kind"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
