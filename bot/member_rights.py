"""What an operator does when a member asks them instead of the bot: hand over what is kept, or erase it.

Nothing of the content is ever shown on the screen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from bot import copying, erasing
from bot.app import App, build
from bot.errors import OperatorError, SettingsError
from bot.model import AccountRef
from bot.settings import load
from bot.store import accounts

OWNER_ONLY = 0o600
OK, FOUND = 0, 1
HOW = "write discord:1234 or slack:T1/U2"

Command = Callable[[Any, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]
"""Adds a command: to what, its name, what it does, and what runs it."""


def add_commands(commands: Any, command: Command) -> None:
    """Add `member export` and `member forget`."""
    member = commands.add_parser("member", help="a member's rights").add_subparsers(required=True, metavar="what")
    exported = command(member, "export", "write everything that is kept about a member into a file", _export)
    exported.add_argument("account", type=account_ref, help=f"the member's account: {HOW}")
    exported.add_argument("--to", type=Path, required=True, help="the file, which only you can read; it has to be new")
    forgotten = command(member, "forget", "erase everything that is kept about a member", _forget)
    forgotten.add_argument("account", type=account_ref, help=f"the member's account: {HOW}")
    forgotten.add_argument("--yes", action="store_true", help="do not ask")


def account_ref(text: str) -> AccountRef:
    """Read an account as an operator writes it."""
    platform, _, rest = text.partition(":")
    scope, _, name = rest.rpartition("/")
    if not platform or not name:
        raise argparse.ArgumentTypeError(f"is no account; {HOW}")
    return AccountRef(platform=platform, scope=scope, id=name)


def _written(ref: AccountRef) -> str:
    return f"{ref.platform}:{ref.scope}/{ref.id}" if ref.scope else f"{ref.platform}:{ref.id}"


def _export(options: argparse.Namespace) -> int:
    async def work(app: App) -> int:
        member = await _member(app, options.account)
        copied = await copying.copy(app.ctx.store, app.ctx.seal, member)
        await asyncio.to_thread(_write, options.to, copying.as_json(copied))
        print(f"written: {options.to}")
        return OK

    return asyncio.run(_with_app(work))


def _forget(options: argparse.Namespace) -> int:
    named = _written(options.account)
    if not options.yes and input(f"Type {named} again to erase everything about it: ").strip() != named:
        print("nothing was changed")
        return FOUND

    async def work(app: App) -> int:
        member = await _member(app, options.account)
        whole = await erasing.forget(app.ctx.store, app.ctx.seal, app.clock, member)
        print(f"erased: {named}" if whole else f"begun: {named}; the rest is erased at the next start, or in an hour")
        return OK

    return asyncio.run(_with_app(work))


async def _with_app(work: Callable[[App], Awaitable[int]]) -> int:
    settings = load()
    if not settings.database_url and not settings.database_file.exists():
        raise SettingsError(f"AJAR_DATA_DIR: there is no database at {settings.database_file}")
    app = await build(settings)
    try:
        return await work(app)
    finally:
        await app.close()


async def _member(app: App, ref: AccountRef) -> UUID:
    async with app.ctx.store.read() as tx:
        found = await accounts.find(tx, ref)
    if found is None:
        raise OperatorError(f"{_written(ref)}: there is no such member; {HOW}")
    return found[1].id


def _write(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except FileExistsError:
        raise OperatorError(f"--to {path}: is there already, and is left as it is") from None
    except OSError as error:
        raise OperatorError(f"--to {path}: cannot be written ({error.strerror})") from None
