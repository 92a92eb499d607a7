"""Files laid into members' DMs for a day, and those that a platform still has to delete."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two tables; the version before knows nothing of either."""
    op.create_table(
        "files",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column("laid_at", Instant(), nullable=False),
        sa.Column("goes_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_files_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "scope", "file", name=op.f("pk_files")),
    )
    op.create_index("ix_files_member_id", "files", ["member_id"])
    op.create_index("ix_files_goes_at", "files", ["goes_at"])
    op.create_table(
        "leavings",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("laid_at", Instant(), nullable=False),
        sa.Column("try_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "scope", "file", name=op.f("pk_leavings")),
    )
    op.create_index("ix_leavings_try_at", "leavings", ["try_at"])
