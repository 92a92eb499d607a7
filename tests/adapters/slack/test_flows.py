"""The main flows, from Slack's side: commands, modals, Home, DMs, topics."""

from __future__ import annotations

import pytest

from bot.messages import (
    ActionId,
    Button,
    Buttons,
    Choices,
    Command,
    CommandRef,
    Form,
    Heading,
    Invalid,
    Left,
    Lookup,
    Menu,
    Message,
    Opened,
    Option,
    Page,
    Press,
    ProfileChanged,
    Quote,
    Reply,
    SearchField,
    Submission,
    Text,
    TextField,
    Typed,
    Update,
)
from bot.model import AccountRef, CommunityRef, Target

from .faults import says
from .harness import Seen, SlackHarness
from .loopback import BOT_ID, CHANNEL, TEAM
from .payloads import MEMBER

SAVE = ActionId(feature="checkin", action="save", ref="r1")
MORE = ActionId(feature="tip", action="another")
KIND = Message(parts=(Text(words=("Thank you. Next: ", CommandRef(name="topic post"))),), summary="Thank you")
FORM = Form(action=SAVE, title="A check-in", fields=(TextField(id="note", label="A note"),), submit="Keep")
BUTTONS = Message(
    parts=(Heading(text="A tip"), Buttons(buttons=(Button(label="Another", action=MORE),))), summary="A tip"
)


async def test_a_checkin_goes_from_command_to_modal_to_answer_in_the_modal(both: SlackHarness) -> None:
    both.core.answer = lambda event: FORM if isinstance(event, Command) else Reply(message=KIND)
    assert await both.command("checkin", {}, event="t1") == "A check-in"
    view = both.slack.opened[-1]
    sent = both.submitting(SAVE, {"note": ["my own words"]}, view_id=view["id"], blocks=view["blocks"])
    sent["view"]["private_metadata"] = view["private_metadata"]
    took = await both.deliver("interactive", sent)
    assert took.body["response_action"] == "update"
    assert "Thank you. Next: /ajar topic post" in str(took.body["view"]["blocks"])
    command, submission = both.core.events
    assert isinstance(command, Command) and command.name == "checkin" and command.origin.event == "slack:t1"
    assert isinstance(submission, Submission) and submission.one("note") == "my own words"
    assert submission.action == SAVE
    assert submission.origin.place == Target(platform="slack", scope=TEAM, kind="channel", channel=CHANNEL)
    assert submission.origin.account == AccountRef(platform="slack", scope=TEAM, id=MEMBER)
    assert submission.origin.community == CommunityRef(platform="slack", id=TEAM)


async def test_a_command_is_answered_privately(both: SlackHarness) -> None:
    both.answering(Reply(message=BUTTONS))
    seen = await both.command("tip", {"category": "breathing"}, event="t1")
    assert seen == Seen("A tip\nAnother", [str(MORE)])
    assert both.slack.private[-1]["response_type"] == "ephemeral"
    (event,) = both.core.events
    assert isinstance(event, Command) and event.options == {"category": "breathing"}


async def test_a_locale_and_zone_come_from_the_profile(both: SlackHarness) -> None:
    await both.command("today", {}, event="t1")
    await both.command("today", {}, event="t2")
    assert {(event.origin.locale, event.origin.zone) for event in both.core.events} == {("en-GB", "Europe/London")}
    assert both.slack.count("users.info") == 1


async def test_a_button_replaces_the_message_it_stands_in(both: SlackHarness) -> None:
    both.answering(Update(message=BUTTONS))
    assert await both.press(MORE, [], event="t1") == Seen("A tip\nAnother", [str(MORE)])
    (event,) = both.core.events
    assert isinstance(event, Press) and event.values == () and event.origin.direct
    assert event.message is not None and event.message.channel == both.slack.direct(MEMBER)


async def test_a_button_of_a_private_message_replaces_it_through_its_response_url(both: SlackHarness) -> None:
    both.answering(Update(message=BUTTONS))
    container = {"type": "message", "message_ts": "1.2", "channel_id": CHANNEL, "is_ephemeral": True}
    url = both.slack.response_url("p")
    body = both.pressing(MORE, container=container, response_url=url, channel={"id": CHANNEL})
    await both.deliver("interactive", body)
    assert both.slack.private[-1]["replace_original"] is True
    assert both.slack.count("chat.update") == 0


async def test_a_menu_gives_its_values(both: SlackHarness) -> None:
    await both.press(MORE, ["1h"], event="t1")
    await both.press(MORE, ["a", "b"], event="t2")
    assert [event.values for event in both.core.events if isinstance(event, Press)] == [("1h",), ("a", "b")]


async def test_a_button_opens_a_form(both: SlackHarness) -> None:
    both.answering(FORM)
    assert await both.press(MORE, [], event="t1") == "A check-in"
    assert both.slack.count("views.open") == 1


async def test_in_a_modal_an_update_replaces_the_page_and_a_form_lies_on_top(both: SlackHarness) -> None:
    view = {"id": "V9", "type": "modal", "blocks": [], "private_metadata": '{"draft": "d", "channel": "DUNOOR"}'}
    both.answering(Update(message=BUTTONS))
    await both.deliver("interactive", both.pressing(MORE, view=view))
    both.answering(FORM)
    await both.deliver("interactive", both.pressing(MORE, view=view))
    assert both.slack.views["V9"]["blocks"][0]["type"] == "header"
    assert both.slack.count("views.push") == 1
    assert all(event.origin.direct and event.origin.place for event in both.core.events)


async def test_what_is_amiss_in_a_form_stands_at_its_field_and_the_form_stays(both: SlackHarness) -> None:
    remark = Message(parts=(Text(words=("That day is over",)),), summary="That day is over")
    both.answering(Invalid(errors={"day": "That day is over", "elsewhere": "x"}, message=remark))
    took = await both.deliver("interactive", both.submitting(SAVE, {"day": ["yesterday"]}, view_id="V1"))
    assert took.body == {"response_action": "errors", "errors": {"day": "That day is over"}}
    both.answering(Invalid(errors={}, message=remark, words=("yesterday",)))
    took = await both.deliver("interactive", both.submitting(SAVE, {"day": ["yesterday"]}, view_id="V1"))
    assert took.body["errors"] == {"day": "That day is over"}


async def test_words_are_handed_back_where_no_field_can_hold_a_remark(both: SlackHarness) -> None:
    remark = Message(parts=(Text(words=("Not kept",)),), summary="Not kept")
    both.answering(Invalid(errors={}, message=remark, words=("my words",)))
    took = await both.deliver("interactive", both.submitting(SAVE, {}, view_id="V1"))
    assert took.body["response_action"] == "update" and "my words" in str(took.body["view"])


async def test_a_form_can_be_followed_by_another_or_by_nothing(both: SlackHarness) -> None:
    both.answering(FORM)
    assert await both.submit(SAVE, {"note": ["a"]}, event="e1") == "A check-in"
    both.answering(None)
    assert await both.submit(SAVE, {"note": ["a"]}, event="e2") is None


async def test_home_is_published_when_it_is_opened(both: SlackHarness) -> None:
    page = Page(parts=BUTTONS.parts)
    both.answering(page)
    await both.deliver("events_api", both.event("app_home_opened", tab="messages", event_id="Ev0"))
    assert both.core.events == []
    await both.deliver("events_api", both.event("app_home_opened", tab="home", event_id="Ev1"))
    assert both.slack.homes[MEMBER]["blocks"][0]["text"]["text"] == "A tip"
    (event,) = both.core.events
    assert isinstance(event, Opened) and event.origin.event == "slack:Ev1" and event.origin.place is None


async def test_an_update_from_home_is_shown_and_home_written_anew(both: SlackHarness) -> None:
    page = Page(parts=(Text(words=("Fresh",)),))
    both.core.answer = lambda event: page if isinstance(event, Opened) else Update(message=BUTTONS)
    view = {"id": "V9", "type": "home", "blocks": []}
    await both.deliver("interactive", both.pressing(MORE, view=view))
    assert both.slack.opened[-1]["blocks"][0]["text"]["text"] == "A tip"
    assert both.slack.homes[MEMBER]["blocks"][0]["text"]["text"] == "Fresh"
    press = both.core.events[0]
    assert isinstance(press, Press) and press.message is None and press.origin.place is None


async def test_a_typed_message_is_answered_in_the_dm(both: SlackHarness) -> None:
    both.answering(Reply(message=KIND))
    typed = {"channel": "DUNOOR", "channel_type": "im", "text": "a &lt;b&gt; &amp; <https://x.y|link>", "ts": "1.1"}
    await both.deliver("events_api", both.event("message", client_msg_id="c1", **typed))
    (event,) = both.core.events
    assert isinstance(event, Typed) and event.text == "a <b> & link"
    assert event.origin.event == "slack:c1" and event.origin.direct
    assert [each.text for each in await both.posted()] == ["Thank you. Next: /ajar topic post"]


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"bot_id": BOT_ID},
        {"channel_type": "channel", "channel": CHANNEL},
        {"text": " "},
    ],
)
async def test_what_nobody_typed_to_the_bot_is_left_alone(both: SlackHarness, more: dict[str, str]) -> None:
    typed = {"channel": "DUNOOR", "channel_type": "im", "text": "words", "ts": "1.1"} | more
    assert (await both.deliver("events_api", both.event("message", **typed))).status == 200
    assert both.core.events == []


async def test_a_lookup_offers_what_the_core_finds(both: SlackHarness) -> None:
    both.answering(Choices(options=(Option(value="t1", label="Topic <one>", hint="A hint"),)))
    body = {
        **both.pressing("unused"),
        "type": "block_suggestion",
        "action_id": str(MORE),
        "block_id": "topic",
        "value": "on",
        "action_ts": "1.2",
    }
    took = await both.deliver("interactive", body)
    assert took.body["options"][0]["value"] == "t1"
    assert took.body["options"][0]["text"]["text"] == "Topic &lt;one&gt;"
    (event,) = both.core.events
    assert isinstance(event, Lookup) and event.action == MORE and event.query == "on"
    both.answering(None)
    assert (await both.deliver("interactive", body)).body == {"options": []}


async def test_a_searching_field_and_menu_are_rendered_for_lookups(both: SlackHarness) -> None:
    find = ActionId(feature="topic", action="find")
    search = SearchField(id="topic", label="Topic", lookup=find, value="t1", value_label="The first")
    both.answering(Form(action=SAVE, title="Topic", fields=(search,), submit="Go"))
    await both.command("topic post", {}, event="t1")
    assert both.slack.opened[-1]["blocks"][0]["element"]["action_id"] == str(find)
    menu = Menu(action=MORE, placeholder="Pick", options=(), lookup=find)
    both.answering(Reply(message=Message(parts=(menu,), summary="Pick")))
    await both.command("tip", {}, event="t2")
    block = both.slack.private[-1]["blocks"][0]
    assert (block["block_id"], block["elements"][0]["action_id"]) == (str(find), str(MORE))


async def test_a_shortcut_is_a_command_and_answers_in_a_modal(both: SlackHarness) -> None:
    both.answering(Reply(message=BUTTONS))
    body = {**both.pressing("unused"), "type": "shortcut", "callback_id": "help-now"}
    for name in ("actions", "container", "channel", "response_url"):
        del body[name]
    await both.deliver("interactive", body)
    (event,) = both.core.events
    assert isinstance(event, Command) and event.name == "help-now" and event.origin.place is None
    assert both.slack.opened[-1]["blocks"][0]["text"]["text"] == "A tip"


async def test_a_change_of_zone_is_reported_whatever_this_process_knew(both: SlackHarness) -> None:
    await both.command("today", {}, event="t1")
    user = both.slack.users[MEMBER] | {"locale": "es-ES", "tz": "Europe/Madrid"}
    for number in range(2):
        await both.deliver("events_api", both.event("user_change", user=user, event_id=f"Ev{number}"))
    _, event, again = both.core.events
    assert isinstance(again, ProfileChanged) and again.origin.event == "slack:Ev1"
    assert isinstance(event, ProfileChanged) and event.origin.zone == "Europe/Madrid" and event.origin.locale == "es-ES"
    assert event.origin.account.id == MEMBER


async def test_leaving_is_told(both: SlackHarness) -> None:
    gone = {"id": MEMBER, "locale": "en-GB", "tz": "Europe/London", "deleted": True}
    await both.deliver("events_api", both.event("user_change", user=gone))
    revoked = both.event("tokens_revoked", tokens={"bot": ["UBOT"]})
    for body in (revoked, both.event("app_uninstalled")):
        del body["event"]["user"]
        await both.deliver("events_api", body)
    await both.deliver("events_api", both.event("tokens_revoked", tokens={"oauth": [MEMBER]}))
    assert [isinstance(event, Left) and event.everyone for event in both.core.events] == [False, True, True]


async def test_an_event_nobody_asked_for_is_acknowledged(both: SlackHarness) -> None:
    assert (await both.deliver("events_api", both.event("reaction_added"))).status == 200
    assert (await both.deliver("interactive", both.pressing("link:0"))).status == 200
    assert (await both.deliver("interactive", both.pressing("v0:gone:for-good:"))).status == 200
    assert both.core.events == []


async def test_a_members_words_cannot_ping_anyone(harness: SlackHarness) -> None:
    words = "<!channel> <@U1> & *bold*"
    message = Message(parts=(Text(words=(words,)), Quote(text=words)), summary=words)
    await harness.platform.send(harness.channel(), message, "0" * 32)
    body = harness.slack.posted[-1].body
    assert "<!channel>" not in body["text"]
    section, quote = body["blocks"]
    assert section["text"] == {
        "type": "plain_text",
        "text": "&lt;!channel&gt; &lt;@U1&gt; &amp; *bold*",
        "emoji": False,
    }
    assert quote["elements"][0]["elements"] == [{"type": "text", "text": words}]
    assert (body["parse"], body["link_names"]) == ("none", False)


async def test_what_slack_would_not_open_is_made_the_best_of(both: SlackHarness) -> None:
    both.answering(FORM)
    both.slack.fail("views.open", says("expired_trigger_id"))
    await both.command("checkin", {}, event="t1")
    assert both.slack.private[-1]["text"] == "slack-too-late"
    both.slack.fail("views.open", says("exchanged_trigger_id"))
    assert (await both.deliver("slash_commands", both.slash("checkin", event="t2"))).status == 200
    both.slack.fail("views.push", says("push_limit_reached"))
    view = {"id": "V9", "type": "modal", "blocks": [], "private_metadata": ""}
    await both.deliver("interactive", both.pressing(MORE, view=view))
    assert both.slack.views["V9"]["title"]["text"] == "A check-in"
