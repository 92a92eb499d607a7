"""Someone who tries everything there is, with marked words wherever words can be given.

It begins with every command, and from then on presses, chooses, looks up and sends whatever it is shown. A feature
that is new is walked through as it is: what nothing leads to is what a test complains of.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.feature import Feature
from bot.messages import (
    ActionId,
    Answer,
    Buttons,
    ChannelField,
    ChoiceField,
    Choices,
    Command,
    DateField,
    Field,
    Form,
    Inbound,
    Invalid,
    Joined,
    Left,
    Lookup,
    Menu,
    Message,
    Opened,
    Page,
    PeopleField,
    Press,
    ProfileChanged,
    Reply,
    SearchField,
    Submission,
    TextField,
    TimeField,
    Typed,
    Update,
)
from bot.platform import CommandSpec
from tests.acceptance.stage import Person, Shown, parts

from .marks import Marks
from .routes import Way, way_of

OFTEN = 2
"""How often the same button is pressed, each time with something else in it."""

MOST = 600
"""Steps after which something leads on without end."""

Heard = Callable[[Inbound, Answer | None], None]


@dataclass
class Walker:
    """Goes every way that it is shown, as one person, and notes which."""

    person: Person
    marks: Marks
    features: Sequence[Feature]
    heard: Heard = lambda event, answer: None
    before: Callable[[], None] = lambda: None
    gone: Counter[Way] = field(default_factory=Counter)
    kept: set[Way] = field(default_factory=set)
    """Forms whose words were taken, and not handed back."""
    steps: int = 0
    belongs: bool = False
    """Whether this person says yes again at once, wherever something has ended it."""
    writes: bool = True
    """Whether forms are sent, and not only opened."""
    avoids: frozenset[Way] = frozenset()
    """Ways that are not gone."""
    last: list[ActionId] = field(default_factory=list)
    _waiting: deque[Inbound] = field(default_factory=deque)
    _known: set[str] = field(default_factory=set)

    async def commands(self, specs: Sequence[CommandSpec]) -> None:
        """Give every command: without anything, and with words in every option; then follow what comes of it."""
        options = dict(options_of(specs))
        named = [name for each in self.features for name in each.on_command]
        for name in named:
            self._will(Command(origin=self.person.origin(), name=name, options={}))
            given = {each: self.marks.next() for each in options.get(name, ())}
            self._will(Command(origin=self.person.origin(), name=name, options=given))
        self._will(Command(origin=self.person.origin(), name=self.marks.next(), options={}))
        for spec in (each for each in specs if each.name in {name.split()[0] for name in named}):
            self._lookups(each.lookup for one in (spec, *spec.subcommands) for each in one.options)
        await self.follow()

    async def events(self) -> None:
        """Let happen what is no gesture: every shape of words typed into the DM, the page opened, and so on."""
        person = self.person
        for text in self.marks.texts.values():
            self._will(Typed(origin=person.origin(direct=True), text=text))
        self._will(Opened(origin=person.origin()))
        for kind in (Joined, ProfileChanged):
            self._will(kind(origin=person.origin()))
        await self.follow()
        self._will(Left(origin=person.origin()))
        self._will(Left(origin=person.origin(), everyone=True))
        await self.follow()

    def forget_what_was_tried(self) -> None:
        """Try everything again, since it is answered otherwise now."""
        self._known.clear()
        self.last.clear()

    async def looks_at(self, *shown: Shown) -> None:
        """Follow whatever stands in what was shown elsewhere, such as a DM."""
        for each in shown:
            self._discover(each)
        await self.follow()

    async def follow(self, *, to_the_end: bool = False) -> None:
        """Go on until there is nothing new; what ends or erases something waits for the end."""
        while self._waiting or (to_the_end and self.last):
            if not self._waiting:
                self._press(self.last.pop(0))
                continue
            await self._step(self._waiting.popleft())

    async def _step(self, event: Inbound) -> None:
        self.steps += 1
        assert self.steps < MOST, f"something leads on without end: {self.gone.most_common(5)}"
        way = way_of(self.features, event)
        self.gone[way] += 1
        self.before()
        answer = self.person.last = await self.person.stage.app.handle(event)
        self.heard(event, answer)
        if isinstance(event, Submission) and isinstance(answer, Reply | Update) and self._in_words(event):
            self.kept.add(way)
        self._discover(answer)
        if self.belongs and isinstance(event, Command | Press) and not await self._is_member():
            await self.person.joins(hour="0900", discreet=True)

    def _in_words(self, event: Submission) -> bool:
        return any(self.marks.found_in("".join(each)) for each in event.fields.values())

    async def sends(self, form: Shown) -> Answer | None:
        """Send one form as it should be."""
        assert isinstance(form, Form), form
        await self._step(Submission(origin=self.person.origin(), action=form.action, fields=self.filled(form)))
        return self.person.last

    async def knocks(self, ways: Iterable[Way]) -> None:
        """Press what nothing leads to any more: buttons of an earlier time may still stand somewhere."""
        for each in ways:
            action = ActionId(feature=each.feature, action=each.name)
            await self._step(Press(origin=self.person.origin(), action=action, values=(self.marks.next(),)))

    async def _is_member(self) -> bool:
        _, member, _ = await self.person.stage.app.ctx.store.who(self.person.origin().account, None)
        return member is not None and member.status == "active"

    def _discover(self, shown: Shown) -> None:
        if isinstance(shown, Form):
            self._form(shown)
        for part in parts(shown):
            if isinstance(part, Buttons):
                for button in part.buttons:
                    if button.action:
                        self.last.append(button.action) if button.style == "danger" else self._press(button.action)
            elif isinstance(part, Menu):
                self._menu(part)

    def _menu(self, menu: Menu) -> None:
        for value in dict.fromkeys([*(each.value for each in menu.options[:OFTEN]), self.marks.next()]):
            self._press(menu.action, value)
        self._lookups([menu.lookup])

    def _press(self, action: ActionId, *values: str) -> None:
        self._will(Press(origin=self.person.origin(), action=action, values=values))

    def _form(self, form: Form) -> None:
        """Send a form as it should be, with words in every field, with none, and with shapes that matter; once each."""
        if f"{form.action} is known" in self._known or not self.writes:
            return
        self._known.add(f"{form.action} is known")
        for given in (self.filled(form), {each.id: (self.marks.next(),) for each in form.fields}, {}):
            self._will(Submission(origin=self.person.origin(), action=form.action, fields=given))
        for shape in ("heavy", "long"):
            texts = [each for each in form.fields if isinstance(each, TextField)]
            if texts:
                filled = {
                    **self.filled(form),
                    **{each.id: (self.marks.texts[shape][: each.longest],) for each in texts},
                }
                self._will(Submission(origin=self.person.origin(), action=form.action, fields=filled))
        self._lookups(each.lookup for each in form.fields if isinstance(each, SearchField))

    def filled(self, form: Form) -> Mapping[str, tuple[str, ...]]:
        """Return what a form is filled in with: words where they can be, and what is asked for elsewhere."""
        return {each.id: self._fitting(each) for each in form.fields}

    def _fitting(self, field: Field) -> tuple[str, ...]:
        match field:
            case TextField():
                return (self.marks.next(field.longest),)
            case ChoiceField():
                return (field.options[0].value,)
            case TimeField():
                return ("18:00",)
            case DateField():
                return (str((self.person.stage.clock.now() + timedelta(days=2)).date()),)
            case SearchField():
                return (field.value or "Europe/Berlin",)
            case ChannelField():
                return ("channel:circle",)
            case PeopleField():
                return ("account:ada", "role:7")

    def _lookups(self, actions: Iterable[ActionId | None]) -> None:
        for action in actions:
            if action is not None:
                self._will(Lookup(origin=self.person.origin(), action=action, query="a"))
                self._will(Lookup(origin=self.person.origin(), action=action, query=self.marks.next()))

    def _will(self, event: Inbound) -> None:
        """Put an event in line, unless its way has been gone often enough, or in the same manner."""
        way = way_of(self.features, event)
        if way.feature and way.feature not in {each.name for each in self.features}:
            return
        manner = f"{way} {_manner(event)}"
        often = sum(each.startswith(f"{way} ") for each in self._known)
        if way not in self.avoids and manner not in self._known and (often < OFTEN or not isinstance(event, Press)):
            self._known.add(manner)
            self._waiting.append(event)


def _manner(event: Inbound) -> str:
    if isinstance(event, Press):
        return f"{event.action.ref} {event.values}"
    if isinstance(event, Submission):
        return f"{sorted(event.fields.items())}"[:200]
    if isinstance(event, Command):
        return str(sorted(event.options))
    if isinstance(event, Typed | Lookup):
        return event.text if isinstance(event, Typed) else str(event.query == "a")
    return str(event.everyone) if isinstance(event, Left) else ""


def options_of(specs: Sequence[CommandSpec]) -> Iterator[tuple[str, list[str]]]:
    """Return the full name of each command and what its options are called."""
    for spec in specs:
        yield spec.name, [each.name for each in spec.options]
        for sub in spec.subcommands:
            yield f"{spec.name} {sub.name}", [each.name for each in sub.options]


def messages(answer: Answer | None) -> tuple[Message, ...]:
    """Return the messages of an answer."""
    return (answer.message,) if isinstance(answer, Reply | Update | Invalid) else ()


def leads(answer: Answer | None) -> Iterator[str]:
    """Return every identifier and address in an answer: what becomes a URL, a key or a label somewhere."""
    if isinstance(answer, Form):
        yield str(answer.action)
        yield from (str(each.lookup) for each in answer.fields if isinstance(each, SearchField))
    if isinstance(answer, Choices):
        yield from (each.value for each in answer.options)
    for part in answer.parts if isinstance(answer, Page) else (p for m in messages(answer) for p in m.parts):
        if isinstance(part, Buttons):
            yield from (str(each.action or each.url) for each in part.buttons)
        elif isinstance(part, Menu):
            yield str(part.action)
            yield from (each.value for each in part.options)
    for message in messages(answer):
        yield message.summary
        yield from (each.name for each in message.attachments)
