"""PostgreSQL's own tools: `pg_dump` and `pg_restore`, found on PATH or in a folder that is named.

They get the password in a file that only its owner can read and that goes at once, never on their command line. What
they say is told in one line and cut short, since it may quote a row.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store import copies

from .files import BackupError

SAID = 200
"""How many characters of a tool's own line are repeated."""


def tool(name: str, folder: Path | None) -> Path:
    """Return where one of the tools is. Raises BackupError in one line when it is not there."""
    found = shutil.which(name, path=str(folder) if folder else None)
    if found is None:
        where = str(folder) if folder else "PATH"
        raise BackupError(f"{name}: is not in {where}; install PostgreSQL's client tools, or name them with --pg-bin")
    return Path(found)


async def dump(url: str, setting: str, target: Path, snapshot: str, folder: Path | None) -> None:
    """Write what a snapshot sees to a file, in PostgreSQL's custom format. Raises BackupError."""
    program = tool("pg_dump", folder)
    with _connection(url, setting) as told:
        wanted = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        await _run(program, *wanted, f"--file={target}", f"--dbname={told}")


async def listed(file: Path, folder: Path | None) -> bool:
    """Return whether a dump can be read to its table of contents."""
    program = tool("pg_restore", folder)
    try:
        await _run(program, "--list", str(file))
    except BackupError:
        return False
    return True


async def restore(file: Path, url: str, setting: str, folder: Path | None) -> None:
    """Restore a dump into an empty database, all of it or nothing. Raises BackupError."""
    program = tool("pg_restore", folder)
    with _connection(url, setting) as told:
        wanted = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        await _run(program, *wanted, f"--dbname={told}", str(file))


async def _run(program: Path, *arguments: str) -> None:
    """Run a tool to its end, which it also reaches when we are interrupted."""
    nothing, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    try:
        running = await asyncio.create_subprocess_exec(program, *arguments, stdin=nothing, stdout=nothing, stderr=pipe)
    except OSError as error:
        raise BackupError(f"{program}: cannot be run ({error.strerror})") from None
    try:
        _, said = await running.communicate()
    except asyncio.CancelledError:
        running.terminate()
        await running.wait()
        raise
    if running.returncode:
        line = next(iter(said.decode("utf-8", "replace").splitlines()), "no word")
        raise BackupError(f"{program.name}: ended with status {running.returncode}: {line[:SAID]}")


@contextmanager
def _connection(url: str, setting: str) -> Iterator[str]:
    """Write a URL as libpq reads it, with the password in a file of its own."""
    told, password = copies.libpq(url, setting)
    passwords: Path | None = None
    try:
        if password is not None:
            handle, name = tempfile.mkstemp(prefix="ajar-")  # made with mode 0600
            passwords = Path(name)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"*:*:*:*:{password.replace(chr(92), chr(92) * 2).replace(':', chr(92) + ':')}\n")
            told["passfile"] = name
        yield " ".join(f"{name}={_quoted(value)}" for name, value in told.items())
    finally:
        if passwords:
            passwords.unlink()


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
