"""Pictures on Slack, where a private answer carries no files: bars of text, and counts to breathe by."""

from __future__ import annotations

from .harness import Seen
from .test_app import WORDS, Workspace
from .test_rights import workspace

__all__ = ["workspace"]


async def test_progress_is_bars_of_text_with_a_legend(workspace: Workspace) -> None:
    card = await workspace.gives("progress")
    shown = await workspace.presses(card, "weeks")
    assert isinstance(shown, Seen)
    assert "▂" in shown.text
    assert "Very good" in shown.text
    assert WORDS not in shown.text


async def test_a_breath_is_counted(workspace: Workspace) -> None:
    tip = await workspace.gives("tip", "breathing")
    assert isinstance(tip, Seen)
    while not any("tip:breathe:" in each for each in tip.actions):
        tip = await workspace.presses(tip, "another")
        assert isinstance(tip, Seen)
    shown = await workspace.presses(tip, "breathe")
    assert isinstance(shown, Seen)
    assert "▲ 1 2 3" in shown.text


async def test_entries_are_read_again_and_deleted(workspace: Workspace) -> None:
    listed = await workspace.gives("entries")
    assert isinstance(listed, Seen)
    assert WORDS in listed.text
