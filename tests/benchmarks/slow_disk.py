"""A slower disk: a little library between SQLite and the system that makes every sync take longer.

It is built with the machine's own C compiler, loaded in front of the C library (LD_PRELOAD), and puts a delay before
each `fsync` and `fdatasync` of the process. It also counts them, so that it shows when nothing went through it. Where
there is no compiler, a delay at each commit, in the database's own thread, stands for it; that leaves out the syncs of
checkpoints.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.one_hop import OneHopConnection

SECONDS = 0.001
VARIABLE = "AJAR_BENCH_SLOW_DISK"
"""Names the library to the process that was started with it."""

SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
volatile unsigned ajar_delay = 0;
unsigned ajar_syncs = 0;
static int late(const char *name, int file) {
    int (*sync)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
    __sync_fetch_and_add(&ajar_syncs, 1);
    if (ajar_delay) usleep(ajar_delay);
    return sync(file);
}
int fsync(int file) { return late("fsync", file); }
int fdatasync(int file) { return late("fdatasync", file); }
"""


def environment(folder: Path) -> dict[str, str] | None:
    """Build the library in `folder`; return the environment that loads it, or None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    source, library = folder / "slow_disk.c", folder / "slow_disk.so"
    source.write_text(SOURCE)
    command = (compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl")
    if subprocess.run(command, check=False, capture_output=True).returncode:
        return None
    return os.environ | {"LD_PRELOAD": str(library), VARIABLE: str(library)}


def told() -> str:
    """Say how the disk is made slower."""
    return "at every fsync and fdatasync (LD_PRELOAD)" if VARIABLE in os.environ else "at every commit (no compiler)"


@contextmanager
def slower() -> Iterator[None]:
    """Let every sync take a millisecond more."""
    with _at_every_sync(os.environ[VARIABLE]) if VARIABLE in os.environ else _at_every_commit():
        yield


@contextmanager
def _at_every_sync(path: str) -> Iterator[None]:
    library = ctypes.CDLL(path)
    delay, syncs = (ctypes.c_uint.in_dll(library, name) for name in ("ajar_delay", "ajar_syncs"))
    before, delay.value = syncs.value, int(SECONDS * 1_000_000)
    try:
        yield
    finally:
        delay.value = 0
    if syncs.value == before:
        raise RuntimeError("no sync went through the library that delays them")


@contextmanager
def _at_every_commit() -> Iterator[None]:
    before = OneHopConnection.commit

    async def slowly(self: OneHopConnection) -> None:
        def late() -> None:
            self._conn.commit()
            time.sleep(SECONDS)

        await self._execute(late)  # type: ignore[no-untyped-call]

    OneHopConnection.commit = slowly  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        OneHopConnection.commit = before  # type: ignore[method-assign]
