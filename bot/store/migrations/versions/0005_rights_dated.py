"""When each entry goes, filled in a batch at a time, and the indexes by which that is found; it can be repeated.

Processes of the version before go on adding entries without that instant: the hourly upkeep fills these in as well.
"""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations import without_stopping_writers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NINETY_DAYS = 90 * 24 * 60 * 60 * 1_000_000
BATCH = 5000
DATE = sa.text(
    """
    UPDATE entries SET expires_at = created_at + :kept WHERE id IN (
        SELECT id FROM entries WHERE expires_at IS NULL AND kind <> 'safety_notes' LIMIT :batch
    )
    """
).bindparams(sa.bindparam("kept", NINETY_DAYS, sa.BigInteger()), sa.bindparam("batch", BATCH, sa.Integer()))
INDEXES = (
    ("ix_entries_expires", "entries", "expires_at", "expires_at IS NOT NULL"),
    ("ix_entries_undated", "entries", "id", "expires_at IS NULL"),
    ("ix_members_erase_at", "members", "erase_at", "erase_at IS NOT NULL"),
    ("ix_memberships_account_id", "memberships", "account_id", None),
)


def upgrade() -> None:
    """Date what is there, each batch by itself where others write; then build the indexes beside them."""
    with without_stopping_writers() as how:
        while op.get_bind().execute(DATE).rowcount:
            continue
        for name, table, column, condition in INDEXES:
            only = sa.text(condition) if condition else None
            op.drop_index(name, table, if_exists=True, **how)
            op.create_index(name, table, [column], sqlite_where=only, postgresql_where=only, **how)
