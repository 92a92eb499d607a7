"""The loopback Discord and Slack with one face: who got what, and a hand on the next message that arrives."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from aiohttp import web

from tests.adapters.discord.faults import answer
from tests.adapters.discord.loopback import Loopback as DiscordServer
from tests.adapters.discord.world import TOKEN
from tests.adapters.slack.loopback import APP_TOKEN, BOT_TOKEN, TEAM
from tests.adapters.slack.loopback import Loopback as SlackServer

Hand = Callable[[], None]


class Server(Protocol):
    """A stand-in for a platform."""

    name: str
    scope: str
    came: asyncio.Event

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def account(self, number: int) -> str: ...
    def direct(self, account: str) -> str: ...
    def environment(self) -> Mapping[str, str]: ...
    def got(self) -> Counter[str]: ...
    def ids(self) -> set[str]: ...
    def before_the_next(self, hand: Hand) -> None: ...
    def after_the_next(self, hand: Hand) -> None: ...


class Discord:
    """Discord: deduplicates by nonce, as the real one does."""

    name, scope = "discord", ""

    def __init__(self) -> None:
        self._server = DiscordServer()
        self.came = asyncio.Event()

    async def start(self) -> None:
        await self._server.start()
        post = self._server.world.post

        def noted(channel: str, body: dict[str, Any]) -> Any:
            posted = post(channel, body)
            self.came.set()
            return posted

        self._server.world.post = noted  # type: ignore[method-assign]

    async def stop(self) -> None:
        await self._server.stop()

    def account(self, number: int) -> str:
        return str(300_000_000_000_000_000 + number)

    def direct(self, account: str) -> str:
        return str(self._server.world.open_direct(account)["id"])

    def environment(self) -> Mapping[str, str]:
        return {"AJAR_DISCORD__TOKEN": TOKEN, "AJAR_LOOPBACK": str(self._server.port)}

    def got(self) -> Counter[str]:
        whose = {channel: account for account, channel in self._server.world.directs.items()}
        return Counter(whose[each.channel] for each in self._server.world.messages if each.channel in whose)

    def ids(self) -> set[str]:
        return {each.id for each in self._server.world.messages}

    def before_the_next(self, hand: Hand) -> None:
        async def fault(request: web.Request, done: Callable[[], Any]) -> web.StreamResponse:
            hand()
            raise ConnectionResetError

        self._server.api.fail("POST /channels/{}/messages", fault)

    def after_the_next(self, hand: Hand) -> None:
        async def fault(request: web.Request, done: Callable[[], Any]) -> web.StreamResponse:
            found = done()
            hand()
            return answer(found, 200)

        self._server.api.fail("POST /channels/{}/messages", fault)


class Slack:
    """Slack: knows no key, but its history can be read."""

    name, scope = "slack", TEAM

    def __init__(self) -> None:
        self._server = SlackServer()
        self.came = asyncio.Event()

    async def start(self) -> None:
        post = self._server._methods["chat.postMessage"]

        def noted(arguments: Mapping[str, Any]) -> Any:
            posted = post(arguments)
            self.came.set()
            return posted

        self._server._methods = {**self._server._methods, "chat.postMessage": noted}
        await self._server.start()

    async def stop(self) -> None:
        await self._server.stop()

    def account(self, number: int) -> str:
        self._server.add_user(f"U{number:06d}")
        return f"U{number:06d}"

    def direct(self, account: str) -> str:
        return str(self._server.direct(account))

    def environment(self) -> Mapping[str, str]:
        return {
            "AJAR_SLACK__BOT_TOKEN": BOT_TOKEN,
            "AJAR_SLACK__APP_TOKEN": APP_TOKEN,
            "AJAR_SLACK__API_URL": self._server.api_url,
        }

    def got(self) -> Counter[str]:
        whose = {self._server.direct(account): account for account in self._server.users}
        return Counter(whose[each.channel] for each in self._server.posted if each.channel in whose)

    def ids(self) -> set[str]:
        return {each.ts for each in self._server.posted}

    def before_the_next(self, hand: Hand) -> None:
        def fault(request: web.Request, done: Callable[[], Any]) -> web.StreamResponse:
            hand()
            raise ConnectionResetError

        self._server.fail("chat.postMessage", fault)

    def after_the_next(self, hand: Hand) -> None:
        def fault(request: web.Request, done: Callable[[], Any]) -> web.StreamResponse:
            found = done()
            hand()
            return web.json_response({"ok": True, **found})

        self._server.fail("chat.postMessage", fault)
