"""The tables of the key store, in one place, and how a store of the version before comes to have them.

They change at each opening, and only by additions: processes of the version before live beside.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    inspect,
    select,
    text,
)

from bot.errors import KeysError

from .columns import Instant

MASTER_MARK = "master"
"""The proof of the master key in use, as the version before looks for it."""

ERASURES = "erasures"
"""The name of the counter that each erasure raises."""

REVISION = "2"
"""The version of these tables: the second has masters, erasures and counters."""

metadata = MetaData()

keys = Table(
    "keys",
    metadata,
    Column("owner", Uuid, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("master", Integer, nullable=False, server_default="1"),  # the version of the master key that locks it
)

marks = Table(
    "marks",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

masters = Table(
    "masters",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("proof", LargeBinary, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    Column("account_hash", String(64), primary_key=True),
    Column("erased_at", Instant, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", BigInteger, nullable=False),
)


def bring_up(connection: Connection) -> None:
    """Add what the version before did not have. Raises KeysError for a main database, which is not to hold keys."""
    if inspect(connection).has_table("members"):
        raise KeysError("this is a main database; the keys need one of their own, so that it can be kept apart")
    metadata.create_all(connection)
    if keys.c.master.name not in {each["name"] for each in inspect(connection).get_columns("keys")}:
        connection.execute(text("ALTER TABLE keys ADD COLUMN master INTEGER NOT NULL DEFAULT 1"))
    if connection.execute(select(masters.c.version).limit(1)).first() is None:
        first = select(text("1"), marks.c.value, text("true"), text("0")).where(marks.c.name == MASTER_MARK)
        connection.execute(masters.insert().from_select(["version", "proof", "current", "since"], first))
