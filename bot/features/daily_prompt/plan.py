"""The daily prompt on its way: what falls due for a batch of members, how it is written, what is noted once sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from bot.feature import Context
from bot.messages import Message
from bot.model import Account, Delivery, Member, Priority, Schedule, Target
from bot.platform import Skip
from bot.recurrence import Quiet, fresh_until
from bot.store import Tx, accounts, members, schedules, seen

from .choice import KIND, owner, pick, tastes
from .shown import neutral_message, prompt_message

FRESHNESS = timedelta(hours=3)
"""How late a prompt may be; never into quiet hours (see `recurrence.fresh_until`)."""


async def plan(ctx: Context, tx: Tx, due: Sequence[Schedule]) -> Sequence[Delivery]:
    """Choose a prompt for every member whose hour has come."""
    owners = [each.member_id for each in due if each.member_id]
    people = await members.by_ids(tx, owners)
    ways = await accounts.of_members(tx, owners)
    taste = await tastes(tx, owners)
    planned = []
    for schedule in due:
        member = people.get(schedule.member_id) if schedule.member_id else None
        if member is None or member.status != "active" or not ways.get(member.id):
            continue
        voice = ctx.library.voice(member.locale)
        occasion = str(schedule.last_date)
        content = schedule.detail
        if content is None or content not in voice.prompts:
            chosen = pick(voice, taste[member.id], f"{member.id.hex}{occasion}")
            content = chosen.id if chosen else None
        if content:
            planned.append(delivery(schedule, member, ways[member.id][0], content, occasion))
    await schedules.forget_detail(tx, [each.id for each in due if each.detail])
    return planned


def delivery(schedule: Schedule, member: Member, account: Account, content: str, occasion: str) -> Delivery:
    """Make the delivery of one prompt to one member."""
    due_at = schedule.next_due_at
    if due_at is None:
        raise LookupError("a schedule that is not due was handed to its plan")
    return Delivery(
        id=uuid4(),
        kind=KIND,
        recipient=owner(member.id),
        occasion=occasion,
        target=direct_target(account),
        due_at=due_at,
        expires_at=fresh_until(due_at, member.zone, FRESHNESS, Quiet()),
        priority=Priority.PROMPT,
        member_id=member.id,
        community_id=account.community_id,
        content=content,
    )


def direct_target(account: Account) -> Target:
    """Return the DM of an account."""
    ref = account.ref
    return Target(platform=ref.platform, scope=ref.scope, kind="direct", channel=account.direct_channel, account=ref.id)


async def render(ctx: Context, delivery: Delivery) -> Message | Skip:
    """Write the prompt in the member's language, open or discreet."""
    member = await _member(ctx, delivery.member_id)
    if member is None:
        return Skip("member_gone")
    voice = ctx.library.voice(member.locale)
    prompt = voice.prompts.get(delivery.content)
    if prompt is None:
        return Skip("content_gone")
    write = neutral_message if member.discreet else prompt_message
    return write(voice, prompt, delivery.key)


async def _member(ctx: Context, member_id: UUID | None) -> Member | None:
    if member_id is None:
        return None
    async with ctx.store.read() as tx:
        return await members.get(tx, member_id)


async def settled(ctx: Context, tx: Tx, sent: Sequence[Delivery]) -> None:
    """Note what was seen, so that it does not come back before all others have been."""
    now = ctx.clock.now()
    await seen.mark(tx, [(each.recipient, KIND, each.content, now) for each in sent])
