"""Erasing a member: whole, whatever happens in between; and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import copying, erasing
from bot.clock import FrozenClock
from bot.errors import StoreUnavailable
from bot.model import AccountRef, State
from bot.seal import Seal
from bot.store import Outcome, Store, Tx, accounts, deliveries, open_store, schedules

from .courier import Courier
from .lived import is_gone, lived, ref, sealing
from .store.nouns import NOON, PLATFORM, at


@pytest.fixture
async def seal(tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Seal]:
    async with sealing(tmp_path, clock) as made:
        yield made


async def test_forget_erases_everything_and_export_gives_nothing_after(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    ada = await lived(store, seal, "ada")
    told = await copying.copy(store, seal, ada)
    assert [each["words"] for each in told["entries"]] == [{"note": "a note"}]
    assert await erasing.forget(store, seal, clock, ada)
    assert await is_gone(store, seal, ada, "ada")
    assert await erasing.forget(store, seal, clock, ada), "twice is as once"
    assert await erasing.forget(store, seal, clock, uuid4()), "and nobody is nobody"


# --- cut short -----------------------------------------------------------------------------------------------------


class Crash(Exception):
    """The process ends here."""


@asynccontextmanager
async def crashing(store: Store, seal: Seal, step: int) -> AsyncIterator[None]:
    """Crash before the commit of the `step`th transaction, or right before or after the key is destroyed."""
    count = 0

    def crash() -> None:
        nonlocal count
        count += 1
        if count == step:
            raise Crash

    begin, erase = store.begin, seal.erase

    @asynccontextmanager
    async def begun() -> AsyncIterator[Tx]:
        async with begin() as tx:
            yield tx
            crash()

    async def erased(owner: UUID, refs: Sequence[AccountRef], now: datetime) -> None:
        crash()
        await erase(owner, refs, now)
        crash()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "begin", begun)
        patch.setattr(seal, "erase", erased)
        yield


@pytest.mark.parametrize("step", range(1, 11))
async def test_a_crash_at_any_step_is_resumed_and_nothing_is_sent_or_read_meanwhile(
    store: Store, seal: Seal, clock: FrozenClock, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "ERASED_AT_ONCE", 1)
    ada, bea = await lived(store, seal, "ada"), await lived(store, seal, "bea")
    crashed = False
    async with crashing(store, seal, step):
        try:
            await erasing.forget(store, seal, clock, ada)
        except Crash:
            crashed = True
    assert crashed, "there are that many steps"
    courier = Courier(store, clock)
    if step > 1:  # before the first commit nothing has changed
        async with store.read() as tx:
            assert await accounts.find(tx, ref("ada")) is None
            assert await accounts.ways(tx, [ada]) == {}
            found = await schedules.of_members(tx, "daily_prompt", [ada])
            assert all(each.next_due_at is None for each in found.values())
        await courier.outbox.drain()
        assert {each.place for each in courier.platform.seen} == {"D-bea"}
        await erasing.resume(store, seal, clock)
        assert await is_gone(store, seal, ada, "ada")
    assert [each["words"] for each in (await copying.copy(store, seal, bea))["entries"]] == [{"note": "a note"}]


async def test_whoever_begins_anew_before_an_erasing_is_resumed_stays(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    ada = await lived(store, seal, "ada")
    async with crashing(store, seal, 2):
        with pytest.raises(Crash):
            await erasing.forget(store, seal, clock, ada)
    clock.advance(timedelta(hours=2))
    again = await lived(store, seal, "ada", notes=("a new note",))
    await erasing.resume(store, seal, clock)
    assert await seal.erased(ref("ada")) == NOON, "listed as of when it was asked for, before the new yes"
    told = await copying.copy(store, seal, again)
    assert [each["words"] for each in told["entries"]] == [{"note": "a new note"}]


async def test_a_store_or_key_store_that_is_away_leaves_the_rest_for_later(
    store: Store, seal: Seal, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StoreUnavailable("away")

    ada = await lived(store, seal, "ada")
    with monkeypatch.context() as patch:
        patch.setattr(seal, "erase", away)
        assert not await erasing.forget(store, seal, clock, ada)
    await erasing.resume(store, seal, clock)
    assert await is_gone(store, seal, ada, "ada")


async def test_two_who_erase_the_same_member_at_once_both_come_to_the_end(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    ada = await lived(store, seal, "ada")
    await asyncio.gather(*(erasing.forget(store, seal, clock, ada) for _ in range(3)))
    assert await is_gone(store, seal, ada, "ada")


# --- in flight -----------------------------------------------------------------------------------------------------


async def test_what_is_in_flight_while_its_rows_vanish_is_settled_by_nobody_and_troubles_nobody(
    store: Store, seal: Seal, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    ada, _ = await lived(store, seal, "ada"), await lived(store, seal, "bea")
    courier = Courier(store, clock)
    send = courier.platform.send

    async def sent(target: Any, message: Any, key: str) -> Any:
        if target.account == "ada":
            await erasing.forget(store, seal, clock, ada)
        return await send(target, message, key)

    courier.platform.send = sent  # type: ignore[method-assign]
    await courier.outbox.drain()
    assert {each.place for each in courier.platform.seen} >= {"D-bea"}
    assert [each.recipient for each, _ in courier.told if each.member_id == ada] == []
    assert not caplog.records, [each.getMessage() for each in caplog.records]
    assert await is_gone(store, seal, ada, "ada")
    await courier.after(hours=1)
    assert len([each for each in courier.platform.seen if each.place == "D-ada"]) <= 2, "nothing is sent again"


@pytest.mark.parametrize("state", [State.SENT, State.UNSURE, State.WAITING, State.FAILED, State.SKIPPED])
async def test_an_outcome_for_a_row_that_is_gone_counts_for_nothing(
    store: Store, seal: Seal, clock: FrozenClock, state: State
) -> None:
    ada = await lived(store, seal, "ada", waiting=1)
    until = at(minutes=2)
    async with store.begin() as tx:
        (one,) = await deliveries.take(tx, lane=PLATFORM, owner="one", now=NOON, lease_until=until, fence=1)
    await erasing.forget(store, seal, clock, ada)
    async with store.begin() as tx:
        assert not await deliveries.settle(tx, [Outcome(id=one.id, owner="one", fence=1, state=state)], NOON)
    async with store.read() as tx:
        assert await deliveries.get(tx, one.id) is None


# --- two members ---------------------------------------------------------------------------------------------------

NOTES = st.lists(st.text(min_size=1, max_size=40), max_size=5)


@settings(max_examples=25, deadline=None)
@given(ours=NOTES, theirs=NOTES, at_once=st.integers(1, 4), waiting=st.integers(0, 3))
def test_whatever_one_has_written_erasing_them_changes_nothing_for_another(
    ours: list[str], theirs: list[str], at_once: int, waiting: int
) -> None:
    async def play(folder: Path) -> None:
        clock = FrozenClock(NOON)
        store = await open_store(f"sqlite+aiosqlite:///{folder}/ajar.db", clock=clock, inline=True)
        await store.migrate()
        async with sealing(folder, clock, inline=True) as seal:
            ada, bea = await lived(store, seal, "ada", ours, waiting), await lived(store, seal, "bea", theirs)
            before = await copying.copy(store, seal, bea)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(erasing, "ERASED_AT_ONCE", at_once)
                await erasing.forget(store, seal, clock, ada)
            assert await is_gone(store, seal, ada, "ada")
            assert await copying.copy(store, seal, bea) == before
        await store.close()

    with TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder)))


# --- no trace ------------------------------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


async def test_on_sqlite_no_file_has_a_trace_of_who_was_erased(
    sqlite_url: str, tmp_path: Path, seal: Seal, clock: FrozenClock
) -> None:
    store = await open_store(sqlite_url, clock=clock)
    try:
        ada = await lived(store, seal, "ada-unmistakable", waiting=40)
        bea = await lived(store, seal, "bea-unmistakable", waiting=40)
        await Courier(store, clock).outbox.drain()
        await erasing.forget(store, seal, clock, ada)
        kept = contents(tmp_path)
        assert any(b"bea-unmistakable" in content for content in kept.values()), "a trace would be found"
        assert any(bea.hex.encode() in content for content in kept.values())
        for file, content in kept.items():
            assert b"ada-unmistakable" not in content and ada.hex.encode() not in content, file
    finally:
        await store.close()
