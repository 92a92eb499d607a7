"""Members, accounts, deliveries and schedules with everything that a test does not care about filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from bot.model import (
    CONSENT_VERSION,
    Account,
    AccountRef,
    Community,
    CommunityRef,
    Delivery,
    Member,
    Schedule,
    State,
    Target,
)
from bot.store import Outcome, Store, accounts, communities, deliveries, members
from tests.conftest import NOON as NOON  # noqa: PLC0414 - the hour every noun is about, exported with them

PLATFORM = "rehearsal"
LANE = PLATFORM
"""The lane of every DM that has been opened there."""

OPENING_LANE = f"{PLATFORM}::opening"
"""The lane of those still to be opened."""


def member(**changes: Any) -> Member:
    values: dict[str, Any] = {
        "id": uuid4(),
        "status": "active",
        "locale": "en",
        "zone": "Europe/Athens",
        "country": None,
        "discreet": False,
        "consent_version": CONSENT_VERSION,
        "consent_at": NOON,
        "seen_at": NOON,
    }
    return Member(**{**values, **changes})


def account(member_id: UUID, name: str = "ada", **changes: Any) -> Account:
    values: dict[str, Any] = {
        "id": uuid4(),
        "member_id": member_id,
        "ref": AccountRef(platform=PLATFORM, scope="", id=name),
        "direct_channel": None,
        "community_id": None,
        "unreachable_at": None,
    }
    return Account(**{**values, **changes})


def direct(name: str = "ada", channel: str | None = "D-ada", **changes: Any) -> Target:
    """Name somebody's DM, which has been opened unless `channel` is None."""
    return Target(
        **{"platform": PLATFORM, "scope": "", "kind": "direct", "channel": channel, "account": name, **changes}
    )


def delivery(**changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": uuid4(),
        "kind": "tip",
        "recipient": f"member:{uuid4().hex}",
        "occasion": "2026-03-02",
        "target": direct(),
        "due_at": NOON,
        "expires_at": NOON + timedelta(hours=3),
    }
    return Delivery(**{**values, **changes})


def schedule(**changes: Any) -> Schedule:
    values: dict[str, Any] = {
        "id": uuid4(),
        "kind": "daily_prompt",
        "member_id": None,
        "community_id": None,
        "time_of_day": time(9, 0),
        "days": 0b1111111,
        "zone": "UTC",
        "next_due_at": NOON,
        "last_date": None,
        "paused_until": None,
        "resting": None,
    }
    return Schedule(**{**values, **changes})


async def joined(store: Store, name: str = "ada", **changes: Any) -> Member:
    """Write down a member with one account on the rehearsal platform."""
    made = member(**changes)
    async with store.begin() as tx:
        await members.add(tx, made)
        await accounts.add(tx, account(made.id, name))
    return made


async def settled_in(store: Store, name: str = "here") -> Community:
    """Write down a community."""
    async with store.begin() as tx:
        return await communities.ensure(tx, CommunityRef(platform=PLATFORM, id=name), "UTC", "en")


async def planned(store: Store, *these: Delivery) -> None:
    """Write deliveries down."""
    async with store.begin() as tx:
        await deliveries.plan(tx, these)


async def read(store: Store, delivery_id: UUID) -> Delivery:
    """Return a delivery as it stands."""
    async with store.read() as tx:
        found = await deliveries.get(tx, delivery_id)
    assert found is not None
    return found


def kept(one: Delivery, **changes: Any) -> Delivery:
    """Return a delivery as it is read back: with when it may be sent, and its turn, filled in."""
    free_at = one.free_at or one.due_at
    return replace(one, **{"free_at": free_at, "turn": one.turn or free_at, **changes})


async def take(
    store: Store, *, owner: str = "one", now: datetime = NOON, lane: str = LANE, fence: int = 1, **more: Any
) -> tuple[Delivery, ...]:
    """Take what is free, as a courier does for its next second; held for two minutes."""
    until = more.pop("lease_until", now + timedelta(minutes=2))
    async with store.begin() as tx:
        return await deliveries.take(tx, lane=lane, owner=owner, now=now, lease_until=until, fence=fence, **more)


async def doubtful(
    store: Store, *, owner: str = "two", now: datetime = NOON, fence: int = 2, **more: Any
) -> tuple[Delivery, ...]:
    """Take what nobody knows the outcome of; held for two minutes."""
    until = now + timedelta(minutes=2)
    async with store.begin() as tx:
        return await deliveries.unsure(tx, lane=LANE, owner=owner, fence=fence, now=now, lease_until=until, **more)


async def started(store: Store, **changes: Any) -> Delivery:
    """Plan a delivery and take it."""
    one = delivery(**changes)
    await planned(store, one)
    assert one.id in {each.id for each in await take(store)}
    return one


async def settle(store: Store, delivery_id: UUID, state: State, now: datetime = NOON, **more: Any) -> frozenset[UUID]:
    """Write down what became of a delivery; return its id if that counted."""
    values: dict[str, Any] = {"owner": "one", "fence": 1, **more}
    async with store.begin() as tx:
        return await deliveries.settle(tx, [Outcome(id=delivery_id, state=state, **values)], now)


A_DAY = date(2026, 3, 2)


def at(**later: float) -> datetime:
    """Return the instant that lies so much after noon."""
    return NOON + timedelta(**later)
