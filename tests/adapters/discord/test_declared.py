"""Our commands as Discord is told of them, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from adapters.discord.commands import KEY, declared, given
from adapters.discord.gateway import intents
from bot.clock import FrozenClock
from bot.messages import ActionId
from bot.platform import CommandSpec, OptionSpec
from tests.adapters.harness import DictShelf, ScriptedCore

from .checks import complaints_about_request
from .harness import DiscordHarness
from .world import FORUM, ME

PUT = "PUT /applications/{}/commands"
FIND = ActionId(feature="topic", action="find")


def test_a_command_is_declared_with_its_languages_places_and_rights() -> None:
    options = (
        OptionSpec(name="topic", summary={"en": "Which"}, lookup=FIND),
        OptionSpec(name="where", summary={"en": "Where"}, kind="channel", required=True),
        OptionSpec(name="kind", summary={"en": "Kind"}, choices=("a", "b")),
    )
    post = CommandSpec(name="post", summary={"en": "Post", "es": "Publicar"}, options=options)
    spec = CommandSpec(name="topic", summary={"en": "T" * 120}, subcommands=(post,), moderator=True, direct=False)
    body = declared(spec)
    assert complaints_about_request("PUT", f"/applications/{ME}/commands", [body]) == []
    assert (body["contexts"], body["default_member_permissions"]) == ([0], 1 << 5)
    (below,) = body["options"]
    assert below["description_localizations"] == {
        "en-US": "Post", "en-GB": "Post", "es-ES": "Publicar", "es-419": "Publicar",
    }  # fmt: skip
    assert [each["name"] for each in below["options"]] == ["where", "topic", "kind"]
    assert [each.get("autocomplete") for each in below["options"]] == [None, True, None]


def test_a_command_for_everyone_works_in_the_bots_dm_too() -> None:
    body = declared(CommandSpec(name="checkin", summary={"en": "Check in"}))
    assert (body["contexts"], body["default_member_permissions"]) == ([0, 1], None)


def test_a_chosen_forum_is_told_from_a_channel() -> None:
    option = {"type": 7, "name": "where", "value": FORUM}
    data = {"name": "topic", "options": [{"type": 1, "name": "post", "options": [option]}]}
    resolved = {"channels": {FORUM: {"id": FORUM, "type": 15}}}
    assert given({**data, "resolved": resolved}).options == {"where": f"forum:{FORUM}"}
    assert given(data).options == {"where": f"channel:{FORUM}"}


async def test_commands_are_declared_again_only_when_they_changed() -> None:
    harness = DiscordHarness(shelf=DictShelf())
    await harness.start()
    try:
        for _ in range(2):
            await harness.disconnect()
            await harness.connect()
        assert len(harness.discord.api.made(PUT)) == 1
        await harness.disconnect()
        harness.core.commands = (*harness.core.commands, CommandSpec(name="new", summary={"en": "New"}))
        await harness.connect()
        assert len(harness.discord.api.made(PUT)) == 2
    finally:
        await harness.stop()


async def test_who_comes_second_waits_for_the_ids_and_declares_nothing() -> None:
    class Busy(DictShelf):
        """A shelf on which another process is at it, until it has been looked at three times."""

        looks = 0

        @asynccontextmanager
        async def lock(self, key: str, seconds: float) -> AsyncIterator[bool]:
            self.looks += key == KEY
            if key == KEY and self.looks == 3:
                self.kept |= done.kept
            yield key != KEY

    done = DictShelf()
    first = DiscordHarness(shelf=done)
    await first.start()
    await first.stop()
    clock = FrozenClock(datetime(2026, 10, 1, tzinfo=UTC))
    second = DiscordHarness(shelf=Busy(), core=ScriptedCore(commands=first.core.commands, clock=clock))
    await second.start()
    try:
        assert second.discord.api.made(PUT) == []
        assert second.platform._commands.mention("today").startswith("</today:")  # type: ignore[attr-defined]
    finally:
        await second.stop()


def test_no_intent_is_privileged() -> None:
    wanted = intents()
    assert not any((wanted.members, wanted.presences, wanted.message_content))
    assert wanted.value == 1 << 0 | 1 << 12
