"""Members, accounts, deliveries and schedules with everything that a test does not care about filled in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from bot.model import Account, AccountRef, Community, CommunityRef, Delivery, Member, Schedule, Target
from bot.store import Store, accounts, communities, deliveries, members
from tests.conftest import NOON as NOON  # noqa: PLC0414 - the hour every noun is about, exported with them

PLATFORM = "rehearsal"


def member(**changes: Any) -> Member:
    values: dict[str, Any] = {
        "id": uuid4(),
        "status": "active",
        "locale": "en",
        "zone": "Europe/Athens",
        "country": None,
        "discreet": False,
        "consent_version": 1,
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


def delivery(**changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": uuid4(),
        "kind": "tip",
        "recipient": f"member:{uuid4().hex}",
        "occasion": "2026-03-02",
        "target": Target(platform=PLATFORM, scope="", kind="direct", account="ada"),
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


A_DAY = date(2026, 3, 2)


def at(**later: float) -> datetime:
    """Return the instant that lies so much after noon."""
    return NOON + timedelta(**later)
