"""A small stage: the real app on a real SQLite file, a clock that stands still, and people who press what they see.

Whatever is shown to anybody is looked through on the way: a button or menu that leads nowhere fails the test at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from adapters.discord.limits import LIMITS as DISCORD
from adapters.slack.limits import LIMITS as SLACK
from bot.app import App, build
from bot.clock import FrozenClock
from bot.features import FEATURES
from bot.limits import problems, tightest
from bot.messages import (
    ActionId,
    Answer,
    Buttons,
    Choices,
    Command,
    Form,
    Heading,
    Inbound,
    Invalid,
    Lookup,
    Menu,
    Message,
    Opened,
    Origin,
    Page,
    Part,
    Press,
    Quote,
    Reply,
    SearchField,
    Submission,
    Text,
    TextField,
    Typed,
    Update,
)
from bot.model import AccountRef, CommunityRef, Target
from bot.rehearsal.platform import LIMITS as REHEARSAL
from bot.rehearsal.platform import NAME, FakePlatform, Seen
from bot.settings import load
from bot.store import schedules

START = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
"""A Thursday, eight in the morning in Berlin."""

HOME = "harbour"
ZONE = "Europe/Berlin"
ACTION_LONGEST = 100
STRICTEST = tightest([DISCORD, SLACK, REHEARSAL])
"""What fits here fits on every platform."""

Shown: TypeAlias = Answer | Message | Seen | None
Given: TypeAlias = str | tuple[str, ...]

_numbers = count(1)
_PRESSES = {each.name: each.on_press for each in FEATURES}
_FORMS = {each.name: each.on_submit for each in FEATURES}
_LOOKUPS = {each.name: each.on_lookup for each in FEATURES}


def parts(shown: Shown) -> tuple[Part, ...]:
    """Return the parts of whatever was shown."""
    if isinstance(shown, Seen | Reply | Update | Invalid):
        return shown.message.parts
    return shown.parts if isinstance(shown, Message | Page) else ()


def words(shown: Shown) -> str:
    """Return everything one can read, a line a part."""
    lines = [shown.title, *(each.label for each in shown.fields)] if isinstance(shown, Form) else []
    for each in parts(shown):
        if isinstance(each, Text):
            lines.append(each.plain)
        elif isinstance(each, Heading | Quote):
            lines.append(each.text)
    return "\n".join(lines)


def actions(shown: Shown) -> dict[str, ActionId]:
    """Return every button by its label and every menu by its placeholder."""
    found: dict[str, ActionId] = {}
    for each in parts(shown):
        if isinstance(each, Buttons):
            found |= {one.label: one.action for one in each.buttons if one.action}
        elif isinstance(each, Menu):
            found[each.placeholder] = each.action
    return found


def button(shown: Shown, wanted: str) -> ActionId:
    """Return a button or menu by its label or by its action."""
    there = actions(shown)
    by_action = {each.action: each for each in there.values()}
    action = there.get(wanted) or by_action.get(wanted)
    assert action is not None, f"no {wanted!r} among {list(there)} / {list(by_action)}"
    return action


def menu(shown: Shown, wanted: str) -> Menu:
    """Return a menu by its action."""
    return next(each for each in parts(shown) if isinstance(each, Menu) and each.action.action == wanted)


def _named(shown: Shown) -> Iterator[tuple[ActionId, Mapping[str, Mapping[str, Any]]]]:
    for action in actions(shown).values():
        yield action, _PRESSES
    for each in parts(shown):
        if isinstance(each, Menu) and each.lookup:
            yield each.lookup, _LOOKUPS
    if isinstance(shown, Form):
        yield shown.action, _FORMS
        for one in shown.fields:
            if isinstance(one, SearchField):
                yield one.lookup, _LOOKUPS


def looked_through(shown: Shown) -> None:
    """Fail where something leads nowhere, or is longer than an identifier may be."""
    for action, routes in _named(shown):
        assert action.action in routes.get(action.feature, {}), f"{action} leads nowhere"
        assert len(str(action)) <= ACTION_LONGEST, f"{action} is too long"
    if isinstance(shown, Form):
        typed = {each.id for each in shown.fields if isinstance(each, TextField)}
        words_of = _FORMS[shown.action.feature][shown.action.action].words
        assert typed == set(words_of), "words that nobody names are neither handed back nor read for danger"
    answer = shown.message if isinstance(shown, Seen) else shown
    assert answer is None or not problems(answer, STRICTEST), problems(answer, STRICTEST)


@dataclass
class Person:
    """Somebody with an account, who speaks in the community unless told otherwise."""

    stage: Stage
    id: str
    manages: bool | None = None
    roles: tuple[str, ...] = ()
    zone: str | None = ZONE
    community: str | None = HOME
    channel: str = "general"
    locale: str = "en"
    files: bool = True
    uploads: bool = False
    last: Answer | None = field(default=None, repr=False)

    def origin(self, event: str | None = None, *, direct: bool = False) -> Origin:
        """Say who it is and where, under a fresh event key unless one is given."""
        place = Target(platform=NAME, scope="", kind="channel", channel=self.channel)
        if direct or self.community is None:
            place = Target(platform=NAME, scope="", kind="direct", channel=f"D-{self.id}", account=self.id)
        return Origin(
            event=event or f"test:{next(_numbers)}",
            account=AccountRef(platform=NAME, scope="", id=self.id),
            community=None if direct or self.community is None else CommunityRef(platform=NAME, id=self.community),
            place=place,
            locale=self.locale,
            zone=self.zone,
            manages=self.manages,
            roles=self.roles,
            files=self.files,
            uploads=self.uploads,
        )

    async def does(self, event: Inbound) -> Answer | None:
        """Let an event happen and look through its answer."""
        self.last = await self.stage.app.handle(event)
        looked_through(self.last)
        return self.last

    async def command(
        self, name: str, *, event: str | None = None, direct: bool = False, **options: str
    ) -> Answer | None:
        return await self.does(Command(origin=self.origin(event, direct=direct), name=name, options=options))

    async def press(
        self, wanted: ActionId | str, *values: str, on: Shown = None, event: str | None = None, direct: bool = False
    ) -> Answer | None:
        """Press a button by its action or label, on what was shown last unless `on` is given."""
        action = wanted if isinstance(wanted, ActionId) else button(on or self.last, wanted)
        return await self.does(Press(origin=self.origin(event, direct=direct), action=action, values=values))

    async def submit(
        self,
        form: Form | ActionId | None = None,
        *,
        event: str | None = None,
        direct: bool = False,
        given: Mapping[str, Given] | None = None,
        **fields: Given,
    ) -> Answer | None:
        """Send a form: the one shown last unless one is named; `given` and `fields` are what stands in it."""
        form = form or (self.last if isinstance(self.last, Form) else None)
        assert form is not None, f"no form was shown but {type(self.last).__name__}"
        action = form.action if isinstance(form, Form) else form
        whole = {**(given or {}), **fields}
        typed = {name: (value,) if isinstance(value, str) else value for name, value in whole.items()}
        return await self.does(Submission(origin=self.origin(event, direct=direct), action=action, fields=typed))

    async def lookup(self, action: ActionId, query: str) -> Choices:
        found = await self.does(Lookup(origin=self.origin(), action=action, query=query))
        assert isinstance(found, Choices)
        return found

    async def types(self, text: str) -> Answer | None:
        return await self.does(Typed(origin=self.origin(direct=True), text=text))

    async def opens_home(self) -> Answer | None:
        return await self.does(Opened(origin=self.origin()))

    async def joins(self, *, hour: str = "0900", discreet: bool = False, zone: str = ZONE) -> Person:
        """Say yes, as the button of the consent card does, and read the hello."""
        ref = f"{zone}~{hour}~{'d' if discreet else 'o'}"
        await self.press(ActionId(feature="welcome", action="yes", ref=ref))
        await self.stage.app.tick()
        return self

    async def shows_up(self) -> None:
        """Give a sign of life that changes nothing else."""
        await self.command("help")

    @property
    def inbox(self) -> list[Seen]:
        """Everything in this person's DM, the hello included."""
        return [each for each in self.stage.platform.seen if each.place == f"D-{self.id}"]

    @property
    def prompts(self) -> list[Seen]:
        """The DM without the hello."""
        return self.inbox[1:]


class Stage:
    """The app, its platform, its clock and its files."""

    def __init__(self, app: App, clock: FrozenClock, folder: Path) -> None:
        self.app, self.clock, self.folder = app, clock, folder
        self.fault: str | None = None
        self.platform = FakePlatform(clock, lambda: self.fault)
        app.platforms[NAME] = self.platform

    def person(self, name: str, **more: Any) -> Person:
        return Person(self, name, **more)

    def moderator(self, name: str = "kit", **more: Any) -> Person:
        return Person(self, name, manages=True, **more)

    async def member(self, name: str = "sam", **more: Any) -> Person:
        return await self.person(name).joins(**more)

    async def passes(self, **delta: float) -> None:
        """Let time pass and tick, as the app does every second."""
        self.clock.advance(timedelta(**delta))
        await self.ticks()

    async def ticks(self) -> None:
        """Tick until nothing is due any more: after a leap each tick serves one slot of a schedule."""
        while True:
            await self.app.tick()
            async with self.app.ctx.store.read() as tx:
                due = await schedules.next_due(tx)
            if due is None or due > self.clock.now():
                break
        self.looks_through()

    async def until(self, year: int, month: int, day: int, hour: int, minute: int = 0, zone: str = ZONE) -> None:
        """Move to a wall-clock time and tick."""
        self.clock.move_to(datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)))
        await self.ticks()

    def looks_through(self) -> None:
        for each in self.platform.seen:
            looked_through(each)

    def posted(self, place: str) -> list[Seen]:
        """Return what stands in a channel."""
        return [each for each in self.platform.seen if each.place == place]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the main database with the plain driver."""
        return _rows(self.folder / "ajar.db", query, values)

    def table(self, name: str) -> list[tuple[Any, ...]]:
        return self.rows(f"SELECT * FROM {name}")

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table of the main database."""
        return _everything(self.folder / "ajar.db")

    def keys(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table of the key store."""
        return _everything(self.folder / "keys.db")

    def member_id(self, name: str) -> str:
        """Return the member's id, as 32 hexadecimal digits."""
        return str(self.rows("SELECT member_id FROM accounts WHERE external_id = ?", name)[0][0])


def _rows(path: Path, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query, tuple(values)).fetchall()
    finally:
        connection.close()


def _everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    names = [name for (name,) in _rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: _rows(path, f'SELECT * FROM "{name}" ORDER BY rowid') for name in sorted(names)}


async def opened(folder: Path, at: datetime = START, *, inline: bool = True, patience: float = 60) -> Stage:
    """Build the stage in an empty folder; a busy machine changes nothing on it unless `patience` is short."""
    clock = FrozenClock(at)
    settings = load(adapters=(), data_dir=folder, database_url="", spread_seconds=0)
    app = await build(settings, clock, inline=inline, patience=patience)
    return Stage(app, clock, folder)
