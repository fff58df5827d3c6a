"""How many messages each account sends in a month, counted where a letter is settled."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHANGED = "NEW.messages <> OLD.messages AND NEW.settled_at IS NOT NULL"
SQLITE_MONTH = "strftime('%Y-%m', substr(NEW.settled_at, 1, 19), '+7 hours')"
MONTH = "to_char(NEW.settled_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM')"


def upgrade() -> None:
    op.create_table(
        "quotas",
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("sent", COUNT, nullable=False),
        sa.PrimaryKeyConstraint("surface", "account", "month", name=op.f("pk_quotas")),
    )
    op.add_column("outbox", sa.Column("messages", COUNT, nullable=False, server_default="0"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER outbox_messages_counted AFTER UPDATE OF messages ON outbox "
            f"WHEN {CHANGED} BEGIN {_added(SQLITE_MONTH)}; END"
        )
        return
    op.execute(
        "CREATE FUNCTION count_messages() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_added(MONTH)}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER outbox_messages_counted AFTER UPDATE OF messages ON outbox "
        f"FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION count_messages()"
    )


def _added(month: str) -> str:
    return (
        "INSERT INTO quotas (surface, account, month, sent) "  # noqa: S608  # constants of ours
        f"VALUES (NEW.surface, NEW.account, {month}, NEW.messages - OLD.messages) "
        "ON CONFLICT (surface, account, month) DO UPDATE SET sent = quotas.sent + excluded.sent"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER outbox_messages_counted")
    else:
        op.execute("DROP TRIGGER outbox_messages_counted ON outbox")
        op.execute("DROP FUNCTION count_messages()")
    op.drop_column("outbox", "messages")
    op.drop_table("quotas")
