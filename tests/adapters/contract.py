"""The adapters under the contract suite, and what each needs beside its harness."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from .discord import harness as discord
from .discord.checks import walk
from .fake_harness import FakeHarness
from .playground import harness as playground
from .slack import harness as slack

FIND, COMMANDS = discord.FIND, discord.COMMANDS


@dataclass(frozen=True)
class Case:
    """One adapter: how to run it, what it sent that could ping somebody, and how it searches (None: not here)."""

    name: str
    run: Callable[[], AbstractAsyncContextManager[Any]]
    live: Callable[[Any], Sequence[str]]
    search: Callable[[Any], Any]


@asynccontextmanager
async def _running(harness: Any) -> AsyncIterator[Any]:
    try:
        await harness.start()
        yield harness
    finally:
        await harness.stop()


def _discord_live(harness: discord.DiscordHarness) -> Sequence[str]:
    bodies = [each.body for each in harness.world.messages if "seed" not in each.body]
    parts = [part for body in bodies for part in walk(body["components"]) if "content" in part]
    marks = ("@everyone", "<@", "<!", " *loud")
    live = [mark for part in parts for mark in marks if mark in part["content"].replace("\\<", "")]
    return live + [f"{body['allowed_mentions']}" for body in bodies if body["allowed_mentions"]["parse"]]


def _slack_live(harness: slack.SlackHarness) -> Sequence[str]:
    found: list[str] = []
    for each in harness.slack.posted:
        texts = [block["text"] for block in each.body["blocks"] if "text" in block]
        found += [text["text"] for text in texts if text["type"] != "plain_text" or "<" in text["text"]]
        found += [each.body["text"]] if "<" in each.body["text"] else []
    return found


async def _discord_search(harness: discord.DiscordHarness) -> Sequence[str]:
    return [each["value"] for each in await harness.complete("topic post", "topic", "qu", event="s1")]


async def _slack_search(harness: slack.SlackHarness) -> Sequence[str]:
    body = {**harness.pressing("unused"), "type": "block_suggestion", "action_id": str(FIND)}
    took = await harness.deliver("interactive", {**body, "block_id": "topic", "value": "qu", "action_ts": "1.2"})
    return [each["value"] for each in took.body["options"]]


async def _playground_search(harness: playground.PlaygroundHarness) -> Sequence[str]:
    found = await harness.ask({"kind": "lookup", "action": str(FIND), "query": "qu"})
    return [each["value"] for each in found["options"]]


async def _fake_search(harness: FakeHarness) -> Sequence[str]:
    return await harness.complete(FIND, "qu", event="s1")


CASES = (
    Case("fake", lambda: _running(FakeHarness(commands=COMMANDS)), lambda _: (), _fake_search),
    Case(
        "playground",
        lambda: _running(playground.PlaygroundHarness(commands=COMMANDS)),
        lambda _: (),
        _playground_search,
    ),
    Case("discord", discord.running, _discord_live, _discord_search),
    Case("slack-socket", lambda: slack.running("socket"), _slack_live, _slack_search),
    Case("slack-http", lambda: slack.running("http"), _slack_live, _slack_search),
)
