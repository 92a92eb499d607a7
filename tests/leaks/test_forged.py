"""Every command, button, form and lookup there is, with what nobody could have got from us: nothing comes of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.features import FEATURES
from bot.messages import ActionId, Answer, Inbound, Invalid, Page, Reply, Update
from tests.acceptance.stage import Person, Stage, actions, words

from .forms import every_form
from .routes import Way, event_of, ways
from .stand import Stand, standing
from .victims import Rows, Victims
from .walker import options_of

LONG = "z" * 5000
SHAPES = ("", "x", LONG, "." * 300, "0" * 32, "g" * 32, "~" * 9, "\x00", "🙂.٣", "' OR 1=1 --", "../../x", "-1", "1e9")
GIVEN = (*SHAPES, "none", "account:sam", "channel:" + LONG, "forum:x", "7", "Europe/Berlin", "18:00", "2026-10-09")
WRONG = ("Something went wrong", "Algo ha fallado")
WAYS = sorted(ways(FEATURES))


@dataclass
class Lair:
    """Victims, and those who would like to have what is theirs."""

    stand: Stand
    victims: Victims
    people: list[Person]
    names: dict[Way, tuple[str, ...]]
    """The options of each command and the fields of each form."""

    async def tries(self, way: Way, person: Person, ref: str, given: str) -> None:
        """Let somebody go a way with something forged, and see what they are told."""
        names = self.names.get(way, ())
        event = event_of(way, person.origin(), given, ref=ref, names=names)
        answer = await self.stand.stage.app.handle(event)
        told = f"{way} by {person.id} with {ref[:70]!r}, {given[:40]!r}"
        assert self.victims.shown_in(answer) is None, told
        assert acceptable(event, answer), told


def acceptable(event: Inbound, answer: Answer | None) -> bool:
    """Return whether somebody was answered kindly; what is no gesture needs no answer."""
    if isinstance(answer, Reply | Update | Invalid | Page):
        return bool(words(answer).strip() or actions(answer)) and not any(each in words(answer) for each in WRONG)
    return answer is not None or type(event).__name__ in ("Joined", "Left", "ProfileChanged")


@pytest.fixture(scope="module")
def town(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Lair:
    """Let everybody live for two days, once; each test gets a copy of what is there then."""
    folder = tmp_path_factory.mktemp("town")

    async def lived() -> Lair:
        async with standing(folder, empty_home, inline=True) as stand:
            stage, victims = stand.stage, Victims(stand.stage)
            await victims.live()
            names = await names_of_fields(stage)
            sam, kit, mal = stage.person("sam"), stage.moderator("kit"), stage.person("mal", community="lake")
            for each in (sam, kit, mal):
                await each.joins()
            return Lair(stand, victims, [stage.person("eve"), sam, kit, mal], names)

    return asyncio.run(lived())


async def names_of_fields(stage: Stage) -> dict[Way, tuple[str, ...]]:
    """Return what the fields of each form and the options of each command are called."""
    forms = await every_form(await stage.moderator("ada", community="hill").joins(), FEATURES)
    names = {way: tuple(each.id for each in form.fields) for way, form in forms.items()}
    options = dict(options_of(stage.app.commands))
    return names | {way: tuple(options.get(way.name, ())) for way in WAYS if way.kind == "command"}


@asynccontextmanager
async def visited(town: Lair, folder: Path) -> AsyncIterator[Lair]:
    """Open a copy of the town."""
    async with standing(folder, town.stand.stage.folder, inline=True, at=town.stand.stage.clock.now()) as stand:
        victims = replace(town.victims, stage=stand.stage)
        people = [replace(each, stage=stand.stage) for each in town.people]
        victims.beside(*people)
        yield Lair(stand, victims, people, town.names)


@pytest.fixture
async def lair(town: Lair, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Lair]:
    """Everybody in their place; at the end nothing of the victims has changed, and nothing was worth a warning."""
    async with visited(town, tmp_path) as lair:
        before = lair.victims.rows()
        assert sum(map(len, before.values())) > 20
        with caplog.at_level(logging.WARNING, "bot"):
            yield lair
        assert [each.getMessage() for each in caplog.records if each.name.startswith("bot")] == []
        assert differing(before, lair.victims.rows()) == []


def differing(before: Rows, after: Rows) -> list[str]:
    """Return what is different, row by row."""
    pairs = ((name, set(map(str, before[name])), set(map(str, after[name]))) for name in before)
    return [f"{name}: {row}" for name, old, new in pairs for row in sorted(old ^ new)]


async def test_what_was_copied_from_others_shows_and_changes_nothing_of_theirs(lair: Lair) -> None:
    copied = 0
    for way in WAYS:
        known = lair.victims.refs.get(way, [])
        for ref in dict.fromkeys([*known[:1], *known[-2:]]):
            for person in lair.people:
                copied += 1
                await lair.tries(way, person, ref, GIVEN[copied % len(GIVEN)])
    assert copied > 100


async def test_ids_from_elsewhere_and_nonsense_show_and_change_nothing(lair: Lair) -> None:
    ids = sorted(lair.victims.ids)
    refs, values, people = (
        cycle([*ids, *SHAPES, *(f"{each}.{ids[0]}.x" for each in ids)]),
        cycle(GIVEN),
        cycle(lair.people),
    )
    for way in WAYS:
        for _ in range(4):
            await lair.tries(way, next(people), next(refs), next(values))
    await lair.stand.stage.ticks()


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
async def test_no_shape_of_ref_or_value_whatever_shows_or_changes_anything(lair: Lair, data: st.DataObject) -> None:
    known = st.sampled_from(sorted({*lair.victims.ids, *(ref for refs in lair.victims.refs.values() for ref in refs)}))
    piece = st.one_of(known, st.text(max_size=40), st.sampled_from(SHAPES))
    ref = data.draw(st.lists(piece, min_size=1, max_size=4).map(".~:".join) | st.lists(piece, max_size=4).map(".".join))
    given = data.draw(st.one_of(known, st.text(max_size=60), st.sampled_from(GIVEN)))
    await lair.tries(data.draw(st.sampled_from(WAYS)), data.draw(st.sampled_from(lair.people)), ref, given)


async def test_every_command_answers_every_nonsense(lair: Lair) -> None:
    for way in (each for each in WAYS if each.kind == "command"):
        for number, value in enumerate(GIVEN):
            await lair.tries(way, lair.people[number % len(lair.people)], "", value)


async def test_a_button_of_another_time_is_answered_kindly(light: Stand) -> None:
    sam = await light.stage.member()
    for action in (
        ActionId(feature="gone", action="x"),
        ActionId(feature="tip", action="gone"),
        ActionId(feature="", action=""),
    ):
        assert "earlier time" in words(await sam.press(action))
        said = await sam.submit(action, note="my words")
        assert isinstance(said, Invalid)
        assert said.words == ("my words",)
        assert (await sam.lookup(action, "x")).options == ()


async def test_what_is_shown_or_changed_of_the_victims_would_be_noticed(town: Lair, tmp_path: Path) -> None:
    async with visited(town, tmp_path) as lair:
        noor, before = lair.stand.stage.person("noor"), lair.victims.rows()
        assert lair.victims.shown_in(await noor.command("safety-notes"))
        await noor.press(ActionId(feature="safety", action="notes_gone"))
        assert differing(before, lair.victims.rows())
