"""What a member's rights need: how long words are kept, when a member goes, and whose erasing is under way.

The table of what was seen, which the version before the last wrote, goes.
"""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns with defaults of the server's, and a table; drop what nobody reads or writes any more."""
    op.add_column("members", sa.Column("retention_days", sa.Integer(), server_default="90", nullable=False))
    op.add_column("members", sa.Column("erase_at", Instant(), nullable=True))
    op.add_column("entries", sa.Column("expires_at", Instant(), nullable=True))
    op.create_table(
        "erasing_accounts",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_erasing_accounts_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "platform", "scope", "external_id", name=op.f("pk_erasing_accounts")),
    )
    op.drop_table("seen")
