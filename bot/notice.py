"""The privacy notice, written from the settings this machine really runs with: in the chat, and as a page.

GDPR articles 13 and 15 name what such a notice tells; the words stand in `content/`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.library import Voice
from bot.messages import CommandRef, Heading, Part, Text
from bot.settings import Settings

DISCORD, SLACK = "discord", "slack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What of the settings concerns a member: who runs this, on which platforms, and where things are kept."""

    operator: str = ""
    platforms: tuple[str, ...] = ()
    on_server: bool = False
    keys_apart: bool = False
    master_in_file: bool = True


UNKNOWN = Facts()
"""For a context without settings, in a rehearsal for one."""


def facts(settings: Settings) -> Facts:
    """Read what concerns a member out of the settings."""
    return Facts(
        operator=settings.operator,
        platforms=settings.adapters,
        on_server=settings.database.startswith("postgresql"),
        keys_apart=bool(settings.keys_url),
        master_in_file=settings.master_key is None,
    )


def parts(voice: Voice, told: Facts) -> tuple[Part, ...]:
    """Write the notice as parts of a message."""
    return Heading(text=voice.label("notice-title")), *_paragraphs(voice, told)


def markdown(voice: Voice, told: Facts) -> str:
    """Write the notice as a page in Markdown."""
    lines = [f"# {voice.label('notice-title')}", *(each.plain for each in _paragraphs(voice, told))]
    return "\n\n".join(lines) + "\n"


def _paragraphs(voice: Voice, told: Facts) -> list[Text]:
    who = voice.text("notice-operator", operator=told.operator) if told.operator else voice.text("notice-nobody")
    where = [
        "notice-on-server" if told.on_server else "notice-on-machine",
        "notice-keys-apart" if told.keys_apart else "notice-keys-beside",
        "notice-master-file" if told.master_in_file else "notice-master-given",
    ]
    platforms = [f"notice-on-{name}" for name in (DISCORD, SLACK) if name in told.platforms]
    keys = ["notice-kept", "notice-sealed", *where, *platforms, "notice-not", "notice-danger", "notice-time"]
    rights = {name: CommandRef(name) for name in ("mydata", "forget", "stop")}
    return [who, *(voice.text(each) for each in keys), voice.text("notice-rights", **rights)]
