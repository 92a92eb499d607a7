"""`ajar keys rotate`, `ajar backup` and `ajar backup verify`: looking after what must neither be lost nor stay.

Nothing here shows anything of a member. What the operator can mend is one line and exit status 2; a backup that is
not whole, or a key that does not open, is exit status 1.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from bot import backup
from bot.backup import BackupError, Place, Trial, What
from bot.clock import SystemClock
from bot.errors import KeysError, StoreUnavailable
from bot.seal import MASTER_SETTING, OLD_SETTING, MasterKeys, rotation
from bot.settings import Settings, load
from bot.store import open_keys

OK, FOUND = 0, 1
BOTH: tuple[What, ...] = ("main", "keys")
STEP = 5
"""Percent between two lines about how far a rotation is."""

Command: TypeAlias = Callable[[Any, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]
"""Adds one command to the command line: its group, name, what it does, and what runs."""


def add_commands(commands: Any, command: Command) -> None:
    """Add the commands of this module."""
    keys = commands.add_parser("keys", help="look after the keys").add_subparsers(required=True, metavar="what")
    command(keys, "rotate", "change the master key, or go on with a change that was cut short; bots run on", _rotate)
    backing = command(commands, "backup", "copy both databases while bots run, or verify such copies", _backup)
    backing.add_argument("folder", nargs="+", metavar="[verify] FOLDER", help="main goes to FOLDER/main, keys apart")
    backing.add_argument("--only", choices=BOTH, help="one of the two alone, so that they are kept in different places")
    backing.add_argument("--pg-bin", type=Path, help="folder of pg_dump and pg_restore, if they are not on PATH")
    backing.add_argument("--into", metavar="URL", help="verify: an empty PostgreSQL to restore the main dump into")
    backing.add_argument("--keys-into", metavar="URL", help="verify: another one, for the dump of the keys")


def masters_of(settings: Settings) -> MasterKeys:
    """Return the master keys that the settings name."""
    text, old = settings.master_key, settings.master_key_old
    return MasterKeys(
        file=settings.key_file,
        text=text.get_secret_value() if text else None,
        old=old.get_secret_value() if old else None,
    )


# --- the master key ------------------------------------------------------------------------------------------------


def _rotate(options: argparse.Namespace) -> int:
    settings = load()
    masters = masters_of(settings)
    if settings.keys_url and not masters.text:
        raise KeysError(
            f"{MASTER_SETTING}: several machines may share AJAR_KEYS_URL; give every process the new master key here "
            f"and the old one as {OLD_SETTING}, restart them, and run this again"
        )
    if not settings.keys_url and not settings.keys_file.exists():
        raise KeysError(f"{settings.keys_file}: there is no key store; nothing was changed")
    return asyncio.run(_rotated(settings, masters))


async def _rotated(settings: Settings, masters: MasterKeys) -> int:
    keys = await open_keys(settings.keys)
    try:
        done = await rotation.rotate(keys, masters, SystemClock(), _progress())
    except StoreUnavailable as error:
        raise KeysError(f"the key store: {error}; nothing is lost, run this again") from None
    finally:
        await keys.close()
    if done.broken:
        _say(f"{done.broken} keys do not open with their master key and were left; both master keys are still needed")
        return FOUND
    _say_rotated(done, masters)
    return OK


def _say_rotated(done: rotation.Rotated, masters: MasterKeys) -> None:
    if done.nothing:
        _say(f"nothing to do: {MASTER_SETTING} is in use; set the new one there to change it, or drop {OLD_SETTING}")
        return
    _say(f"the master key is changed (version {done.version}); {done.keys} keys were locked anew")
    if masters.text:
        _say(f"take {OLD_SETTING} away from every process; backups of the keys made until now need it")
    elif done.former:
        _say(f"the old one is now {done.former}: backups of the keys made until now need it; delete it after 7 days")
        _say(f"keep a copy of {masters.file} in a safe place, apart from the backups")


def _progress() -> rotation.Told:
    """Return what tells how far a rotation is, now and then."""
    said = -STEP

    def told(done: int, total: int) -> None:
        nonlocal said
        percent = 100 * done // max(total, 1)
        if percent >= said + STEP:
            said = percent
            _say(f"{done} of {total} keys")

    return told


# --- backups -------------------------------------------------------------------------------------------------------


def _backup(options: argparse.Namespace) -> int:
    *verb, folder = options.folder
    if verb not in ([], ["verify"]) or (not verb and folder == "verify"):
        raise BackupError("backup: write `backup FOLDER` or `backup verify FOLDER`")
    wanted: tuple[What, ...] = (options.only,) if options.only else BOTH
    if verb:
        return asyncio.run(_verified(Path(folder), wanted, options))
    if options.into or options.keys_into:
        raise BackupError("--into: belongs to `backup verify`")
    return asyncio.run(_backed_up(Path(folder), wanted, options.pg_bin))


def _places(settings: Settings, wanted: Sequence[What]) -> list[Place]:
    main = Place(what="main", where=settings.database_url or settings.database_file, setting="AJAR_DATABASE_URL")
    keys = Place(what="keys", where=settings.keys, setting="AJAR_KEYS_URL")
    return [each for each in (main, keys) if each.what in wanted]


async def _backed_up(folder: Path, wanted: Sequence[What], tools: Path | None) -> int:
    places = _places(load(), wanted)
    try:
        made = await backup.back_up(folder, places, SystemClock(), tools)
    except StoreUnavailable as error:
        raise BackupError(f"{' or '.join(each.setting for each in places)}: {error}") from None
    for each in made.files:
        _say(f"copied: {each}")
    _say(f"removed: {made.removed} copies of the keys that were 6½ days old or older; the promise is 7 days at most")
    return OK


async def _verified(folder: Path, wanted: Sequence[What], options: argparse.Namespace) -> int:
    into: dict[What, str] = {}
    into |= {"main": options.into} if options.into else {}
    into |= {"keys": options.keys_into} if options.keys_into else {}
    trial = Trial(clock=SystemClock(), masters=masters_of(load()), tools=options.pg_bin, into=into)
    try:
        verdict = await backup.verify(folder, wanted, trial)
    except StoreUnavailable as error:
        raise BackupError(f"--into: {error}") from None
    for line in verdict.lines:
        _say(line)
    for fault in verdict.faults:
        _say(f"FAULT: {fault}")
    return OK if verdict.ok else FOUND


def _say(line: str) -> None:
    print(line, flush=True)
