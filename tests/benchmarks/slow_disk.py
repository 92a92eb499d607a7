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
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.store.one_hop import OneHopConnection

SECONDS = 0.001
VARIABLE = "AJAR_BENCH_SLOW_DISK"
"""Names the library's folder to the process that was started with it."""

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


def load(arguments: Sequence[str]) -> None:
    """Let this process begin anew with the library, by the same `arguments`; do nothing where there is no compiler."""
    if VARIABLE in os.environ:
        shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)  # it is loaded
        os.environ.pop("LD_PRELOAD", None)  # processes that this one starts do without
        return
    folder = Path(tempfile.mkdtemp(prefix="ajar-bench-slow-disk-"))
    library = _built(folder)
    if library is None:
        shutil.rmtree(folder)
        return
    environment = os.environ | {"LD_PRELOAD": str(library), VARIABLE: str(folder)}
    os.execve(sys.executable, [sys.executable, *arguments], environment)


def _built(folder: Path) -> Path | None:
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    source, library = folder / "slow_disk.c", folder / "slow_disk.so"
    source.write_text(SOURCE)
    command = (compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl")
    return None if subprocess.run(command, check=False, capture_output=True).returncode else library


def told() -> str:
    """Say how the disk is made slower."""
    return "at every fsync and fdatasync (LD_PRELOAD)" if VARIABLE in os.environ else "at every commit (no compiler)"


@contextmanager
def slower() -> Iterator[None]:
    """Let every sync take a millisecond more."""
    with _at_every_sync() if VARIABLE in os.environ else _at_every_commit():
        yield


@contextmanager
def _at_every_sync() -> Iterator[None]:
    library = ctypes.CDLL(None)
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
