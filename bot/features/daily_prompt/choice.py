"""Which prompt a member gets: one they have not seen among those that fit, else the one seen longest ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.feature import Context
from bot.library import Prompt, Voice
from bot.store import Tx, members, seen

KIND = "daily_prompt"


@dataclass(frozen=True, slots=True)
class Taste:
    """What a choice depends on: the themes a member does not want, and what they saw, longest ago first."""

    muted: frozenset[str]
    seen: Sequence[str]


def owner(member_id: UUID) -> str:
    """Return the name under which what a member has seen is kept."""
    return f"member:{member_id.hex}"


async def tastes(tx: Tx, member_ids: Sequence[UUID]) -> dict[UUID, Taste]:
    """Read the tastes of a batch of members, in two queries."""
    muted = await members.muted(tx, member_ids)
    owners = {each: owner(each) for each in member_ids}
    shown = await seen.seen(tx, [*owners.values()], KIND)
    return {each: Taste(muted.get(each, frozenset()), shown.get(name, ())) for each, name in owners.items()}


def pick(voice: Voice, taste: Taste, seed: str, *, other_than: str = "") -> Prompt | None:
    """Choose a prompt; the same seed and taste give the same one. None when every theme is muted.

    `other_than` is left out, so that *Another* is another.
    """
    prompts = voice.prompts
    fits: Sequence[str] = tuple(prompts)
    if other_than or taste.muted:
        fits = [each for each in fits if each != other_than and prompts[each].theme not in taste.muted]
    chosen = seen.unseen_first(fits, taste.seen, seed)
    return prompts[chosen] if chosen else None


async def todays(ctx: Context, tx: Tx, voice: Voice, member_id: UUID, occasion: str) -> Prompt | None:
    """Choose for one member and local date, as the planner would."""
    taste = (await tastes(tx, [member_id]))[member_id]
    return pick(voice, taste, f"{member_id.hex}{occasion}")
