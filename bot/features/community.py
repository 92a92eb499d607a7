"""/community: who moderates and where, the welcome card, and the hold that stops all unsolicited sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from bot import zones
from bot.erasing import GRACE
from bot.feature import HELP_NOW, NO_ZONE_YET, ZONES, Caller, Context, Feature, Need, Route, one_by_one
from bot.library import Library
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    ChannelField,
    Command,
    CommandRef,
    Form,
    Invalid,
    Left,
    Message,
    PeopleField,
    Press,
    Reply,
    SearchField,
    Submission,
    Text,
    Update,
)
from bot.model import Community, Delivery, Priority, Target
from bot.planner import next_due
from bot.platform import CommandSpec, Skip
from bot.store import communities, deliveries, departures, holds, schedules

NAME = "community"
CARD = "welcome_card"
NAME_LONGEST = 64
CARD_FRESHNESS = timedelta(hours=1)
NEEDS = Need.MODERATOR | Need.COMMUNITY


def _action(name: str, ref: str = "") -> ActionId:
    return ActionId(feature=NAME, action=name, ref=ref)


async def panel(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Show what is set up and what can be done."""
    return Reply(message=await _panel(ctx, caller))


async def _panel(ctx: Context, caller: Caller) -> Message:
    voice, community = caller.voice, caller.community
    held = False
    everything = False
    if community is not None:
        async with ctx.store.read() as tx:
            on = await holds.held(tx)
        held, everything = f"community:{community.id.hex}" in on, "all" in on
    channel = community.moderators_channel if community else None
    row = (
        Button(label=voice.label("community-set-up-button"), action=_action("set_up"), style="primary"),
        Button(label=voice.label("community-welcome-button"), action=_action("welcome")),
        Button(label=voice.label("topic-weekly-button"), action=ActionId(feature="topic", action="weekly")),
        Button(label=voice.label("topic-again-button"), action=ActionId(feature="topic", action="open")),
        _hold_button(caller, held),
    )
    parts = (
        voice.text("community-what"),
        voice.text("community-channel-set" if channel else "community-channel-none"),
        voice.text(_sending(held, everything)),
        Buttons(buttons=row),
    )
    return Message(parts=parts, summary=voice.label("community-title"))


def _sending(held: bool, everything: bool) -> str:
    if everything:
        return "community-all-held"
    return "community-held" if held else "community-sending"


def _hold_button(caller: Caller, held: bool) -> Button:
    if held:
        return Button(label=caller.voice.label("community-release-button"), action=_action("release"))
    return Button(label=caller.voice.label("community-hold-button"), action=_action("hold"), style="danger")


async def _home(ctx: Context, caller: Caller, zone: str = "") -> Community:
    """Return the community's record, made on its first need."""
    ref = caller.origin.community
    if caller.community is not None or ref is None:
        if caller.community is None:
            raise LookupError("a route that needs a community was reached without one")
        return caller.community
    usual = zone or caller.origin.zone or (caller.member.zone if caller.member else "UTC")
    async with ctx.store.begin() as tx:
        return await communities.ensure(tx, ref, usual, caller.voice.locale)


def _own_zone(caller: Caller) -> str:
    """Return the moderator's own zone, to begin with while the community has none."""
    return caller.origin.zone or (caller.member.zone if caller.member else "")


async def set_up(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open the form: the moderators' channel, who moderates beside the platform's own, the time zone."""
    voice, community = caller.voice, caller.community
    zone = community.zone if community and community.zone != NO_ZONE_YET else _own_zone(caller)
    channel = community.moderators_channel if community else None
    chosen = _chosen(community)
    return Form(
        action=_action("save"),
        title=voice.label("community-form-title"),
        fields=(
            ChannelField(
                id="channel",
                label=voice.label("community-channel-label"),
                hint=voice.label("community-channel-hint"),
                value=f"channel:{channel}" if channel else "",
            ),
            PeopleField(
                id="moderators",
                label=voice.label("community-moderators-label"),
                hint=voice.label("community-moderators-hint"),
                chosen=chosen,
            ),
            SearchField(
                id="zone",
                label=voice.label("community-zone-label"),
                lookup=ZONES,
                value=zone,
                value_label=zones.label(zone, voice.locale, caller.now) if zone else "",
                required=True,
            ),
        ),
        submit=voice.label("community-save-button"),
    )


def _chosen(community: Community | None) -> tuple[str, ...]:
    if community is None:
        return ()
    roles = (f"role:{each}" for each in community.moderator_roles)
    return (*roles, *(f"account:{each}" for each in community.moderator_accounts))


async def save(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Take the set-up over."""
    typed = event.one("zone")
    zone = zones.match(typed, caller.origin.locale)
    if zone is None:
        return _unclear(caller, "zone", "rhythm-zone-unclear")
    if event.one("channel").startswith("forum:"):
        return _unclear(caller, "channel", "community-no-forum")
    community = await _home(ctx, caller, zone)
    await ctx.seal.make_key(community.id)
    people = [each.partition(":") for each in event.many("moderators")]
    async with ctx.store.begin() as tx:
        await communities.update(
            tx,
            community.id,
            zone=zone,
            moderators_channel=event.one("channel").removeprefix("channel:")[:NAME_LONGEST] or None,
            moderator_roles=tuple(name for kind, _, name in people if kind == "role"),
            moderator_accounts=tuple(name for kind, _, name in people if kind == "account"),
        )
        weekly = await schedules.get(tx, "weekly_topic", community.id)
        if weekly is not None:
            moved = replace(weekly, zone=zone)
            await schedules.put(tx, replace(moved, next_due_at=next_due(moved, caller.now)))
    return Reply(message=caller.says("community-saved", "community-title", weekly=CommandRef("topic weekly")))


def _unclear(caller: Caller, field: str, key: str) -> Invalid:
    voice = caller.voice
    again = Buttons(buttons=(Button(label=voice.label("community-set-up-button"), action=_action("set_up")),))
    said = voice.label(key)
    message = Message(parts=(Text(words=(said,)), again), summary=voice.label("community-title"))
    return Invalid(errors={field: said}, message=message)


async def welcome(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Post the welcome card in this channel, once for each gesture."""
    place = caller.origin.place
    if place is None or place.kind == "direct":
        return Reply(message=caller.says("core-in-community", "community-title"))
    community = await _home(ctx, caller)
    card = _card(caller, community, place)
    async with ctx.store.begin() as tx:
        await deliveries.plan(tx, [card])
    return Reply(message=caller.says("community-welcome-posted", "community-title"))


def _card(caller: Caller, community: Community, place: Target) -> Delivery:
    return Delivery(
        id=uuid5(NAMESPACE_URL, caller.origin.event),
        kind=CARD,
        recipient=f"community:{community.id.hex}",
        occasion=caller.origin.event,
        target=place,
        due_at=caller.now,
        expires_at=caller.now + CARD_FRESHNESS,
        priority=Priority.ANSWER,
        community_id=community.id,
    )


async def render_card(ctx: Context, delivery: Delivery) -> Message | Skip:
    """Write the welcome card: what this is, and a button to begin."""
    async with ctx.store.read() as tx:
        community = await communities.get(tx, delivery.community_id) if delivery.community_id else None
    if community is None:
        return Skip("community_gone")
    voice = ctx.library.voice(community.locale)
    help_now = ActionId(feature=HELP_NOW.feature, action=HELP_NOW.action, ref=delivery.key)
    row = (
        Button(
            label=voice.label("community-begin-button"),
            action=ActionId(feature="welcome", action="card", ref=delivery.key),
            style="primary",
        ),
        Button(label=voice.label("help-now-button"), action=help_now),
    )
    parts = (voice.text("community-card"), voice.quiet("community-card-private"), Buttons(buttons=row))
    return Message(parts=parts, summary=voice.label("community-card-summary"))


async def hold(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Stop all unsolicited sends of this community within a tick; answers and help go on."""
    community = await _home(ctx, caller)
    async with ctx.store.begin() as tx:
        await holds.hold(tx, f"community:{community.id.hex}", caller.now)
    return _panel_or(event, _with_release(caller))


async def release(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """End the hold; what became too late in the meantime is not sent."""
    community = await _home(ctx, caller)
    async with ctx.store.begin() as tx:
        await holds.release(tx, f"community:{community.id.hex}")
    return _panel_or(event, caller.says("community-released", "community-title"))


def _with_release(caller: Caller) -> Message:
    row = Buttons(buttons=(_hold_button(caller, True),))
    text = caller.voice.text("community-now-held")
    return Message(parts=(text, row), summary=caller.voice.label("community-title"))


def _panel_or(event: Command | Press, message: Message) -> Answer:
    return Update(message=message) if isinstance(event, Press) else Reply(message=message)


async def left(ctx: Context, caller: Caller, event: Left) -> None:
    """Note who left one community or, where none is named, all; cancel what waits for one that removed the app."""
    home, erase_at = caller.community, caller.now + GRACE
    async with ctx.store.begin() as tx:
        if not event.everyone and caller.account is not None:
            community_id = home.id if home else None
            await departures.left(tx, account_id=caller.account.id, community_id=community_id, erase_at=erase_at)
        elif event.everyone and home is not None:
            await departures.left(tx, community_id=home.id, erase_at=erase_at)
            await deliveries.cancel(tx, community_id=home.id, reason="removed")
            await schedules.drop(tx, "weekly_topic", home.id)


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    names = ("panel", "welcome", "hold", "release")
    subcommands = tuple(
        CommandSpec(name=each, summary=library.all_labels(f"community-{each}-summary")) for each in names
    )
    summary = library.all_labels("community-summary")
    return (CommandSpec(name=NAME, summary=summary, subcommands=subcommands, moderator=True, direct=False),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={
        "community": Route(handle=panel, needs=NEEDS),
        "community panel": Route(handle=panel, needs=NEEDS),
        "community welcome": Route(handle=welcome, needs=NEEDS),
        "community hold": Route(handle=hold, needs=NEEDS),
        "community release": Route(handle=release, needs=NEEDS),
    },
    on_press={
        "set_up": Route(handle=set_up, needs=NEEDS),
        "welcome": Route(handle=welcome, needs=NEEDS),
        "hold": Route(handle=hold, needs=NEEDS),
        "release": Route(handle=release, needs=NEEDS),
    },
    on_submit={"save": Route(handle=save, needs=NEEDS)},
    on_event={Left: Route(handle=left, needs=Need.NOTHING)},
    renders={CARD: one_by_one(render_card)},
)
