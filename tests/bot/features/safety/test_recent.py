from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.clock import FrozenClock
from bot.features.safety.recent import Recent
from bot.model import AccountRef

START = datetime(2026, 11, 23, 8, tzinfo=UTC)


def who(name: str) -> AccountRef:
    return AccountRef(platform="test", scope="", id=name)


def test_the_same_block_comes_in_full_once_an_hour() -> None:
    clock = FrozenClock(START)
    recent = Recent(clock)
    assert recent.first(who("sam"), "self", "1")
    clock.advance(timedelta(minutes=59))
    assert not recent.first(who("sam"), "self", "2")
    clock.advance(timedelta(minutes=1))
    assert recent.first(who("sam"), "self", "3")


def test_another_block_or_another_person_is_another_matter() -> None:
    recent = Recent(FrozenClock(START))
    assert recent.first(who("sam"), "self", "1")
    assert recent.first(who("sam"), "violence", "2")
    assert recent.first(who("kit"), "self", "3")


def test_an_event_that_is_repeated_is_answered_as_it_was() -> None:
    recent = Recent(FrozenClock(START))
    assert recent.first(who("sam"), "self", "1")
    assert recent.first(who("sam"), "self", "1")
    assert not recent.first(who("sam"), "self", "2")


def test_the_memory_is_bounded_and_the_oldest_goes() -> None:
    recent = Recent(FrozenClock(START), capacity=2)
    for name in ("a", "b", "c"):
        assert recent.first(who(name), "self", name)
    assert recent.first(who("a"), "self", "again")
    assert not recent.first(who("c"), "self", "again")
