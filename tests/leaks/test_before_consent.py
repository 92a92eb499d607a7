"""Before the yes nothing is kept of anybody and nothing is sent to them, whatever they try."""

from __future__ import annotations

import pytest

from bot.features import FEATURES

from .forms import every_form
from .marks import Marks
from .routes import Way, event_of, ways
from .stand import Stand
from .walker import Walker

YES = Way("press", "welcome", "yes")
"""The consent itself."""

OF_NOBODY = ("inbox", "daily_totals", "alembic_version")
"""Keys of events, and numbers that hide below five."""

OF_COMMUNITIES = ("communities", "topics", "schedules", "deliveries", "holds", "lanes")
"""What a moderator does for a community needs no consent of a member's."""


async def kept(stand: Stand, besides: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Return every row there is, as text."""
    tables = {**await stand.tables(), **{f"keys {name}": rows for name, rows in stand.stage.keys().items()}}
    return {name: [str(row) for row in rows] for name, rows in tables.items() if name not in (*OF_NOBODY, *besides)}


@pytest.mark.parametrize("direct", [False, True], ids=["in a community", "in the DM"])
async def test_a_stranger_who_tries_everything_leaves_nothing_and_is_sent_nothing(light: Stand, direct: bool) -> None:
    marks, stage = Marks(), light.stage
    eve = stage.person("eve", community=None if direct else "harbour")
    before = await kept(light)
    walker = Walker(eve, marks, FEATURES, avoids=frozenset({YES}))
    await walker.commands(stage.app.commands)
    await walker.events()
    await walker.follow(to_the_end=True)
    for way, route in ways(FEATURES).items():
        for words in ("", marks.texts["quotes"], marks.texts["heavy"]):
            names = (*route.words, "country", "until", "zone")
            await stage.app.handle(event_of(way, eve.origin(), words, names=names))
    await stage.passes(days=2)
    await stage.app.keep_house()
    assert await kept(light) == before
    assert stage.platform.seen == []
    assert await light.found(marks) == []


async def test_a_moderator_without_consent_leaves_nothing_that_is_a_members(light: Stand) -> None:
    marks, stage = Marks(), light.stage
    kit = stage.moderator("kit")
    before = await kept(light, (*OF_COMMUNITIES, "keys keys"))
    walker = Walker(kit, marks, FEATURES, avoids=frozenset({YES}))
    await walker.commands(stage.app.commands)
    await walker.follow(to_the_end=True)
    await stage.passes(days=2)
    assert await kept(light, (*OF_COMMUNITIES, "keys keys")) == before
    assert stage.rows("SELECT id FROM schedules WHERE member_id IS NOT NULL") == []
    assert stage.rows("SELECT id FROM deliveries WHERE member_id IS NOT NULL OR place = 'direct'") == []
    assert not any(each.place.startswith("D-") for each in stage.platform.seen)


async def test_the_yes_itself_would_be_noticed(light: Stand) -> None:
    before = await kept(light)
    await light.stage.person("eve").joins()
    assert await kept(light) != before
    assert await every_form(light.stage.person("eve"), FEATURES)
