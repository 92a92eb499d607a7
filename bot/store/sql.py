"""The few places where the two databases differ in what we ask of them, and the short way for many rows.

`FOR UPDATE`, `SKIP LOCKED` among it, is no such difference: SQLAlchemy leaves it out on SQLite, whose one writer needs
none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

from .database import Tx

Make = Callable[[Any], Any]
"""Makes a statement of a table's INSERT that knows ON CONFLICT."""


def insert(tx: Tx, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT."""
    return _insert(tx.dialect.name, table)


def _insert(dialect: str, table: Table) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@dataclass(frozen=True, eq=False)
class Many:
    """One statement for many rows, made once: by SQLAlchemy, and then handed to the driver as it is.

    SQLAlchemy works anew on every parameter of every row, which for our widest table takes four times as long as the
    database itself. `make` is told how the database writes an INSERT; every row has the same names.
    """

    table: Table
    make: Make

    async def execute(self, tx: Tx, rows: Iterable[Mapping[str, Any]]) -> int:
        """Run it for each row; return how many rows of the database changed, or -1 where the driver does not say."""
        rows = list(rows)
        if not rows:
            return 0
        text, fixed, take, turned = _compiled(self, tx.dialect, tuple(rows[0]))
        places = [list(take({**fixed, **row} if fixed else row)) for row in rows]
        for place, process in turned:
            for each in places:
                each[place] = process(each[place])
        found = await tx.exec_driver_sql(text, [tuple(each) for each in places])
        return int(found.rowcount)


Process = Callable[[Any], Any]
Compiled = tuple[str, dict[str, Any], Callable[[Mapping[str, Any]], Iterable[Any]], list[tuple[int, Process]]]
"""The text; values of the statement's own; what puts a row in order; what turns a place into what the driver knows."""


@lru_cache(maxsize=256)
def _compiled(many: Many, dialect: Dialect, names: Sequence[str]) -> Compiled:
    statement = many.make(_insert(dialect.name, many.table))
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup
    if order is None:
        raise TypeError("a statement for many rows takes its parameters by place")
    fixed = {name: compiled.binds[name].effective_value for name in order if name not in names}
    found = [compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order]
    turned = [(place, process) for place, process in enumerate(found) if process is not None]
    return str(compiled), fixed, itemgetter(*order), turned
