"""Who may talk to the page, what it lets itself load, and how time moves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.playground.moves import next_morning
from adapters.playground.page import STATIC
from adapters.playground.view import CHROME

from .harness import PlaygroundHarness
from .scene import BEGIN, pictured
from .script import STRINGS, SceneCore

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("host", ["ajar.example", "127.0.0.1.example", "10.0.0.1:8765", "localhost.evil", "[::2]", "["])
async def test_another_host_is_refused_everywhere(playground: PlaygroundHarness, host: str) -> None:
    for path in ("/", "/playground/state", "/playground/static/app.js", "/playground/news"):
        async with playground.client.get(path, headers={"Host": host}) as response:
            assert response.status == 403


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:8765", "[::1]:8765", "localhost"])
async def test_this_machines_own_names_are_welcome(playground: PlaygroundHarness, host: str) -> None:
    async with playground.client.get("/", headers={"Host": host}) as response:
        assert response.status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1"])
async def test_a_foreign_origin_is_refused(playground: PlaygroundHarness, origin: str) -> None:
    body = {"you": "sam", "place": "general", "event": "1", "kind": "say", "text": "x"}
    for path in ("gesture", "read", "clock"):
        async with playground.client.post(f"/playground/{path}", json=body, headers={"Origin": origin}) as response:
            assert response.status == 403
    assert (await playground.state("sam"))["posts"] == []


async def test_the_pages_own_origin_is_welcome(playground: PlaygroundHarness) -> None:
    headers = {"Origin": playground.address}
    body = {"you": "sam", "place": "general"}
    async with playground.client.post("/playground/read", json=body, headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_what_a_plain_form_could_send_is_refused(playground: PlaygroundHarness, kind: str) -> None:
    async with playground.client.post(
        "/playground/clock", data=b'{"move":"week"}', headers={"Content-Type": kind}
    ) as r:
        assert r.status == 415
    assert playground.clock.now() == BEGIN


async def test_nothing_changes_by_a_get(playground: PlaygroundHarness) -> None:
    for path in ("gesture", "read", "clock"):
        async with playground.client.get(f"/playground/{path}") as response:
            assert response.status == 405


async def test_every_answer_of_the_page_carries_its_policy(playground: PlaygroundHarness) -> None:
    for path in ("/", "/playground/static/app.js", "/playground/state", "/playground/static/none", "/playground/news"):
        async with playground.client.get(path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", ["..%2fpage.py", "%2e%2e%2fsettings.py", "page.py", "none.js", "..%5cpage.py"])
async def test_only_files_of_the_page_are_served(playground: PlaygroundHarness, name: str) -> None:
    async with playground.client.get(f"/playground/static/{name}") as response:
        assert response.status == 404


async def test_a_file_that_is_no_picture_is_only_ever_saved(playground: PlaygroundHarness) -> None:
    await playground.platform.send(playground.channel(), pictured(), "a" * 32)
    token = (await playground.state("sam"))["posts"][0]["files"][0]["token"]
    async with playground.client.get(f"/playground/files/{token}") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")
    async with playground.client.get("/playground/files/none") as response:
        assert response.status == 404


def test_the_page_is_written_without_markup_from_text_and_without_foreign_addresses() -> None:
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "innerHTML" not in text
        assert "insertAdjacentHTML" not in text
        assert "://" not in text.replace("^https?:\\/\\/", "")
        assert " style=" not in text
        assert len(text.splitlines()) <= 300


def test_every_word_of_the_page_stands_in_the_strings() -> None:
    strings = STRINGS.read_text(encoding="utf-8")
    for key in CHROME:
        assert f"\nplayground-{key} = " in strings
    core = SceneCore()
    assert [core.say("en", "playground-answers", count=each) for each in (0, 1, 2)] == [
        "Open the thread",
        "1 answer",
        "2 answers",
    ]


def test_every_word_the_page_says_is_one_it_was_given() -> None:
    import re

    for path in STATIC.glob("*.js"):
        for key in re.findall(r'\bsay\("([a-z-]+)"', path.read_text(encoding="utf-8")):
            assert key in CHROME, (path.name, key)


async def test_a_week_stops_at_every_full_hour_so_that_nothing_is_too_late(playground: PlaygroundHarness) -> None:
    await playground.ask({"move": "week"}, "clock")
    core = playground.core
    assert isinstance(core, SceneCore)
    assert playground.clock.now() == BEGIN + timedelta(weeks=1)
    assert len(core.ticked) == 7 * 24
    assert all(each.minute == 0 for each in core.ticked)


async def test_next_morning_is_eight_o_clock_in_the_communitys_zone(playground: PlaygroundHarness) -> None:
    await playground.ask({"move": "morning"}, "clock")
    assert playground.clock.now() == BEGIN + timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),  # the clocks change that night
        (datetime(2026, 3, 28, 2, tzinfo=UTC), datetime(2026, 3, 28, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
)
def test_morning_follows_the_wall_clock(now: datetime, morning: datetime) -> None:
    assert next_morning(now, "Europe/Berlin") == morning


@pytest.mark.parametrize("body", [{"move": "year"}, {}, {"move": 7}])
async def test_other_moves_are_refused(playground: PlaygroundHarness, body: dict[str, object]) -> None:
    async with playground.client.post("/playground/clock", json=body) as response:
        assert response.status == 400


async def test_the_open_stream_ends_when_the_playground_does(playground: PlaygroundHarness) -> None:
    async with playground.client.get("/playground/news") as response:
        await playground.platform.close()
        async with asyncio.timeout(2):
            await response.read()
