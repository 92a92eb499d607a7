"""`ajar demo`: the playground with a sample community, on a clock that can be moved and begins just before an hour.

Everything the sample people did, they did through the same events a visitor's clicks become.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import webbrowser
from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import MovableClock
from bot.messages import ActionId, Inbound, Origin, Press, Submission
from bot.model import AccountRef, CommunityRef, Target
from bot.recurrence import instant, local_date
from bot.running import stop_on_signals
from bot.settings import load
from bot.store import schedules

logger = logging.getLogger(__name__)

SCOPE = "demo"
ZONE = "Europe/Berlin"
MORNING = time(8, 0)
LEAD = timedelta(seconds=2)
AGREED = {"sam": "o", "noor": "d", "ines": "o"}
SPEAKS = {"ines": "es"}
"""Whoever speaks another language than the page."""

HOURS = {"sam": "0800", "noor": "0800", "ines": "1900"}


async def run(*, port: int, folder: Path | None, browser: bool, locale: str) -> int:
    """Serve the playground until stopped; a folder keeps the community, without one it passes away at the end."""
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ajar-demo-")))
        settings = load(
            adapters=("playground",),
            playground={"locale": locale},
            data_dir=place,
            database_url="",
            master_key=None,
            master_key_file=None,
            spread_seconds=0,
            host="127.0.0.1",
            port=port,
        )
        clock = MovableClock()
        app = await build(settings, clock)
        try:
            app.connect("playground")
            await set_the_scene(app, clock, locale)
            address = f"http://127.0.0.1:{port}"
            await app.run(stop=stop_on_signals(), serving=lambda _: _say(address, browser))
        finally:
            await app.close()
    return 0


def _say(address: str, browser: bool) -> None:
    sys.stdout.write(f"Ajar's playground is open at {address} (Ctrl+C ends it)\n")
    sys.stdout.flush()
    if browser:
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, address)


async def set_the_scene(app: App, clock: MovableClock, locale: str = "en") -> None:
    """Move the clock to just before an hour at which a question is due, and let the sample people join once."""
    async with app.ctx.store.read() as tx:
        first = await schedules.next_due(tx)
    begin = _begin(clock.now(), first)
    clock.advance(begin - clock.now())
    if first is None:
        for event in _events(locale):
            await app.handle(event)


def _begin(now: datetime, first: datetime | None) -> datetime:
    """Return when the demo begins: a moment before what is due next, or before the next morning."""
    if first is not None and first - LEAD > now:
        return first - LEAD
    today = local_date(now, ZONE)
    mornings = (instant(today + timedelta(days=days), MORNING, ZONE) for days in range(3))
    ahead = [each - LEAD for each in mornings if each and each - LEAD > now]
    return ahead[0].astimezone(UTC)


def _events(locale: str) -> list[Inbound]:
    joined: list[Inbound] = [
        Press(
            origin=_origin(person, "welcome", locale=SPEAKS.get(person, locale)),
            action=ActionId(feature="welcome", action="yes", ref=f"{ZONE}~{HOURS[person]}~{discreet}"),
        )
        for person, discreet in AGREED.items()
    ]
    kept = Submission(
        origin=_origin("kit", "moderators", "settings", manages=True, locale=locale),
        action=ActionId(feature="community", action="save"),
        fields={"channel": ("channel:moderators",), "zone": (ZONE,)},
    )
    card = Press(
        origin=_origin("kit", "welcome", "card", manages=True, locale=locale),
        action=ActionId(feature="community", action="welcome"),
    )
    return [*joined, kept, card]


def _origin(person: str, channel: str, gesture: str = "joined", *, locale: str, manages: bool = False) -> Origin:
    return Origin(
        event=f"playground:scene-{person}-{gesture}",
        account=AccountRef(platform="playground", scope=SCOPE, id=person),
        community=CommunityRef(platform="playground", id=SCOPE),
        place=Target(platform="playground", scope=SCOPE, kind="channel", channel=channel),
        locale=locale,
        zone=ZONE,
        manages=manages,
    )
