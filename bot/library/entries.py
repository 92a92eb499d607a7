"""The shape of everything that stands under content/: one frozen model for each kind of entry."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A stable kebab-case name; 40 characters, so that it fits a button's identifier beside a delivery's key."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
DialString = Annotated[str, StringConstraints(pattern=r"^\*?[0-9][0-9 -]*$")]
"""As dialed inside the country: a plus sign would turn a short code into a number that does not exist."""

Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


def _day(value: object) -> object:
    """Read a day as YYYY-MM-DD alone; Pydantic would take a bare number for seconds since 1970."""
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]

Category = Literal[
    "breathing",
    "meditation",
    "lists",
    "journaling",
    "talking",
    "exercise",
    "music",
    "breaks",
    "grounding",
    "self-kindness",
]
Source = Literal["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12"]


class Entry(BaseModel):
    """What every entry has in common: nothing unknown is taken, nothing can be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Theme(Entry):
    """A theme members can set aside; `source` names the parts of the curriculum it stands for."""

    id: Id
    name: Annotated[Line, Field(max_length=45)]
    source: Annotated[tuple[Source, ...], Field(min_length=1)]


class Prompt(Entry):
    """A daily question."""

    id: Id
    theme: Id
    mood: Literal["any", "low", "steady"]
    text: Annotated[Line, Field(max_length=300)]


class Evidence(Entry):
    """What a tip rests on; the note claims no more than the reference shows."""

    note: Line
    reference: Line


class Breath(Entry):
    """A pace to breathe at, in seconds; a picture of it is made by `ajar content pictures`."""

    inward: Annotated[int, Field(strict=True, ge=2, le=8)]
    outward: Annotated[int, Field(strict=True, ge=2, le=10)]

    @property
    def file(self) -> str:
        """The name of its pictures, without what says whether it moves."""
        return f"breath-{self.inward}-{self.outward}"


class Tip(Entry):
    """A short practice; a `guided` one can be walked a step at a time, one with a `breath` has a picture to it."""

    id: Id
    title: Annotated[Line, Field(max_length=60)]
    category: Category
    minutes: Annotated[int, Field(strict=True, ge=1, le=60)]
    steps: Annotated[tuple[Line, ...], Field(min_length=2, max_length=6)]
    avoid_when: Line
    evidence: Evidence
    guided: StrictBool = False
    breath: Breath | None = None


class TopicText(Entry):
    """A discussion for a group; the title also names its thread."""

    id: Id
    theme: Id
    title: Annotated[Line, Field(max_length=75)]
    question: Annotated[Line, Field(max_length=400)]
    note: Line | None = None
    follow_ups: Annotated[tuple[Line, ...], Field(min_length=2, max_length=3)]
    closing: Line


class Feeling(Entry):
    """A word for a feeling: in the check-in's menu, or a closer word for one that is."""

    id: Id
    word: Annotated[Line, Field(max_length=75)]
    group: Literal["bright", "calm", "tense", "heavy"]
    menu: StrictBool = False
    near: Id | None = None

    @model_validator(mode="after")
    def _either(self) -> Feeling:
        if self.menu == (self.near is not None):
            raise ValueError("either menu = true, or near names a word of the menu")
        return self


class Step(Entry):
    """One part of a journey: something to read, a question, a small practice, and tips that go with it."""

    id: Id
    title: Annotated[Line, Field(max_length=60)]
    reading: Annotated[Line, Field(max_length=900)]
    question: Annotated[Line, Field(max_length=300)]
    practice: Annotated[Line, Field(max_length=300)]
    tips: Annotated[tuple[Id, ...], Field(min_length=1, max_length=3)]


class Journey(Entry):
    """A guided series; `ending` is read when all steps are behind, above one's own answers."""

    id: Annotated[Id, StringConstraints(max_length=20)]
    title: Annotated[Line, Field(max_length=45)]
    about: Annotated[Line, Field(max_length=300)]
    source: Annotated[tuple[Source, ...], Field(min_length=1)]
    ending: Annotated[Line, Field(max_length=900)]
    steps: Annotated[tuple[Step, ...], Field(min_length=14, max_length=21)]

    @model_validator(mode="after")
    def _distinct(self) -> Journey:
        if len({each.id for each in self.steps}) < len(self.steps):
            raise ValueError("two steps have the same id")
        return self


class If(Entry):
    """A moment that a plan waits for, with the trigger and the reactions of the check-in that it goes with."""

    id: Id
    text: Annotated[Line, Field(max_length=75)]
    trigger: Literal["person", "around", "mind", "unknown"]
    reactions: Annotated[
        tuple[Literal["closer", "away", "judge", "defend", "quiet", "other"], ...], Field(min_length=1)
    ]


class Then(Entry):
    """Something to do instead; `group` is the part of the menu it stands in, which holds 25."""

    id: Id
    text: Annotated[Line, Field(max_length=75)]
    group: Literal["body", "pause", "words", "ask", "give", "receive", "lean", "ahead"]


class Helpline(Entry):
    """One number or text line; digits as dialed inside the country."""

    country_iso2: Country
    name: Line
    kind: Literal["suicide", "violence", "child", "general"]
    phone: DialString | Literal[""]
    text: str
    web: Address | Literal[""]
    languages: str
    hours: str
    source: str
    checked: Day

    @model_validator(mode="after")
    def _reachable(self) -> Helpline:
        if not (self.phone or self.text):
            raise ValueError("a line needs a phone or a text number")
        return self


class EmergencyNumber(Entry):
    """A country's emergency number."""

    country_iso2: Country
    number: DialString
    covers: Literal["any", "ambulance", "police"]
    source: str
    checked: Day
