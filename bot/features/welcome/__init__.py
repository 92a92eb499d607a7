"""Welcome and consent: /start with the consent card, and /stop."""

from __future__ import annotations

from bot import agenda, notice, zones
from bot.feature import Caller, Context, Feature, Need, Route, one_by_one
from bot.library import Library
from bot.messages import ActionId, Answer, Choices, Command, CommandRef, Lookup, Message, Part, Press, Reply, Update
from bot.platform import CommandSpec, OptionSpec

from . import joining
from .card import FEATURE as NAME
from .card import Wish, about, choose, with_choice, zone_options


async def start(ctx: Context, caller: Caller, event: Command) -> Answer:
    """Show the consent card, which comes first whatever was typed; a member who typed a zone goes to the choices."""
    typed = event.options.get("zone", "")
    zone = zones.match(typed, caller.origin.locale) if typed else None
    if caller.member is None:
        return Reply(message=about(caller, zone))
    return Reply(message=choose(caller, Wish(zone=zone)) if zone else joining.already(caller))


def card(caller: Caller) -> Reply:
    """Answer anyone who has not agreed yet, whatever they tried: the consent card."""
    return Reply(message=about(caller))


async def _card_press(ctx: Context, caller: Caller, event: Press) -> Answer:
    return Reply(message=joining.already(caller) if caller.member else about(caller))


async def _about(ctx: Context, caller: Caller, event: Press) -> Answer:
    return Update(message=about(caller))


async def _choose(ctx: Context, caller: Caller, event: Press) -> Answer:
    wish = Wish.parse(event.action.ref)
    if event.values:
        wish = with_choice(wish, event.action.action, event.values[0])
    return Update(message=choose(caller, wish))


async def _no(ctx: Context, caller: Caller, event: Press) -> Answer:
    if caller.member:
        return Update(message=joining.already(caller))
    if caller.lapsed:
        async with ctx.store.begin() as tx:
            await agenda.stop(tx, caller.lapsed.id)
        return Update(message=joining.stopped(caller))
    text = caller.voice.text("welcome-declined", start=CommandRef("start"))
    return Update(message=Message(parts=(text,), summary=caller.voice.label("welcome-title")))


async def _notice(ctx: Context, caller: Caller, event: Press) -> Answer:
    parts = notice.parts(caller.voice, ctx.facts)
    return Reply(message=Message(parts=parts, summary=caller.voice.label("notice-title")))


async def _zones(ctx: Context, caller: Caller, event: Lookup) -> Answer:
    found = zones.search(event.query, caller.origin.locale) if event.query else zones.likely(caller.origin.locale)
    return Choices(options=zone_options(caller, list(found)[:25]))


async def _home(ctx: Context, caller: Caller) -> tuple[Part, ...]:
    return () if caller.member else about(caller).parts


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    zone = OptionSpec(
        name="zone",
        summary=library.all_labels("welcome-zone-summary"),
        lookup=ActionId(feature=NAME, action="zone"),
    )
    return (
        CommandSpec(name="start", summary=library.all_labels("welcome-start-summary"), options=(zone,)),
        CommandSpec(name="stop", summary=library.all_labels("welcome-stop-summary")),
    )


_free = Need.NOTHING
FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={"start": Route(handle=start, needs=_free), "stop": Route(handle=joining.stop, needs=_free)},
    on_press={
        "card": Route(handle=_card_press, needs=_free),
        "about": Route(handle=_about, needs=_free),
        "choose": Route(handle=_choose, needs=_free),
        "zone": Route(handle=_choose, needs=_free),
        "hour": Route(handle=_choose, needs=_free),
        "discreet": Route(handle=_choose, needs=_free),
        "no": Route(handle=_no, needs=_free),
        "yes": Route(handle=joining.yes, needs=_free),
        "again": Route(handle=joining.again, needs=_free),
        "notice": Route(handle=_notice, needs=_free, offline=True),
        "stop": Route(handle=joining.stop, needs=_free),
    },
    on_lookup={"zone": Route(handle=_zones, needs=_free)},
    home=_home,
    renders={joining.HELLO: one_by_one(joining.render_hello), agenda.RENEWAL: one_by_one(joining.render_renewal)},
    settled={agenda.RENEWAL: joining.renewal_sent},
)
