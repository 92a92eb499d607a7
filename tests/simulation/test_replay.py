from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.rehearsal.trial import tried
from bot.rehearsal.world import world

from .__main__ import main

ROOT = Path(__file__).resolve().parents[2]

MUCH = 8
SEED = next(
    seed
    for seed in range(1, 1000)
    if (drawn := world(seed)).processes > 2 and len(drawn.episodes) > MUCH < len(drawn.mishaps)
)
"""The first with several processes, many crashes, and much trouble on disk and network."""


def test_a_seed_replays_line_by_line_in_one_process() -> None:
    first, again = tried(world(SEED)), tried(world(SEED))
    assert len(first.log) > 50
    assert len(first.struck) > 3
    assert first.log == again.log
    assert first == again


@pytest.mark.parametrize("hashes", ["0", "4711"])
def test_a_seed_replays_byte_for_byte_in_another_process(hashes: str, tmp_path: Path) -> None:
    """Hashes of words differ from process to process, and with them the order of sets."""
    tried(world(SEED + 1))  # what ran before has to make no difference
    here = "\n".join(tried(world(SEED)).log) + "\n"
    command = [sys.executable, "-m", "tests.simulation", "--seed", str(SEED)]
    environment = {"PYTHONHASHSEED": hashes, "PATH": "", "TMPDIR": str(tmp_path)}
    there = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=120)
    assert there.stdout.decode() == here, there.stderr.decode()[-2000:]


def test_another_seed_is_another_world() -> None:
    assert world(1) != world(2)
    assert world(1) == world(1)


def test_the_command_tells_how_many_seeds_it_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "4", "--minutes", "5", "--cores", "1", "--first", "1"]) in (0, 1)
    assert "4 seeds" in capsys.readouterr().out
