"""What a member made over time, and whether practices are left to chance."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column with a default and a table; the version before knows nothing of either."""
    op.add_column("members", sa.Column("tips_by_chance", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_table(
        "tallies",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_tallies_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "kind", name=op.f("pk_tallies")),
    )
    op.execute(
        "INSERT INTO tallies (member_id, kind, made)"
        " SELECT member_id, kind, count(*) FROM entries GROUP BY member_id, kind"
    )
