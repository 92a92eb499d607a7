"""What every adapter, and the fake platform, owes the core: one suite over all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Gone, SendError, Unreachable, Unsure, Wait
from bot.messages import (
    ActionId,
    Button,
    Buttons,
    Choices,
    Command,
    Form,
    Heading,
    Lookup,
    Menu,
    Message,
    Option,
    Press,
    Quote,
    Reply,
    Submission,
    Text,
    TextField,
    Update,
)
from bot.model import Target

from .contract import CASES, FIND, Case
from .harness import Fault, Harness

KEY = "0123456789abcdef" * 2
OTHER_KEY = KEY[::-1]
MORE = ActionId(feature="tip", action="another", ref="t1")
SAVE = ActionId(feature="checkin", action="save", ref="r1")
FORM = Form(action=SAVE, title="A check-in", fields=(TextField(id="note", label="A note"),), submit="Keep")
PINGS = "@everyone <!channel> <@U1> <@100000000000000003> *loud*"


def saying(text: str) -> Message:
    button = Button(label="Another", action=MORE)
    return Message(parts=(Heading(text="A heading"), Text(words=(text,)), Buttons(buttons=(button,))), summary="New")


ONE, TWO = saying("What went well?"), saying("Taken back")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the libraries on the loopback, whatever the environment says."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "SLACK_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
async def harness(case: Case) -> AsyncIterator[Harness]:
    async with case.run() as harness:
        yield harness


def lately() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


async def texts(harness: Harness) -> list[str]:
    return [each.text for each in await harness.posted()]


# --- sending ---------------------------------------------------------------------------------------------------------


async def test_a_message_stands_once_and_gives_a_receipt(harness: Harness) -> None:
    receipt = await harness.platform.send(harness.channel(), ONE, KEY)
    assert receipt.channel == harness.channel().channel
    assert receipt.message
    (shown,) = await harness.posted()
    assert "A heading" in shown.text
    assert "What went well?" in shown.text
    assert str(MORE) in shown.actions


async def test_the_receipt_of_an_unopened_dm_carries_its_channel(harness: Harness) -> None:
    receipt = await harness.platform.send(harness.direct(), ONE, KEY)
    known = harness.direct()
    opened = Target(
        platform=known.platform, scope=known.scope, kind="direct", channel=receipt.channel, account=known.account
    )
    again = await harness.platform.send(opened, TWO, OTHER_KEY)
    assert again.channel == receipt.channel != ""
    assert again.message != receipt.message
    assert len(await harness.posted()) == 2


RAISES: Mapping[Fault, type[SendError]] = {
    Fault.REPLY_LOST: Unsure,
    Fault.NEVER_ARRIVED: Unsure,
    Fault.SERVER_ERROR: Unsure,
    Fault.RATE_LIMITED: Wait,
    Fault.CLOSED_DIRECT: Unreachable,
    Fault.NO_CHANNEL: Gone,
}


@pytest.mark.parametrize("fault", Fault)
async def test_each_fault_is_told_by_its_own_error(harness: Harness, fault: Fault) -> None:
    harness.fail(fault)
    target = harness.channel() if fault is Fault.NO_CHANNEL else harness.direct()
    with pytest.raises(SendError) as raised:
        await harness.platform.send(target, ONE, KEY)
    assert type(raised.value) is RAISES[fault]
    assert not isinstance(raised.value, Wait) or raised.value.seconds == 7
    assert len(await harness.posted()) == (1 if fault is Fault.REPLY_LOST else 0)


@pytest.mark.parametrize("place", ["direct", "channel"])
async def test_what_was_posted_though_the_reply_was_lost_is_found(harness: Harness, place: str) -> None:
    target = harness.direct() if place == "direct" else harness.channel()
    harness.fail(Fault.REPLY_LOST)
    with pytest.raises(Unsure):
        await harness.platform.send(target, ONE, KEY)
    found = await harness.platform.find(target, KEY, lately())
    assert found is not None
    assert found.message
    assert await harness.platform.find(target, OTHER_KEY, lately()) is None
    await harness.platform.revise(target, found, TWO)
    assert ["Taken back" in each for each in await texts(harness)] == [True]


async def test_what_never_arrived_is_not_found_and_can_be_sent_again(harness: Harness) -> None:
    harness.fail(Fault.NEVER_ARRIVED)
    with pytest.raises(Unsure):
        await harness.platform.send(harness.direct(), ONE, KEY)
    assert await harness.platform.find(harness.direct(), KEY, lately()) is None
    sent = await harness.platform.send(harness.direct(), ONE, KEY)
    assert await harness.platform.find(harness.direct(), KEY, lately()) == sent
    assert len(await harness.posted()) == 1


async def test_a_message_is_replaced_as_often_as_wanted(harness: Harness) -> None:
    receipt = await harness.platform.send(harness.channel(), ONE, KEY)
    for _ in range(2):
        await harness.platform.revise(harness.channel(), receipt, TWO)
    (shown,) = await harness.posted()
    assert "Taken back" in shown.text
    assert "What went well?" not in shown.text


async def test_a_mention_that_somebody_typed_is_shown_and_not_live(case: Case, harness: Harness) -> None:
    message = Message(parts=(Text(words=(PINGS,)), Quote(text=PINGS)), summary=PINGS)
    await harness.platform.send(harness.channel(), message, KEY)
    assert (await texts(harness))[0].count(PINGS) >= 1
    assert list(case.live(harness)) == []


# --- receiving -------------------------------------------------------------------------------------------------------


async def test_a_command_arrives_with_its_name_and_options(harness: Harness) -> None:
    await harness.command("tip", {"category": "breathing"}, event="e1")
    await harness.command("topic list", {}, event="e2")
    first, second = harness.core.events
    assert isinstance(first, Command)
    assert (first.name, dict(first.options)) == ("tip", {"category": "breathing"})
    assert isinstance(second, Command)
    assert second.name == "topic list"
    assert first.origin.event.startswith(f"{harness.platform.name}:")
    assert first.origin.account == second.origin.account
    assert first.origin.account.id == harness.direct().account
    assert not first.origin.direct


async def test_a_press_arrives_with_its_action_and_values(harness: Harness) -> None:
    menu = Menu(action=SAVE, placeholder="When", options=(Option(value="1h", label="In an hour"),))
    parts = (*ONE.parts, menu)
    await harness.platform.send(harness.channel(), Message(parts=parts, summary="New"), KEY)
    await harness.press(MORE, [], event="e1")
    await harness.press(SAVE, ["1h"], event="e2")
    plain, chosen = harness.core.events
    assert isinstance(plain, Press)
    assert (plain.action, plain.values) == (MORE, ())
    assert isinstance(chosen, Press)
    assert (chosen.action, chosen.values) == (SAVE, ("1h",))


async def test_a_form_arrives_with_its_fields(harness: Harness) -> None:
    harness.core.answer = lambda event: FORM if isinstance(event, Command) else Reply(message=TWO)
    assert await harness.command("checkin", {}, event="e1") == "A check-in"
    shown = await harness.submit(SAVE, {"note": ["my own words"]}, event="e2")
    submission = harness.core.events[-1]
    assert isinstance(submission, Submission)
    assert submission.action == SAVE
    assert submission.one("note") == "my own words"
    assert shown is not None
    assert not isinstance(shown, str)
    assert "Taken back" in shown.text


async def test_a_repeated_event_keeps_its_key_and_another_has_another(harness: Harness) -> None:
    await harness.platform.send(harness.channel(), ONE, KEY)
    for event in ("one", "one", "two"):
        await harness.command("today", {}, event=f"{event}-command")
        await harness.press(MORE, [], event=f"{event}-press")
        await harness.submit(SAVE, {"note": ["words"]}, event=f"{event}-form")
    keys = [event.origin.event for event in harness.core.events]
    assert keys[:3] == keys[3:6]
    assert len(set(keys)) == 6


async def test_a_private_answer_is_seen_by_the_one_who_asked_and_stands_nowhere(harness: Harness) -> None:
    harness.core.answer = lambda event: Reply(message=ONE)
    shown = await harness.command("today", {}, event="e1")
    assert shown is not None
    assert not isinstance(shown, str)
    assert "What went well?" in shown.text
    assert str(MORE) in shown.actions
    assert await harness.posted() == []


async def test_an_update_takes_the_place_of_the_message(harness: Harness) -> None:
    await harness.platform.send(harness.channel(), ONE, KEY)
    harness.core.answer = lambda event: Update(message=TWO)
    shown = await harness.press(MORE, [], event="e1")
    (standing,) = await harness.posted()
    now = standing if shown is None else shown
    assert not isinstance(now, str)
    assert "Taken back" in now.text
    assert "What went well?" not in now.text


async def test_a_button_opens_a_form(harness: Harness) -> None:
    await harness.platform.send(harness.channel(), ONE, KEY)
    harness.core.answer = lambda event: FORM
    assert await harness.press(MORE, [], event="e1") == "A check-in"


async def test_an_answer_of_none_shows_nothing(harness: Harness) -> None:
    assert await harness.command("today", {}, event="e1") is None
    assert await harness.posted() == []


async def test_a_search_offers_what_the_core_finds(case: Case, harness: Harness) -> None:
    harness.core.answer = lambda event: Choices(options=(Option(value="t1", label="A quiet week"),))
    assert list(await case.search(harness)) == ["t1"]
    (event,) = harness.core.events
    assert isinstance(event, Lookup)
    assert (event.action, event.query) == (FIND, "qu")


async def test_closing_takes_less_than_five_seconds_and_may_be_repeated(harness: Harness) -> None:
    loop_time = harness.core.clock.monotonic
    begun = loop_time()
    await harness.platform.close()
    await harness.platform.close()
    assert loop_time() - begun < 5


async def test_what_has_just_arrived_is_found_although_our_clock_goes_an_hour_fast(harness: Harness) -> None:
    receipt = await harness.platform.send(harness.direct(), ONE, KEY)
    assert await harness.platform.find(harness.direct(), KEY, lately() + timedelta(hours=1)) == receipt
