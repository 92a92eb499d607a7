"""The whole walk: some people to whom things happen over the days, and one who tries everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from sqlalchemy import text

from bot.feature import Feature
from bot.features import FEATURES
from bot.messages import ActionId, Answer, Inbound, Reply
from bot.model import CONSENT_VERSION
from bot.store.columns import EPOCH
from tests.acceptance.stage import Person, menu

from .forms import writes_something
from .marks import Marks
from .routes import Way, ways
from .stand import Stand
from .walker import Walker, leads, messages

NO_LONGER_SHOWN = {Way("press", "help", "show"), Way("press", "topic", "list"), Way("press", "welcome", "stop")}
"""Nothing leads to these now, but buttons of another time may."""


@dataclass
class Journey:
    """One walk through all features: which ways were gone, whose words were kept, and what was shown wrongly."""

    stand: Stand
    marks: Marks
    features: Sequence[Feature] = FEATURES
    gone: set[Way] = field(default_factory=set)
    kept: set[Way] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    _walkers: list[Walker] = field(default_factory=list)

    @property
    def missed(self) -> list[str]:
        """The ways that nothing led to, and the forms whose words were never taken."""
        there = ways(self.features)
        worded = {way for way, route in there.items() if way.kind == "form" and route.words}
        return [f"{each}: nothing led there" for each in sorted(set(there) - self.gone)] + [
            f"{each}: its words were never kept" for each in sorted(worded - self.kept)
        ]

    async def walk(self) -> None:
        """Go all the way."""
        stage = self.stand.stage
        await self.first_steps_of_a_stranger()
        await self.days_of_a_member()
        await self.way_of_somebody_who_plans()
        await self.way_of_somebody_who_reads_again()
        await self.way_of_somebody_who_practices()
        await self.way_of_somebody_whose_answers_carry_no_files()
        await self.weeks_of_a_community()
        kit = self._walker(stage.moderator("kit"), belongs=True)
        await kit.person.joins(discreet=False)
        await kit.commands(stage.app.commands)
        await kit.knocks(sorted(NO_LONGER_SHOWN))
        await kit.events()
        await kit.follow(to_the_end=True)
        await stage.ticks()
        await stage.app.keep_house()
        self._add_up()

    async def first_steps_of_a_stranger(self) -> None:
        """Somebody comes who has not agreed, and for whose language there are words for a crisis only."""
        eve = self._walker(self.stand.stage.person("eve", zone=None, locale="fr"))
        for command in ("start", "help", "help-now"):
            await eve.looks_at(await eve.person.command(command))

    async def tries(self, person: Person) -> None:
        """Let one person try everything that comes of the commands."""
        walker = self._walker(person)
        await walker.commands(self.stand.stage.app.commands)
        await walker.follow(to_the_end=True)
        self._add_up()

    def _add_up(self) -> None:
        self._look_at_what_was_sent()
        for each in self._walkers:
            self.gone |= set(each.gone)
            self.kept |= each.kept

    async def days_of_a_member(self) -> None:
        """A question comes, then another asking for consent anew; some words grow old."""
        stage = self.stand.stage
        sam = self._walker(stage.person("sam"), belongs=True)
        await sam.person.joins(hour="0900", discreet=True)
        await sam.sends(await sam.person.command("checkin"))
        await stage.until(2026, 10, 2, 9)
        await sam.looks_at(*sam.person.prompts)
        await stage.until(2026, 10, 12, 8)
        await sam.person.command("mydata")
        await sam.looks_at(await sam.person.press(ActionId(feature="privacy", action="keep"), "7"))
        await self._lapse()
        await stage.until(2026, 10, 13, 20)
        await sam.looks_at(*sam.person.inbox)
        await sam.follow(to_the_end=True)

    async def way_of_somebody_who_plans(self) -> None:
        """A plan comes up beside check-ins, a moment comes back, a step comes by itself, a journey comes to its end."""
        stage = self.stand.stage
        robin = self._walker(stage.person("robin"), belongs=True)
        person = await robin.person.joins(hour="0900", discreet=True)
        await person.command("plan")
        await robin.looks_at(await person.press("new"))
        for trigger, reaction in [("person", "quiet"), ("around", "away")] * 3:
            await person.command("checkin")
            await robin.looks_at(await person.submit(mood="2", trigger=trigger, reaction=reaction))
        await robin.looks_at(await person.command("plan"))
        journey = stage.app.ctx.library.voice("en").journeys["after-it-ended"]
        await person.press(ActionId(feature="journey", action="start", ref=f"{journey.id}."))
        await person.press(ActionId(feature="journey", action="skip", ref=f"{journey.id}.{journey.steps[0].id}"))
        await stage.until(2026, 10, 14, 9)
        await robin.looks_at(*person.inbox)
        for step in journey.steps[1:]:
            await person.press(ActionId(feature="journey", action="skip", ref=f"{journey.id}.{step.id}"))
        await robin.looks_at(person.last)
        await robin.follow(to_the_end=True)

    async def way_of_somebody_who_reads_again(self) -> None:
        """Entries of both kinds are opened and changed."""
        ada = self._walker(self.stand.stage.person("ada"), belongs=True)
        person = await ada.person.joins()
        await writes_something(person)
        for option in menu(await person.command("entries"), "open").options:
            await ada.looks_at(await person.press(ActionId(feature="entries", action="open", ref="1."), option.value))
        await ada.follow(to_the_end=True)

    async def way_of_somebody_who_practices(self) -> None:
        """Practices with a guide come up, which chance alone may not bring."""
        stage = self.stand.stage
        ben = self._walker(stage.person("ben"), belongs=True)
        person = await ben.person.joins()
        for tip in stage.app.ctx.library.voice("en").tips.values():
            if tip.guided or tip.breath:
                await ben.looks_at(await person.press(ActionId(feature="tip", action="show", ref=f".{tip.id}")))
        await ben.follow(to_the_end=True)

    async def way_of_somebody_whose_answers_carry_no_files(self) -> None:
        """Files come into the DM, are looked at, and go."""
        stage = self.stand.stage
        noor = self._walker(stage.person("noor", files=False, uploads=True), belongs=True)
        person = await noor.person.joins()
        await writes_something(person)
        await noor.looks_at(await person.press(ActionId(feature="privacy", action="files")))
        await person.press(ActionId(feature="privacy", action="lay"))
        await stage.app.tick()
        await noor.looks_at(person.inbox[-1])
        await noor.looks_at(await person.press(ActionId(feature="progress", action="ask", ref="weeks")))
        await noor.follow(to_the_end=True)

    async def weeks_of_a_community(self) -> None:
        """A moderator sets up the weekly topic, and has its card before them."""
        stage = self.stand.stage
        lou = self._walker(stage.moderator("lou", community="lake"))
        await lou.person.joins()
        await lou.sends(await lou.person.press(ActionId(feature="community", action="set_up")))
        for press in ("approve", "other", "decline"):
            await lou.sends(await lou.person.command("topic weekly"))
            await self._until_due("weekly_topic")
            cards = [each for each in stage.posted("circle") if press in str(each.message)]
            await lou.looks_at(*cards[-1:])

    def _walker(self, person: Person, *, belongs: bool = False) -> Walker:
        made = Walker(person, self.marks, self.features, heard=self._heard, before=self.before, belongs=belongs)
        self._walkers.append(made)
        return made

    async def _until_due(self, kind: str) -> None:
        """Let time pass until the next appointment of a kind, and a minute more."""
        stage = self.stand.stage
        async with stage.app.ctx.store.read() as tx:
            asked = text("SELECT min(next_due_at) FROM schedules WHERE kind = :kind")
            due = (await tx.execute(asked, {"kind": kind})).scalar_one()
        stage.clock.move_to(EPOCH + timedelta(microseconds=due, minutes=1))
        await stage.ticks()

    async def _lapse(self) -> None:
        """Let everyone have agreed to an earlier version only."""
        async with self.stand.stage.app.ctx.store.begin() as tx:
            await tx.execute(text("UPDATE members SET consent_version = :before"), {"before": CONSENT_VERSION - 1})

    def _heard(self, event: Inbound, answer: Answer | None) -> None:
        """Note where words went into what becomes a URL, a key or a notification, or before others."""
        for each in leads(answer):
            if what := self.marks.found_in(each):
                self.wrong.append(f"an identifier or notification: {what}")
        if isinstance(answer, Reply) and not answer.private:
            said = (self.marks.found_in(asdict(each)) for each in messages(answer))
            self.wrong += [f"an answer that others see: {what}" for what in said if what]

    def _look_at_what_was_sent(self) -> None:
        """Note words in notifications, and any that were sent to somebody unasked."""
        for each in self.stand.stage.platform.seen:
            if what := self.marks.found_in(each.message.summary):
                self.wrong.append(f"a notification: {what}")
            if each.place.startswith("D-") and (what := self.marks.found_in(asdict(each.message))):
                self.wrong.append(f"a message nobody asked for: {what}")
