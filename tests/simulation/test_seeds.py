from __future__ import annotations

import pytest

from bot.rehearsal.trial import tried
from bot.rehearsal.world import world

SEEDS = 100


@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_every_prompt_is_delivered_once_or_accounted_for_whatever_goes_wrong(seed: int) -> None:
    trial = tried(world(seed))
    found = "\n  ".join(str(each) for each in trial.verdict.findings)
    assert trial.passed, f"replay it with: python -m tests.simulation --seed {seed}\n  {found}"
