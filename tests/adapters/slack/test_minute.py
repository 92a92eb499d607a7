"""Where history may be read once a minute, doubt still comes to an end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from adapters.slack.turns import HISTORY
from tests.adapters.harness import Fault

from .test_app import workspace as workspace  # noqa: PLC0414  its fixture

A_MINUTE = 60


async def test_where_history_is_read_once_a_minute_what_never_arrived_is_sent_again(workspace: Any) -> None:
    await workspace.joins()
    clock, last = workspace.clock, [-1e9]

    def once_a_minute(request: object, done: Callable[[], dict[str, Any]]) -> web.Response:
        now = clock.monotonic()
        if now - last[0] < A_MINUTE:
            wait = str(int(A_MINUTE - (now - last[0])) + 1)
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": wait})
        last[0] = now
        return web.json_response(done())

    for _ in range(200):
        workspace.slack.fail(HISTORY, once_a_minute)
    workspace.fail(Fault.NEVER_ARRIVED)
    await workspace.until(1, 9)
    for minute in range(1, 10):
        await workspace.until(1, 9, minute)
    assert len(workspace.inbox()) == 2, "the hello and the question"
