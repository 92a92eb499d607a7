"""The command line. What an operator can mend is said in one line on standard error, with exit status 2."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from bot import keeping, log, member_rights
from bot.clock import SystemClock
from bot.errors import OperatorError, SettingsError, StoreUnavailable
from bot.library import check as library_check
from bot.library import load as load_library
from bot.settings import Settings, adapter_model, load

OK, FOUND, MENDABLE, INTERRUPTED = 0, 1, 2, 130
SCOPES = "all of it, unless --community or --kind narrows it"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except OperatorError as error:
        print(f"ajar: {error}", file=sys.stderr)
        return MENDABLE
    except StoreUnavailable as error:
        print(f"ajar: AJAR_DATABASE_URL: {error}", file=sys.stderr)
        return MENDABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ajar", description="Peer support for communities on Discord and Slack.")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_running(commands)
    _add_looking_after(commands)
    return parser


def _add_running(commands: Any) -> None:
    demo = _command(commands, "demo", "open the playground: a sample community in the browser", _demo)
    demo.add_argument("--port", type=int, default=8765, help="port on 127.0.0.1 (default 8765)")
    demo.add_argument("--data", type=Path, help="folder to keep the community in (default: a passing one)")
    demo.add_argument("--no-browser", action="store_true", help="do not open the browser")
    demo.add_argument("--locale", default="en", help="language of the page (default en)")
    run = _command(commands, "run", "serve the platforms named in AJAR_ADAPTERS", _run)
    run.add_argument(
        "--role",
        choices=["all", "gateway", "courier"],
        default="all",
        help="one of several processes: a gateway receives and answers, a courier plans and sends (default: all)",
    )
    rehearse = _command(commands, "rehearse", "simulate weeks of deliveries offline and count", _rehearse)
    rehearse.add_argument("--days", type=_positive, default=30)
    rehearse.add_argument("--members", type=_positive, default=200)
    rehearse.add_argument("--seed", type=int, default=1)
    rehearse.add_argument("--faults", action="store_true", help="with crashes, lost replies, a failing disk and more")
    rehearse.add_argument("--json", action="store_true", help="print one JSON object")


def _add_looking_after(commands: Any) -> None:
    content = commands.add_parser("content", help="look after the words").add_subparsers(required=True, metavar="what")
    checked = _command(content, "check", "check every file under content/", _content_check)
    checked.add_argument("--json", action="store_true", help="print one JSON object")
    checked.add_argument("--folder", type=Path, help="another content folder")
    checked.add_argument("--pack", type=Path, action="append", default=[], help="a folder that adds or replaces words")
    previewed = _command(content, "preview", "write everything a member may read into one page", _content_preview)
    previewed.add_argument("--locale", default="en", help="its language (default en)")
    previewed.add_argument("--out", type=Path, default=Path("build/preview.html"), help="where the page goes")
    _command(content, "pictures", "draw the pictures of practices under content/pictures/", _content_pictures)
    _command(commands, "migrate", "bring the database to this version", _migrate)
    noticed = _command(commands, "privacy-notice", "print the privacy notice that follows from the settings", _notice)
    noticed.add_argument("--locale", default="en", help="its language (default en)")
    manifest = _command(commands, "manifest", "print a platform's app manifest", _manifest)
    manifest.add_argument("platform", choices=["slack"])
    manifest.add_argument("--url", help="public address for HTTP; without it Socket Mode")
    keeping.add_commands(commands, _command)
    member_rights.add_commands(commands, _command)
    _add_safety(commands)
    for name, told in (("hold", "stop all unsolicited sends within a tick"), ("release", "end a hold")):
        each = _command(commands, name, told, _hold)
        narrow = each.add_mutually_exclusive_group()
        narrow.add_argument("--community", help=f"a community's platform id, such as discord:1234 ({SCOPES})")
        narrow.add_argument("--kind", help="a kind of delivery, such as daily_prompt")
        each.set_defaults(holding=name == "hold")


def _add_safety(commands: Any) -> None:
    safety = commands.add_parser("safety", help="look after the rules about danger")
    safety = safety.add_subparsers(required=True, metavar="what")
    told = "read texts from standard input, a line each, and say what the rules find in them as JSON"
    _command(safety, "check", told, _safety_check)
    totals = _command(safety, "totals", "how often danger was answered, by day; below five is not told", _safety_totals)
    totals.add_argument("--days", type=_positive, default=30, help="how far back (default 30)")


def _command(commands: Any, name: str, told: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    parser.set_defaults(run=run)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("has to be 1 or more")
    return number


def _until_done(work: Coroutine[Any, Any, int]) -> int:
    return asyncio.run(work)


def _demo(options: argparse.Namespace) -> int:
    from bot import demo

    log.set_up("WARNING")
    return _until_done(
        demo.run(port=options.port, folder=options.data, browser=not options.no_browser, locale=options.locale)
    )


def _run(options: argparse.Namespace) -> int:
    from bot import running
    from bot.app import Role

    settings = load()
    log.set_up(settings.log_level)
    if not settings.adapters:
        raise SettingsError("AJAR_ADAPTERS: is empty; name discord, slack or both")
    return _until_done(running.run(settings, Role(options.role)))


def _rehearse(options: argparse.Namespace) -> int:
    from bot import rehearsal

    log.set_up("WARNING")
    told = {"days": options.days, "members": options.members, "seed": options.seed, "faults": options.faults}
    counts = asyncio.run(rehearsal.rehearse(**told))
    found = counts.as_dict()
    print(json.dumps(found) if options.json else "\n".join(f"{k:24} {v}" for k, v in found.items()))
    return OK if counts.kept_the_promise else FOUND


def _content_check(options: argparse.Namespace) -> int:
    settings = load()
    packs = tuple(options.pack) or settings.content_packs
    findings = library_check.check(options.folder or settings.content_dir, SystemClock().now().date(), packs)
    print(library_check.report(findings, as_json=options.json))
    return OK if findings.ok else FOUND


def _content_preview(options: argparse.Namespace) -> int:
    from bot.library.preview import page

    settings = load()
    voice = load_library(settings.content_dir, packs=settings.content_packs).voice(options.locale)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page(voice), "utf-8")
    print(f"wrote {options.out}: open it in a browser")
    return OK


def _content_pictures(options: argparse.Namespace) -> int:
    from bot.pictures import breath

    folder = load().content_dir
    library = load_library(folder)
    paces = {tip.breath for voice in library.voices.values() for tip in voice.tips.values() if tip.breath}
    for each in sorted(paces, key=lambda pace: pace.file):
        breath.write(library.pictures, each.inward, each.outward, each.file)
        print(f"drew {each.file}")
    return OK


def _migrate(options: argparse.Namespace) -> int:
    async def work() -> int:
        from bot.store import open_store

        store = await open_store(load().database, clock=SystemClock())
        try:
            await store.migrate()
        finally:
            await store.close()
        return OK

    return _until_done(work())


def _manifest(options: argparse.Namespace) -> int:
    from bot.features import FEATURES

    library = load_library(load().content_dir, packs=load().content_packs)
    commands = tuple(each for feature in FEATURES for each in feature.commands(library))
    adapter_model(options.platform)
    made = import_module(f"adapters.{options.platform}").manifest(commands, url=options.url)
    print(json.dumps(made, indent=2, ensure_ascii=False))
    return OK


def _notice(options: argparse.Namespace) -> int:
    from bot import notice

    settings = load()
    voice = load_library(settings.content_dir, packs=settings.content_packs).voice(options.locale)
    print(notice.markdown(voice, notice.facts(settings)), end="")
    return OK


def _safety_check(options: argparse.Namespace) -> int:
    from bot.features.safety import check, detector

    found = detector.load(load().content_dir / "safety")
    lines = io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace", newline="\n")
    check.run(lines, sys.stdout, found)
    return OK


def _safety_totals(options: argparse.Namespace) -> int:
    async def work() -> int:
        from bot.store import open_store, totals

        clock = SystemClock()
        store = await open_store(load().database, clock=clock)
        try:
            await store.ready()
            async with store.read() as tx:
                since = clock.now().date() - timedelta(days=options.days)
                told = await totals.told(tx, totals.SAFETY, since)
        finally:
            await store.close()
        for (day, tier), count in told.items():
            print(f"{day} {tier} {count}")
        return OK

    return _until_done(work())


def _hold(options: argparse.Namespace) -> int:
    return _until_done(_set_hold(load(), options))


async def _set_hold(settings: Settings, options: argparse.Namespace) -> int:
    from bot.store import holds, open_store

    clock = SystemClock()
    if not settings.database_url and not settings.database_file.exists():
        raise SettingsError(f"AJAR_DATA_DIR: there is no database at {settings.database_file}; nothing was held")
    store = await open_store(settings.database, clock=clock)
    try:
        await store.ready()
        scope = await _scope(store, options)
        async with store.begin() as tx:
            if options.holding:
                await holds.hold(tx, scope, clock.now())
            else:
                await holds.release(tx, scope)
    finally:
        await store.close()
    print(f"{'held' if options.holding else 'released'}: {scope}")
    return OK


def _known_kind(kind: str) -> str:
    """Return a kind of delivery that there is: a hold that holds nothing would be a false comfort."""
    from bot.features import FEATURES

    known = sorted(each for feature in FEATURES for each in feature.renders)
    if kind not in known:
        raise OperatorError(f"--kind {kind}: there is no such kind; there are {', '.join(known)}")
    return kind


async def _scope(store: Any, options: argparse.Namespace) -> str:
    from bot.model import CommunityRef
    from bot.store import communities

    if options.kind:
        return f"kind:{_known_kind(options.kind)}"
    if not options.community:
        return "all"
    platform, _, external = str(options.community).partition(":")
    async with store.read() as tx:
        found = await communities.find(tx, CommunityRef(platform=platform, id=external))
    if found is None:
        raise OperatorError(f"--community {options.community}: there is no such community; write platform:id")
    return f"community:{found.id.hex}"
