"""Turns of waiting deliveries, what was shown as one row, and marks; the version before goes on beside it.

What its processes note as seen from then on is not carried over: at worst a question comes back sooner.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COPIED = {
    "sqlite": """
        INSERT INTO shown SELECT owner, kind, group_concat(content, ' ')
        FROM (SELECT owner, kind, content FROM seen ORDER BY owner, kind, seen_at) GROUP BY owner, kind
    """,
    "postgresql": """
        INSERT INTO shown SELECT owner, kind, string_agg(content, ' ' ORDER BY seen_at)
        FROM seen GROUP BY owner, kind
    """,
}


def upgrade() -> None:
    """Add what is new; no column that the version before reads or writes is changed or taken away."""
    op.create_table(
        "marks",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
    op.create_table(
        "shown",
        sa.Column("owner", sa.String(length=48), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "kind", name=op.f("pk_shown")),
    )
    op.execute(COPIED[op.get_bind().dialect.name])
    op.add_column("deliveries", sa.Column("turn", sa.BigInteger(), server_default="0", nullable=False))
