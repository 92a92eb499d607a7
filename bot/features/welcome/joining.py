"""From the yes to the first message, and /stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from bot import agenda
from bot.feature import HELP_NOW, NO_ZONE_YET, Caller, Context
from bot.messages import ActionId, Answer, Button, Buttons, CommandRef, Message, Press, Reply, Update
from bot.model import CONSENT_VERSION, Account, Delivery, Member, Priority, Receipt, Target, delivery_id
from bot.platform import Skip
from bot.store import Tx, accounts, communities, deliveries, inbox, members, schedules

from .card import Wish, about, choose, renewal

HELLO = "hello"
"""The delivery kind of the first message, which opens the DM at the member's own act."""

HELLO_FRESHNESS = timedelta(hours=1)


async def yes(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Store the consent with its version and time, make the member's key, start the appointment, open the DM."""
    wish = Wish.parse(event.action.ref)
    if wish.zone is None:
        return Update(message=choose(caller, wish))
    member = _member(caller, wish)
    await ctx.seal.make_key(member.id)
    async with ctx.store.begin() as tx:
        if (await inbox.take(tx, event.origin.event, caller.now)).first:
            member, account, new = await _enrol(tx, caller, member)
            await agenda.begin(tx, member, wish.hour, caller.now)
            if new:
                await deliveries.plan(tx, [_hello(caller, member, account, event.origin.event)])
    return Update(message=_settled(caller, wish))


def _member(caller: Caller, wish: Wish) -> Member:
    return Member(
        id=caller.account.member_id if caller.account else uuid4(),
        status="active",
        locale=caller.voice.locale,
        zone=wish.zone or "UTC",
        country=None,
        discreet=wish.discreet,
        consent_version=CONSENT_VERSION,
        consent_at=caller.now,
        seen_at=caller.now,
    )


async def _enrol(tx: Tx, caller: Caller, member: Member) -> tuple[Member, Account, bool]:
    """Write member and account; a member who comes back keeps both, with the consent renewed.

    The last value says whether a hello is due: a second press of a member who has agreed opens nothing again.
    """
    origin = caller.origin
    found = await accounts.find(tx, origin.account)
    if found:
        account, earlier = found
        away = earlier.status != "active" or account.unreachable_at is not None
        return *await _renew(tx, account, member), away
    home = None
    if origin.community:
        home = (await communities.ensure(tx, origin.community, NO_ZONE_YET, origin.locale)).id
    account = Account(
        id=uuid4(),
        member_id=member.id,
        ref=origin.account,
        direct_channel=None,
        community_id=home,
        unreachable_at=None,
    )
    await members.add(tx, member)
    await accounts.add(tx, account)
    if home:
        await communities.join(tx, home, account.id, caller.now)
    return member, account, True


async def _renew(tx: Tx, account: Account, member: Member) -> tuple[Member, Account]:
    await members.update(
        tx,
        account.member_id,
        status="active",
        zone=member.zone,
        discreet=member.discreet,
        consent_version=member.consent_version,
        consent_at=member.consent_at,
    )
    await accounts.unreachable(tx, account.id, None)
    return replace(member, id=account.member_id), account


def _hello(caller: Caller, member: Member, account: Account, event: str) -> Delivery:
    ref = account.ref
    recipient = f"member:{member.id.hex}"
    return Delivery(
        id=delivery_id(HELLO, recipient, event, caller.now),
        kind=HELLO,
        recipient=recipient,
        occasion=event,
        target=Target(
            platform=ref.platform, scope=ref.scope, kind="direct", channel=account.direct_channel, account=ref.id
        ),
        due_at=caller.now,
        expires_at=caller.now + HELLO_FRESHNESS,
        priority=Priority.ANSWER,
        member_id=member.id,
        community_id=account.community_id,
    )


async def render_hello(ctx: Context, delivery: Delivery) -> Message | Skip:
    """Write the first message: that this is the place, and how to end it."""
    if delivery.member_id is None:
        return Skip("member_gone")
    async with ctx.store.read() as tx:
        member = await members.get(tx, delivery.member_id)
    if member is None:
        return Skip("member_gone")
    voice = ctx.library.voice(member.locale)
    marked = ActionId(feature=HELP_NOW.feature, action=HELP_NOW.action, ref=delivery.key)
    buttons = Buttons(
        buttons=(
            Button(
                label=voice.label("daily-today-button"),
                action=ActionId(feature="daily_prompt", action="today"),
                style="primary",
            ),
            Button(label=voice.label("help-now-button"), action=marked),
        )
    )
    text = voice.text("welcome-hello", help=CommandRef("help"), stop=CommandRef("stop"))
    return Message(parts=(text, buttons), summary=voice.label("welcome-hello-summary"))


async def again(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Keep the renewed consent with its version and time; what rested for want of it goes on."""
    if caller.lapsed is None:
        return Update(message=already(caller) if caller.member else about(caller))
    async with ctx.store.begin() as tx:
        await members.update(tx, caller.lapsed.id, consent_version=CONSENT_VERSION, consent_at=caller.now)
        await agenda.wake(tx, caller.lapsed.id, caller.now, agenda.RENEWAL)
    return Update(message=caller.says("welcome-agreed", "welcome-title", rhythm=CommandRef("rhythm")))


async def render_renewal(ctx: Context, delivery: Delivery) -> Message | Skip:
    """Write the question for consent, unless there is an answer by now."""
    async with ctx.store.read() as tx:
        member = await members.get(tx, delivery.member_id) if delivery.member_id else None
    if member is None:
        return Skip("member_gone")
    if member.consent_version >= CONSENT_VERSION:
        return Skip("agreed")
    return renewal(ctx.library.voice(member.locale))


async def renewal_sent(ctx: Context, tx: Tx, sent: Sequence[tuple[Delivery, Receipt]]) -> None:
    """Bring no more questions before there is a yes."""
    for delivery, _ in sent:
        member = await members.get(tx, delivery.member_id) if delivery.member_id else None
        if member and member.consent_version < CONSENT_VERSION:
            await schedules.rest(tx, member.id, agenda.RENEWAL)


def already(caller: Caller) -> Message:
    """Say that everything is set up, and where to change it."""
    text = caller.voice.text("welcome-already", rhythm=CommandRef("rhythm"), stop=CommandRef("stop"))
    return Message(parts=(text,), summary=caller.voice.label("welcome-title"))


def _settled(caller: Caller, wish: Wish) -> Message:
    voice = caller.voice
    said = voice.text("welcome-done", hour=voice.time(wish.hour), rhythm=CommandRef("rhythm"), stop=CommandRef("stop"))
    first = Button(
        label=voice.label("daily-today-button"),
        action=ActionId(feature="daily_prompt", action="today"),
        style="primary",
    )
    check_in = Button(label=voice.label("checkin-button"), action=ActionId(feature="checkin", action="form"))
    return Message(parts=(said, Buttons(buttons=(first, check_in))), summary=voice.label("welcome-title"))


async def stop(ctx: Context, caller: Caller, event: object) -> Answer:
    """End and cancel everything, at once."""
    if caller.account is not None:
        async with ctx.store.begin() as tx:
            await agenda.stop(tx, caller.account.member_id)
    return Reply(message=stopped(caller))


def stopped(caller: Caller) -> Message:
    """Say that everything has ended, and what is left to do."""
    return caller.says("welcome-stopped", "welcome-title", start=CommandRef("start"), forget=CommandRef("forget"))
