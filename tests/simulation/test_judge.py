"""Proof of the judge: the product is broken on purpose, in one place at a time, and the judge has to see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import pytest

from bot import agenda, zone_rules
from bot.app import App
from bot.features import checkin
from bot.model import Delivery, Receipt, State
from bot.outbox.lane import Lane
from bot.outbox.pace import Pause
from bot.rehearsal.trial import tried
from bot.rehearsal.wire import Wire
from bot.rehearsal.world import DAY, World, anchors
from bot.store import Outcome, Tx, deliveries, holds, inbox, schedules
from bot.store.deliveries import rows

from .scenes import doing, operated, plain, stormy

SEEDS = range(8)


def found(kind: str, make: Callable[[int], World] = plain, changed: Callable[[App], None] = lambda _: None) -> bool:
    """Try seeds until the judge finds something of a kind."""
    return any(each.kind == kind for seed in SEEDS for each in tried(make(seed), changed).verdict.findings)


WHOLE: tuple[Callable[[int], World], ...] = (
    plain,
    lambda seed: stormy(seed, "server_error_after", "timeout_lost"),
    lambda seed: doing(seed, "stop"),
    lambda seed: doing(seed, "checkin"),
    lambda seed: operated(seed, "hold", "all", until="release"),
    lambda seed: operated(seed, "zones", "Etc/GMT-3"),
)


@pytest.mark.parametrize("make", WHOLE)
def test_nothing_is_found_where_nothing_is_broken(make: Callable[[int], World]) -> None:
    trial = tried(make(3))
    assert trial.passed, trial.verdict.findings
    assert trial.verdict.due >= 4 and trial.verdict.sent >= 4


def test_a_product_that_sends_again_without_looking_is_seen() -> None:
    class Forgetful(Wire):
        async def find(self, *_: object) -> Receipt | None:
            return None

    def changed(app: App) -> None:
        for each in app.platforms.values():
            each.__class__ = Forgetful

    assert found("twice", lambda seed: stormy(seed, "server_error_after"), changed)


def test_a_schedule_that_forgets_the_date_it_served_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    advance = schedules.advance

    async def forgetful(tx: Tx, moved: Sequence[tuple[UUID, datetime | None, Any]]) -> None:
        await advance(tx, [(key, due, None) for key, due, _ in moved])

    def put_later(seed: int) -> World:
        """Somebody asks for another hour, later on the same day, and the world ends soon after."""
        world = doing(seed, "rhythm", after=60)
        person = replace(world.people[0], hour=time(8))
        later = [replace(each, hour=time(8 if each.what == "join" else 21)) for each in person.steps]
        due = [at for at in anchors(person, world.start, world.days) if at > later[0].at][1]
        later[1] = replace(later[1], at=due + 60)
        return replace(world, people=(replace(person, steps=tuple(later)),), days=(due + 120) / DAY)

    monkeypatch.setattr(schedules, "advance", forgetful)
    assert found("stalled", put_later)  # nothing is sent twice all the same: each date has one key


def test_a_store_that_loses_what_was_settled_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    settle = deliveries.settle

    async def lossy(tx: Tx, outcomes: Sequence[Outcome], now: datetime) -> frozenset[UUID]:
        kept = await settle(tx, [each for each in outcomes if each.id.int % 2], now)
        return kept | {each.id for each in outcomes}

    monkeypatch.setattr(deliveries, "settle", lossy)
    assert found("open", lambda seed: replace(plain(seed), lease_seconds=3600))


def test_a_courier_that_says_sent_when_it_is_not_sure_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = Lane._attempt

    async def hasty(self: Lane, delivery: Delivery, *more: Any) -> Outcome:
        outcome = await attempt(self, delivery, *more)
        receipt = Receipt(channel="D", message="1")
        return replace(outcome, state=State.SENT, receipt=receipt) if outcome.state is State.UNSURE else outcome

    monkeypatch.setattr(Lane, "_attempt", hasty)
    assert found("lost", lambda seed: stormy(seed, "timeout_lost"))


def test_a_slot_that_nobody_wrote_down_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = deliveries.plan

    async def careless(tx: Tx, planned: Sequence[Delivery], *more: Any) -> None:
        await plan(tx, [each for each in planned if each.kind != "daily_prompt"], *more)

    monkeypatch.setattr(deliveries, "plan", careless)
    assert found("lost")


def test_impatience_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pause, "on", False)
    assert found("breach", lambda seed: stormy(seed, "rate_limited"))


def test_a_prompt_before_its_hour_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    values = rows.values

    def eager(each: Delivery, *more: Any) -> dict[str, Any]:
        return values(each, *more) | {"free_at": each.due_at - timedelta(minutes=30)}

    monkeypatch.setattr(rows, "values", eager)
    assert found("early", lambda seed: doing(seed, "later", after=60, choice="hour"))


def test_a_prompt_in_the_night_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = import_module("bot.features.daily_prompt.plan")
    monkeypatch.setattr(plan, "fresh_until", lambda due, *_: due + timedelta(hours=12))
    assert found("stale")


def test_a_stop_that_ends_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stop(*_: object) -> None:
        return

    monkeypatch.setattr(agenda, "stop", stop)
    assert found("untrue", lambda seed: doing(seed, "stop"))


def test_what_is_sent_after_a_stop_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stop(tx: Tx, member_id: UUID) -> None:
        await schedules.rest(tx, member_id, "stopped")

    monkeypatch.setattr(agenda, "stop", stop)
    assert found("unwanted", lambda seed: doing(seed, "stop"))


def test_a_hold_that_holds_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    async def held(tx: Tx) -> frozenset[str]:
        return frozenset()

    monkeypatch.setattr(holds, "held", held)
    assert found("held", lambda seed: operated(seed, "hold", "all", until="release"))


def test_a_form_kept_twice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    take = inbox.take

    async def again(*event: Any) -> inbox.Taken:
        return replace(await take(*event), first=True)

    monkeypatch.setattr(checkin, "uuid5", lambda *_: uuid4())
    monkeypatch.setattr(inbox, "take", again)
    assert found("entries", lambda seed: doing(seed, "checkin"))


def test_an_answer_that_is_not_true_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    async def change(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(agenda, "change", change)
    assert found("untrue", lambda seed: doing(seed, "rhythm"))


def test_an_untrue_excuse_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lane, "_too_late", lambda self, each, last: self._means.outcome(each, State.SKIPPED, "late"))
    assert found("excuse")


def test_zone_rules_that_nobody_follows_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    async def follow(*_: object) -> int:
        return 0

    monkeypatch.setattr(zone_rules, "follow", follow)
    assert found("unasked", lambda seed: operated(seed, "zones", "Etc/GMT-3"))
