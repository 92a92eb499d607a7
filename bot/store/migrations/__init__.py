"""Schema changes, one after another, each of which processes of the version before can live with.

Their rules: columns and tables are only added, a new column has a default of the server's, an index is built without
stopping whoever writes, in a revision of its own, which can be repeated, and what nobody uses any more goes with the
version after.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import op


@contextmanager
def without_stopping_writers() -> Iterator[dict[str, Any]]:
    """Give the options with which an index is built or dropped while others write.

    On PostgreSQL that has to be outside a transaction, and a build cut short leaves an invalid index: drop it first,
    if it is there, so that the migration can be repeated. It waits for as long as older transactions last.
    """
    if op.get_bind().dialect.name != "postgresql":
        yield {}
        return
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")
        yield {"postgresql_concurrently": True}
