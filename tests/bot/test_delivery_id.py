"""A delivery's id: the same wherever it is planned, in the order of its hour, and never that of another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.model import delivery_id

MILLISECOND = timedelta(milliseconds=1)
HOURS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
KEYS = st.tuples(
    st.sampled_from(["daily_prompt", "tip", "topic"]),
    st.from_regex(r"(member|topic):[0-9a-f]{32}", fullmatch=True),
    st.one_of(st.dates().map(str), st.from_regex(r"after:[0-9a-f]{32}", fullmatch=True)),
)


@given(KEYS, HOURS)
def test_the_same_key_and_hour_give_the_same_id_in_whatever_zone_it_is_said(
    key: tuple[str, str, str], due_at: datetime
) -> None:
    assert delivery_id(*key, due_at) == delivery_id(*key, due_at.astimezone(ZoneInfo("Asia/Kathmandu")))


def test_an_id_stays_what_it_is_from_one_version_to_the_next() -> None:
    known = delivery_id("daily_prompt", f"member:{7:032x}", "2026-03-02", datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert str(known) == "019cae6b-6600-8486-a2e6-7bdcbb5c0a82"


@given(KEYS, HOURS)
def test_an_id_is_a_uuid_of_version_8(key: tuple[str, str, str], due_at: datetime) -> None:
    made = delivery_id(*key, due_at)
    assert (made.version, made.variant) == (8, "specified in RFC 4122")


@given(KEYS, KEYS, HOURS, HOURS)
def test_ids_stand_in_the_order_of_their_hours(
    one: tuple[str, str, str], other: tuple[str, str, str], early: datetime, late: datetime
) -> None:
    early, late = sorted((early, late))
    if late - early >= MILLISECOND:
        assert delivery_id(*one, early) < delivery_id(*other, late)


@given(KEYS, KEYS, HOURS)
def test_different_keys_give_different_ids(
    one: tuple[str, str, str], other: tuple[str, str, str], due_at: datetime
) -> None:
    assert (delivery_id(*one, due_at) == delivery_id(*other, due_at)) == (one == other)


@given(KEYS, HOURS, HOURS)
def test_another_hour_gives_another_id(key: tuple[str, str, str], one: datetime, other: datetime) -> None:
    if abs(one - other) >= MILLISECOND:
        assert delivery_id(*key, one) != delivery_id(*key, other)


def test_many_of_one_hour_are_all_different() -> None:
    due_at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    made = {delivery_id("daily_prompt", f"member:{each:032x}", "2026-03-02", due_at) for each in range(20_000)}
    assert len(made) == 20_000
