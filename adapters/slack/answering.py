"""How each kind of answer is shown, given the ways back that Slack left open: view, message, response_url, trigger."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError

from bot.messages import (
    Answer,
    Choices,
    Form,
    Inbound,
    Invalid,
    Lookup,
    Message,
    Opened,
    Page,
    Press,
    Reply,
    Submission,
    Typed,
    Update,
)
from bot.platform import Core

from .api import Api
from .errors import code_of, translated
from .parse import Body, channel_of
from .render import message as rendered
from .render import option
from .views import Chrome, errors_in, form_view, handed_back, home_view, message_view

log = logging.getLogger(__name__)

TOO_LATE = ("expired_trigger_id", "trigger_expired")
"""A trigger opens a modal for three seconds."""

SPENT = "exchanged_trigger_id"
"""The event came twice, and its modal is open already."""


class Ack(Protocol):
    """Bolt's acknowledgement, which may carry an answer."""

    def __call__(self, text: str | dict[str, Any] = ..., *, options: Any = ...) -> Awaitable[Any]:
        """Acknowledge."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways back to whoever did it."""

    token: str
    user: str
    locale: str
    body: Body
    ack: Ack

    @property
    def view(self) -> Mapping[str, Any] | None:
        """The modal or page it happened in."""
        view: Mapping[str, Any] | None = self.body.get("view")
        return view

    @property
    def in_modal(self) -> bool:
        """Whether it happened in a modal."""
        return self.view is not None and self.view.get("type") == "modal"

    @property
    def in_home(self) -> bool:
        """Whether it happened on the bot's own page."""
        return self.view is not None and self.view.get("type") == "home"

    @property
    def response_url(self) -> str | None:
        """Where a private answer can be posted: five times, for half an hour."""
        return self.body.get("response_url") or None

    @property
    def channel(self) -> str | None:
        """Where it happened, for a form that opens now."""
        return self.body.get("channel_id") or channel_of(self.body)

    @property
    def message(self) -> Mapping[str, Any] | None:
        """The message it stood in, where that is an ordinary one: a private one has no address."""
        container: Mapping[str, Any] = self.body.get("container") or {}
        return container if container.get("message_ts") and not container.get("is_ephemeral") else None


class Answering:
    """Shows answers, each in the way that fits what was asked. Where it raises, Bolt does not acknowledge."""

    def __init__(self, api: Api, core: Core) -> None:
        """Call `api`, and take the chrome of views from `core`."""
        self._api, self._core = api, core
        self._shows: dict[type[Any], Callable[[Inbound, Any, Ways], Awaitable[None]]] = {
            Form: self._form,
            Reply: self._reply,
            Update: self._update,
            Page: self._page,
            Invalid: self._invalid,
        }

    async def show(self, event: Inbound, answer: Answer | None, ways: Ways) -> None:
        """Show the answer and acknowledge."""
        if isinstance(event, Lookup):
            found = answer.options if isinstance(answer, Choices) else ()
            await ways.ack(options=[option(each) for each in found])
        elif isinstance(event, Submission):
            await self._submitted(event, answer, ways)
        else:
            show = self._shows.get(type(answer))
            if show is not None:
                with translated(direct=True, lane=False):
                    await show(event, answer, ways)
            await ways.ack()

    async def _submitted(self, event: Submission, answer: Answer | None, ways: Ways) -> None:
        """Answer a form within its acknowledgement: the modal itself becomes what is shown."""
        errors = errors_in(answer, ways.view or {}) if isinstance(answer, Invalid) else {}
        if errors:
            await ways.ack({"response_action": "errors", "errors": errors})
        elif isinstance(answer, Page):
            await self._shows[Page](event, answer, ways)
            await ways.ack()
        elif answer is None or isinstance(answer, Choices):
            await ways.ack()
        else:
            await ways.ack({"response_action": "update", "view": self._modal(answer, ways)})

    def _modal(self, answer: Form | Reply | Update | Invalid, ways: Ways) -> dict[str, Any]:
        say, locale = self._core.say, ways.locale
        chrome = Chrome(title=say(locale, "slack-title"), close=say(locale, "slack-close"))
        if isinstance(answer, Form):
            return form_view(answer, chrome, ways.channel)
        shown = handed_back(answer) if isinstance(answer, Invalid) else answer.message
        return message_view(shown, chrome, ways.channel)

    async def _form(self, event: Inbound, answer: Form, ways: Ways) -> None:
        await self._open(self._modal(answer, ways), ways)

    async def _open(self, view: dict[str, Any], ways: Ways) -> None:
        trigger = ways.body.get("trigger_id")
        if not trigger:
            log.warning("slack: an answer needs a press or a command to open a form; it was left out")
            return
        opening = self._api.web.views_push if ways.in_modal else self._api.web.views_open
        try:
            await opening(trigger_id=trigger, view=view, token=ways.token)
        except SlackApiError as error:
            await self._not_opened(code_of(error), error, view, ways)

    async def _not_opened(self, code: str, error: SlackApiError, view: dict[str, Any], ways: Ways) -> None:
        """Make the best of a modal that Slack would not open."""
        if code == "push_limit_reached" and ways.view is not None:
            await self._api.web.views_update(view_id=ways.view["id"], view=view, token=ways.token)
        elif code in TOO_LATE and ways.response_url:
            said = self._core.say(ways.locale, "slack-too-late")
            await self._api.respond(ways.response_url, {"response_type": "ephemeral", "text": said})
        elif code != SPENT:
            raise error

    async def _reply(self, event: Inbound, answer: Reply, ways: Ways) -> None:
        if isinstance(event, Opened):
            await self._page(event, Page(parts=answer.message.parts), ways)
        elif isinstance(event, Typed):
            await self._post(event, answer.message, ways)
        elif ways.response_url:
            kind = "ephemeral" if answer.private else "in_channel"
            body = {"response_type": kind, "replace_original": False, **rendered(answer.message)}
            await self._api.respond(ways.response_url, body)
        else:
            await self._open(self._modal(answer, ways), ways)

    async def _post(self, event: Typed, shown: Message, ways: Ways) -> None:
        channel = event.origin.place.channel if event.origin.place else None
        await self._api.web.chat_postMessage(
            channel=channel or ways.user,
            token=ways.token,
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            parse="none",
            **rendered(shown),
        )

    async def _update(self, event: Inbound, answer: Update, ways: Ways) -> None:
        if not isinstance(event, Press):
            await self._reply(event, Reply(message=answer.message), ways)
        elif ways.in_modal and ways.view is not None:
            view = self._modal(answer, ways)
            await self._api.web.views_update(view_id=ways.view["id"], view=view, token=ways.token)
        elif ways.message is not None:
            await self._revise(answer.message, ways.message, ways)
        elif ways.response_url:
            body = {"response_type": "ephemeral", "replace_original": True, **rendered(answer.message)}
            await self._api.respond(ways.response_url, body)
        else:
            await self._from_home(event, answer, ways)

    async def _revise(self, shown: Message, where: Mapping[str, Any], ways: Ways) -> None:
        await self._api.web.chat_update(
            channel=str(where["channel_id"]),
            ts=str(where["message_ts"]),
            token=ways.token,
            link_names=False,
            parse="none",
            **rendered(shown),
        )

    async def _from_home(self, event: Press, answer: Update, ways: Ways) -> None:
        """Show the message, and write the page anew, since what stood there is no longer so."""
        await self._reply(event, Reply(message=answer.message), ways)
        again = Opened(origin=replace(event.origin, event=f"{event.origin.event}:home"))
        page = await self._core.handle(again) if ways.in_home else None
        if isinstance(page, Page):
            await self._page(again, page, ways)

    async def _page(self, event: Inbound, answer: Page, ways: Ways) -> None:
        await self._api.web.views_publish(user_id=ways.user, view=home_view(answer), token=ways.token)

    async def _invalid(self, event: Inbound, answer: Invalid, ways: Ways) -> None:
        await self._reply(event, Reply(message=handed_back(answer)), ways)
