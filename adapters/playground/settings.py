"""The sample community: who is in it, which channels it has, and the zone its clock strip shows."""

from __future__ import annotations

from typing import Literal, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

IDENTIFIER = r"^[a-z][a-z0-9-]{0,30}$"
BOT = "ajar"
"""The author of the bot's own messages, and so nobody's id."""


class Person(BaseModel):
    """Somebody the visitor can be; `zone` is an IANA zone, empty for the community's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=IDENTIFIER)
    name: str = Field(min_length=1, max_length=40)
    moderator: bool = False
    zone: str = ""


class Channel(BaseModel):
    """A channel or forum, called by its id; a `private` one is for the moderators."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=IDENTIFIER)
    kind: Literal["channel", "forum"] = "channel"
    private: bool = False


PEOPLE = (
    Person(id="sam", name="Sam"),
    Person(id="noor", name="Noor"),
    Person(id="ines", name="Ines"),
    Person(id="kit", name="Kit", moderator=True),
)
CHANNELS = (
    Channel(id="welcome"),
    Channel(id="general"),
    Channel(id="questions", kind="forum"),
    Channel(id="moderators", private=True),
)


class Settings(BaseModel):
    """What the playground shows; filled by `bot.settings` from `AJAR_PLAYGROUND__...`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    locale: str = Field(default="en", description="Language of the page, where its address does not say `?locale=`.")
    zone: str = Field(default="Europe/Berlin", description="IANA zone of the clock strip and of *next morning*.")
    people: tuple[Person, ...] = Field(default=PEOPLE, description="Who lives in the sample community, as JSON.")
    channels: tuple[Channel, ...] = Field(default=CHANNELS, description="Its channels and forums, as JSON.")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("has to be an IANA time zone")
        return value

    @model_validator(mode="after")
    def _somebody_somewhere(self) -> Self:
        people, channels = [each.id for each in self.people], [each.id for each in self.channels]
        if not people or not channels:
            raise ValueError("needs somebody and a channel")
        if len({BOT, *people}) <= len(people) or len(set(channels)) < len(channels):
            raise ValueError("every person and channel needs an id of its own")
        return self

    def person(self, person_id: object) -> Person | None:
        """Return the person called so, if there is one."""
        return next((each for each in self.people if each.id == person_id), None)

    def channel(self, channel_id: object) -> Channel | None:
        """Return the channel called so, if there is one."""
        return next((each for each in self.channels if each.id == channel_id), None)
