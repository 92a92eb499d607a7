"""How an app is made: library, rules, keys and store opened in order, and nothing left open where one of them fails."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot import erasing, notice, restoring
from bot.clock import Clock, SystemClock
from bot.errors import KeysError, SettingsError
from bot.feature import Context
from bot.features.safety.detector import Detector
from bot.features.safety.detector import load as load_detector
from bot.library import load as load_library
from bot.seal import MasterKeys, Seal, load_master
from bot.settings import Settings
from bot.store import ConnectHook, holds, open_keys, open_store

from .application import App

UNHURRIED = 60.0
"""The patience of a rehearsal, in seconds: a busy machine changes nothing in it."""


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"AJAR_DATA_DIR: cannot make the folder {folder} ({error.strerror})") from None


def _masters(settings: Settings) -> MasterKeys:
    """Return the master keys; a new one is made only where there is no key store that an earlier one has locked."""
    text = settings.master_key.get_secret_value() if settings.master_key else None
    old = settings.master_key_old.get_secret_value() if settings.master_key_old else None
    found = MasterKeys(file=settings.key_file, text=text, old=old)
    if text:
        load_master(settings.key_file, text)
        return found
    if settings.keys_url and not settings.key_file.exists():
        raise KeysError("AJAR_MASTER_KEY: is missing; everyone who shares AJAR_KEYS_URL needs the same one")
    if settings.keys_file.exists() and not settings.key_file.exists():
        raise KeysError(f"{settings.key_file}: the master key of {settings.keys_file} is missing; put it back")
    load_master(settings.key_file, None)
    return found


@cache
def _detector(folder: Path) -> Detector:
    """Read the rules once in a process: making them ready takes a second or two."""
    return load_detector(folder)


async def build(
    settings: Settings,
    clock: Clock | None = None,
    *,
    inline: bool = False,
    patience: float | None = None,
    connect_hook: ConnectHook | None = None,
) -> App:
    """Open library, key store and store and make the app. Raises OperatorError in one line; then nothing stays open.

    `inline` lets SQLite run on the event loop itself; for rehearsals only, in which nobody waits in real time.
    `patience` replaces the `Context`'s own, and `connect_hook` the driver's way to connect to the main database.
    """
    clock = clock or SystemClock()
    library = load_library(settings.content_dir, packs=settings.content_packs)
    detector = _detector(settings.content_dir / "safety")
    _make(settings.data_dir)
    masters = _masters(settings)
    async with AsyncExitStack() as opened:
        keys = await open_keys(settings.keys, inline=inline)
        opened.push_async_callback(keys.close)
        seal = await Seal.open(keys, masters, clock)
        store = await open_store(settings.database, clock=clock, inline=inline, connect_hook=connect_hook)
        opened.push_async_callback(store.close)
        await store.ready()
        async with store.read() as tx:  # so that the first member waits for no connection
            await holds.held(tx)
        await restoring.replay(store, seal, clock, erasing.forget)
        await erasing.resume(store, seal, clock)
        opened.pop_all()
    ctx = Context(store=store, seal=seal, library=library, clock=clock, facts=notice.facts(settings))
    patience = patience or (UNHURRIED if inline else ctx.patience)
    return App(ctx=replace(ctx, patience=patience), settings=settings, detector=detector)
