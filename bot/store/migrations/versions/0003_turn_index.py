"""The index by which waiting deliveries are taken in their turn; a revision of its own, so that it can be repeated."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations import without_stopping_writers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("settled_at IS NULL")


def upgrade() -> None:
    """Build the new index, then drop the older one, which the version before can do without."""
    with without_stopping_writers() as how:
        op.drop_index("ix_deliveries_turn", "deliveries", if_exists=True, **how)
        op.create_index(
            "ix_deliveries_turn",
            "deliveries",
            ["lane", "state", "priority", "turn", "free_at"],
            sqlite_where=OPEN,
            postgresql_where=OPEN,
            **how,
        )
        op.drop_index("ix_deliveries_open", "deliveries", if_exists=True, **how)
