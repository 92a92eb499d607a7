"""Posting, finding, revising, and what a restart keeps."""

from __future__ import annotations

import pytest

from adapters.playground import connect
from adapters.playground.settings import Settings
from bot.errors import Gone, StoreUnavailable, Unreachable, Unsure, Wait
from bot.model import AccountRef, CommunityRef, Target
from tests.adapters.harness import Fault

from .harness import PlaygroundHarness
from .scene import BEGIN, act, discreet, pictured, plain, prompt, topic

KEY = "a" * 32


async def again(harness: PlaygroundHarness) -> None:
    """Stop and start on the same shelf."""
    await harness.stop()
    harness.prepare()
    await harness.start()


async def test_a_message_to_a_person_stands_in_their_dm_alone(playground: PlaygroundHarness) -> None:
    receipt = await playground.platform.send(playground.direct(), prompt(), KEY)
    assert receipt.channel == "dm-sam"
    assert [each["id"] for each in (await playground.state("sam"))["posts"]] == [receipt.message]
    assert (await playground.state("noor"))["posts"] == []


async def test_a_topic_opens_a_thread_and_a_forum_always_does(playground: PlaygroundHarness) -> None:
    channel = Target(platform="playground", scope="demo", kind="channel", channel="general", thread=True)
    forum = Target(platform="playground", scope="demo", kind="forum", channel="questions")
    first = await playground.platform.send(channel, topic(), KEY)
    second = await playground.platform.send(forum, topic(), KEY)
    assert first.thread
    assert second.thread
    inside = Target(platform="playground", scope="demo", kind="channel", channel=first.thread)
    assert (await playground.platform.send(inside, plain("And you?"), KEY)).thread is None


async def test_a_second_message_with_a_known_key_is_posted_so_that_doubles_show(playground: PlaygroundHarness) -> None:
    for _ in range(2):
        await playground.platform.send(playground.channel(), plain("Once?"), KEY)
    assert len(await playground.posted()) == 2


async def test_what_was_posted_is_found_by_its_key_also_after_a_restart(playground: PlaygroundHarness) -> None:
    target = Target(platform="playground", scope="demo", kind="channel", channel="general", thread=True)
    receipt = await playground.platform.send(target, topic(), KEY)
    assert await playground.platform.find(target, KEY, BEGIN) == receipt
    await again(playground)
    assert await playground.platform.find(target, KEY, BEGIN) == receipt
    assert await playground.platform.find(target, "b" * 32, BEGIN) is None


async def test_what_an_earlier_run_left_is_not_news(playground: PlaygroundHarness) -> None:
    await playground.platform.send(playground.channel(), plain("Yesterday"), KEY)
    await again(playground)
    assert all(each["unread"] == 0 for each in (await playground.state("noor"))["places"])


async def test_a_persons_own_words_and_private_answers_never_reach_the_shelf(playground: PlaygroundHarness) -> None:
    await playground.platform.send(playground.channel(), plain("Public"), KEY)
    await playground.ask({"kind": "say", "text": "mine-in-the-channel"})
    await playground.ask({"kind": "command", "name": "tip", "options": {"category": "mine-in-private"}, "event": "2"})
    await playground.platform.send(playground.direct(), plain("After"), KEY)
    kept = "".join(playground.shelf.kept.values())
    assert "Public" in kept
    assert "mine" not in kept
    await again(playground)
    assert [each["summary"] for each in (await playground.state("sam"))["posts"]] == ["Public", "After"]


async def test_a_dm_that_was_opened_by_a_press_is_closed_again_after_a_restart(playground: PlaygroundHarness) -> None:
    await playground.platform.send(playground.direct(), discreet(), KEY)
    await playground.press(act("open"), (), event="1")
    assert "closed door" in (await playground.posted())[0].text
    await again(playground)
    assert "opens when you press" in (await playground.posted())[0].text


async def test_a_revised_message_is_replaced_and_one_that_is_gone_says_so(playground: PlaygroundHarness) -> None:
    receipt = await playground.platform.send(playground.channel(), plain("Before"), KEY)
    for _ in range(2):
        await playground.platform.revise(playground.channel(), receipt, plain("After"))
    assert [each.text for each in await playground.posted()] == ["After"]
    await again(playground)
    assert [each.text for each in await playground.posted()] == ["After"]
    lost = type(receipt)(channel="general", message="nothing")
    with pytest.raises(Gone):
        await playground.platform.revise(playground.channel(), lost, plain("After"))


async def test_pictures_come_back_after_a_restart(playground: PlaygroundHarness) -> None:
    await playground.platform.send(playground.channel(), pictured(), KEY)
    await again(playground)
    post = (await playground.state("sam"))["posts"][0]
    async with playground.client.get(f"/playground/files/{post['parts'][0]['token']}") as response:
        assert response.content_type == "image/png"
        assert (await response.read()).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("fault", "error", "stands"),
    [
        (Fault.REPLY_LOST, Unsure, 1),
        (Fault.NEVER_ARRIVED, Unsure, 0),
        (Fault.SERVER_ERROR, Unsure, 0),
        (Fault.RATE_LIMITED, Wait, 0),
        (Fault.CLOSED_DIRECT, Unreachable, 0),
        (Fault.NO_CHANNEL, Gone, 0),
    ],
)
async def test_what_stands_in_the_way_is_told_apart(
    playground: PlaygroundHarness, fault: Fault, error: type[Exception], stands: int
) -> None:
    playground.fail(fault)
    with pytest.raises(error):
        await playground.platform.send(playground.direct(), plain("Hello"), KEY)
    assert len(await playground.posted()) == stands


async def test_a_stranger_and_an_unknown_channel_are_refused(playground: PlaygroundHarness) -> None:
    with pytest.raises(Unreachable):
        await playground.platform.send(
            Target(platform="playground", scope="demo", kind="direct", account="nobody"), plain("Hello"), KEY
        )
    with pytest.raises(Gone):
        await playground.platform.send(
            Target(platform="playground", scope="demo", kind="channel", channel="cellar"), plain("Hello"), KEY
        )


async def test_a_shelf_out_of_reach_leaves_the_outcome_to_find(playground: PlaygroundHarness) -> None:
    async def out_of_reach(*_: object) -> None:
        raise StoreUnavailable

    playground.shelf.put = out_of_reach  # type: ignore[method-assign,assignment]
    with pytest.raises(Unsure):
        await playground.platform.send(playground.channel(), plain("Hello"), KEY)
    assert await playground.platform.find(playground.channel(), KEY, BEGIN) is not None


async def test_only_the_moderator_of_the_sample_community_manages_it(playground: PlaygroundHarness) -> None:
    here = CommunityRef(platform="playground", id="demo")

    async def manages(account: str, community: CommunityRef = here) -> bool:
        return await playground.platform.manages(AccountRef(platform="playground", scope="demo", id=account), community)

    assert await manages("kit")
    assert not await manages("sam")
    assert not await manages("nobody")
    assert not await manages("kit", CommunityRef(platform="playground", id="elsewhere"))


async def test_connect_makes_the_platform_without_opening_anything(playground: PlaygroundHarness) -> None:
    platform = connect(Settings(), playground.core, playground.shelf, playground.clock)
    assert platform.name == "playground"
    assert platform.routes
    await platform.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Middle/Earth"},
        {"people": ()},
        {"people": ({"id": "ajar", "name": "Ajar"},)},
        {"channels": ({"id": "a"}, {"id": "a"})},
        {"unknown": 1},
    ],
)
def test_a_community_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Settings.model_validate(wrong)
