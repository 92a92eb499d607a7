"""When a check-in brings a soft offer: the lowest twice running, two low weeks, or rejection that goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.features.checkin.pattern import Moment, Offer, offer, worth_looking
from bot.model import CheckIn, Mood

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
AWAY = frozenset({"rejected", "unwanted"})


def ago(days: float, mood: Mood = Mood.LOW, feeling: str = "", offered: str = "") -> Moment:
    checkin = CheckIn(mood=mood, feelings=(feeling,) if feeling else ())
    return Moment(at=NOW - timedelta(days=days), checkin=checkin, offered=offered)


def made(*moments: Moment) -> Offer | None:
    return offer(moments[0], moments[1:], AWAY)


def test_the_lowest_twice_running_brings_an_offer() -> None:
    assert made(ago(0, Mood.VERY_LOW), ago(1, Mood.VERY_LOW)) is Offer.LOW
    assert made(ago(0, Mood.VERY_LOW)) is None
    assert made(ago(0, Mood.VERY_LOW), ago(1, Mood.LOW), ago(2, Mood.VERY_LOW)) is None
    assert made(ago(0, Mood.VERY_LOW), ago(15, Mood.VERY_LOW)) is None


def test_two_low_weeks_bring_an_offer_and_fewer_do_not() -> None:
    assert made(ago(0), ago(5), ago(9), ago(14)) is Offer.LOW
    assert made(ago(0), ago(5), ago(9), ago(13)) is None
    assert made(ago(0), ago(7), ago(14)) is None


def test_one_better_day_begins_anew() -> None:
    assert made(ago(0), ago(5), ago(9, Mood.GOOD), ago(12), ago(14), ago(16)) is None
    assert made(ago(0, Mood.BETWEEN), ago(5), ago(9), ago(14)) is None


def test_hard_days_far_apart_are_no_pattern() -> None:
    assert made(ago(0), ago(20), ago(40), ago(60)) is None


def test_rejection_that_goes_on_brings_a_thought_of_counseling() -> None:
    hurt = [ago(day, Mood.BETWEEN, feeling) for day, feeling in ((0, "rejected"), (4, "unwanted"), (9, "rejected"))]
    assert made(*hurt, ago(14, Mood.GOOD, "rejected")) is Offer.AWAY
    assert made(*hurt, ago(10, Mood.GOOD, "rejected")) is None
    assert made(ago(0, Mood.GOOD), *hurt[1:], ago(14, feeling="rejected"), ago(15, feeling="rejected")) is None


def test_an_offer_comes_once_in_two_weeks() -> None:
    assert made(ago(0, Mood.VERY_LOW), ago(1, Mood.VERY_LOW, offered="low")) is None
    assert made(ago(0, Mood.VERY_LOW), ago(1, Mood.VERY_LOW), ago(13.9, offered="away")) is None
    assert made(ago(0, Mood.VERY_LOW), ago(1, Mood.VERY_LOW), ago(14, offered="low")) is Offer.LOW


def test_good_days_are_not_looked_into() -> None:
    assert not worth_looking(CheckIn(mood=Mood.GOOD, feelings=("happy",)), AWAY)
    assert worth_looking(CheckIn(mood=Mood.GOOD, feelings=("unwanted",)), AWAY)
    assert worth_looking(CheckIn(mood=Mood.LOW), AWAY)
