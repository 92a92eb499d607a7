"""Discord's interactions, messages and comings and goings as our events. Nothing is kept between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import discord

from bot.messages import ActionId, Command, Inbound, Joined, Left, Lookup, Origin, Press, Submission, Typed
from bot.model import AccountRef, CommunityRef, Receipt, Target

from .commands import Commands, given
from .forms import read

NAME = "discord"
UNKNOWN = ActionId(feature="unknown", action="unknown")
"""Stands for an identifier that is none of ours, so that the core can say so kindly."""


def interaction(event: discord.Interaction, commands: Commands) -> Inbound | None:
    """Return what somebody did; None for what is nothing to us."""
    data: dict[str, Any] = {**(event.data or {})}
    origin = _origin(event)
    match event.type:
        case discord.InteractionType.application_command:
            command = given(data)
            return Command(origin=origin, name=command.name, options=command.options)
        case discord.InteractionType.autocomplete:
            return _lookup(origin, data, commands)
        case discord.InteractionType.component:
            values = tuple(str(each) for each in data.get("values") or ())
            return Press(origin=origin, action=_action(data), values=values, message=_receipt(event))
        case discord.InteractionType.modal_submit:
            return Submission(origin=origin, action=_action(data), fields=read(data))
        case _:
            return None


def message(event: discord.Message) -> Typed | None:
    """Return what somebody wrote to the bot in their direct messages; None for anything else."""
    if event.guild is not None or event.author.bot or not event.content:
        return None
    account = str(event.author.id)
    return Typed(
        origin=Origin(
            event=f"{NAME}:{event.id}",
            account=_account(account),
            place=Target(platform=NAME, scope="", kind="direct", channel=str(event.channel.id), account=account),
            manages=False,
        ),
        text=event.content,
    )


def joined(guild: discord.Guild, now: datetime) -> Joined:
    """Return that the bot was added to a server."""
    return Joined(origin=_of_guild("joined", guild, now))


def left(guild: discord.Guild, now: datetime) -> Left:
    """Return that the bot was removed from a server."""
    return Left(origin=_of_guild("left", guild, now), everyone=True)


def apart(account: str, key: str) -> Left:
    """Return that an account shares no server with us any more, as the refusal of delivery `key` said."""
    ref = AccountRef(platform=NAME, scope="", id=account)
    return Left(origin=Origin(event=f"{NAME}:apart:{key}", account=ref, manages=False))


def _lookup(origin: Origin, data: Mapping[str, Any], commands: Commands) -> Lookup | None:
    command = given(data)
    spec = commands.option(command.name, command.focused) if command.focused else None
    if spec is None or spec.lookup is None:
        return None
    return Lookup(origin=origin, action=spec.lookup, query=command.options[spec.name])


def _action(data: Mapping[str, Any]) -> ActionId:
    return ActionId.parse(str(data.get("custom_id"))) or UNKNOWN


def _origin(event: discord.Interaction) -> Origin:
    account = str(event.user.id)
    direct = event.guild_id is None
    return Origin(
        event=f"{NAME}:{event.id}",
        account=_account(account),
        community=None if direct else CommunityRef(platform=NAME, id=str(event.guild_id)),
        place=Target(
            platform=NAME,
            scope="",
            kind="direct" if direct else "channel",
            channel=str(event.channel_id) if event.channel_id is not None else None,
            account=account if direct else None,
        ),
        locale=str(event.locale.value),
        manages=not direct and event.permissions.manage_guild,
        roles=_roles(event.user),
    )


def _roles(user: discord.User | discord.Member) -> tuple[str, ...]:
    if not isinstance(user, discord.Member):
        return ()
    return tuple(str(each.id) for each in user.roles if not each.is_default())


def _receipt(event: discord.Interaction) -> Receipt | None:
    if event.message is None or event.channel_id is None:
        return None
    return Receipt(channel=str(event.channel_id), message=str(event.message.id))


def _account(account: str) -> AccountRef:
    return AccountRef(platform=NAME, scope="", id=account)


def _of_guild(what: str, guild: discord.Guild, now: datetime) -> Origin:
    # Discord gives such events no id of their own; within a second they are one.
    return Origin(
        event=f"{NAME}:{what}:{guild.id}:{int(now.timestamp())}",
        account=_account(""),
        community=CommunityRef(platform=NAME, id=str(guild.id)),
        locale=str(guild.preferred_locale.value),
        manages=False,
    )
