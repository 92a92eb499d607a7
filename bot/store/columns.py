"""The types of our columns: ids and instants, as both databases keep and compare them alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, TypeDecorator, Uuid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=16_384)
def _id(digits: str) -> UUID:
    return UUID(int=int(digits, 16))


@lru_cache(maxsize=4096)
def _instant(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


class Id(Uuid[UUID]):
    """A record's id; on SQLite 32 hexadecimal digits. A batch names the same few again and again, so they are kept."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], UUID | None] | None:
        """Make ids of digits in half the time that `UUID` takes to look at each."""
        if dialect.supports_native_uuid:
            return None  # asyncpg makes them itself
        return lambda digits: None if digits is None else _id(digits)


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as whole microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn an aware datetime into microseconds."""
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Turn microseconds into an aware datetime in UTC."""
        return None if value is None else _instant(value)
