"""That a member was ill is a private matter from now on, also where it was written down before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("visits", "snoozes"):
        reason = sa.column("reason", sa.Text())
        told = sa.table(name, reason)
        op.execute(sa.update(told).where(reason == "MEMBER_SICK").values(reason="MEMBER_PRIVATE"))


def downgrade() -> None:
    """Who was ill is nowhere any more."""
