from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.clock import FrozenClock
from bot.errors import KeysError
from bot.seal import MasterKeys, Seal, load_master, rotation
from bot.seal.envelope import proof, proves
from bot.store import KeyStore, open_keys

from .owners import NEW, OLD, THIRD, readable, rotate, said, written


class Crash(BaseException):
    """The process is gone."""


def crash_at(keys: KeyStore, step: int) -> Callable[[], int]:
    """Let the process die before its `step`-th statement, upon which nothing since the last commit is kept."""
    count = 0

    def each(*arguments: object) -> None:
        nonlocal count
        count += 1
        if count == step:
            raise Crash

    for engine in {id(e): e for e in (keys._database.writer, keys._database.reader)}.values():
        event.listen(engine.sync_engine, "before_cursor_execute", each)
    return lambda: count


async def rotated_but_for(where: Path | str, masters: MasterKeys, clock: FrozenClock, step: int) -> bool:
    """Rotate in a process that dies at a step; return whether it got to its end before."""
    keys = await open_keys(where)
    reached = crash_at(keys, step)
    try:
        await rotate(keys, masters, clock)
    except Crash:
        return False
    finally:
        await keys.close()
    assert reached() < step
    return True


@pytest.mark.parametrize("from_settings", [False, True])
async def test_a_crash_at_any_statement_loses_nothing_and_is_gone_on_from(
    where: Path | str,
    masters: MasterKeys,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    from_settings: bool,
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    if from_settings:
        masters = replace(masters, text=said(OLD))
    keys = await open_keys(where)
    sealed = await written(await Seal.open(keys, masters, clock), 3)
    step, through, running = 0, False, await Seal.open(keys, masters, clock)
    while not through:
        step += 1
        version = (await keys.masters())[-1][0]
        if from_settings:  # each time from the key in use to another
            ((_, kept, _),) = await keys.masters()
            current = OLD if proves(OLD, kept) else NEW
            masters = replace(masters, text=said({OLD: NEW, NEW: OLD}[current]), old=said(current))
            running = await Seal.open(keys, masters, clock)
        through = await rotated_but_for(where, masters, clock, step)
        assert await readable(running, sealed), f"in a running process, step {step}"
        assert await readable(await Seal.open(keys, masters, clock), sealed), f"at the next start, step {step}"
        more = await written(running, 1)
        done = await rotate(keys, masters, clock)
        assert done.broken == 0
        after = await Seal.open(keys, masters()[0], clock)
        assert await readable(after, sealed | more), f"after going on, step {step}"
        await after.destroy(next(iter(more)))
        assert len(await keys.masters()) == 1
        assert version < (await keys.masters())[-1][0] <= version + 2
    assert step > 10
    await keys.close()


@pytest.mark.parametrize("dies", ["os.link", "os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("time", [1, 2, 3])
async def test_a_crash_among_the_files_loses_nothing_and_is_gone_on_from(
    keys: KeyStore, masters: MasterKeys, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, dies: str, time: int
) -> None:
    old, count = masters()[0], 0
    sealed = await written(await Seal.open(keys, masters, clock), 2)

    def crash(*names: object) -> None:
        nonlocal count
        count += 1
        if count >= time:
            raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(dies, crash)
        with suppress(Crash, KeysError):
            await rotate(keys, masters, clock)
    assert await readable(await Seal.open(keys, masters, clock), sealed)
    done = await rotate(keys, masters, clock)
    assert done.broken == 0
    assert masters.file.exists() and not masters.following.exists()
    assert old in masters(), "key stores of before can be put back"
    assert await readable(await Seal.open(keys, load_master(masters.file, None), clock), sealed)


async def test_the_old_master_key_is_missed_while_the_change_goes_on(
    keys: KeyStore, masters: MasterKeys, clock: FrozenClock
) -> None:
    sealed = await written(await Seal.open(keys, OLD, clock))
    both = replace(masters, text=said(NEW), old=said(OLD))
    assert await keys.begin_master(2, proof(NEW), clock.now())
    with pytest.raises(KeysError, match=r"^AJAR_MASTER_KEY_OLD: .*nothing was changed$"):
        await Seal.open(keys, NEW, clock)
    with pytest.raises(KeysError, match=r"^AJAR_MASTER_KEY: .*nothing was changed$"):
        await Seal.open(keys, OLD, clock)
    with pytest.raises(KeysError, match="version 1 is not there; nothing was changed"):
        await rotate(keys, replace(both, old=said(THIRD)), clock)
    assert await readable(await Seal.open(keys, both, clock), sealed)
