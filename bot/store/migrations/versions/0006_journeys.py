"""Where members are on their journeys."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the version before knows nothing of it."""
    op.create_table(
        "enrolments",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("journey", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_enrolments_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "journey", name=op.f("pk_enrolments")),
    )
