"""Marked words go through every feature there is; then everything that was written down is searched for them."""

from __future__ import annotations

from .journey import Journey
from .marks import Marks
from .search import listening
from .stand import Stand


async def test_marked_words_stand_nowhere_but_sealed_and_every_way_was_gone(stand: Stand, marks: Marks) -> None:
    journey = Journey(stand, marks)
    with listening(marks) as found:
        await journey.walk()
        found.extend(await stand.found(marks))
    assert found == []
    assert journey.wrong == []
    assert journey.missed == [], "let something lead there, or the journey come by"
