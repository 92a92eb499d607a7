"""The help button stands on every prompt and under every answer to words; what is new falls under this by itself."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from bot.feature import HELP_NOW, Render
from bot.features import FEATURES
from bot.messages import ActionId
from bot.model import Delivery, Priority, Target
from bot.platform import Skip
from bot.rehearsal.platform import NAME

from .stage import START, Shown, Stage, actions, words

GROUP = {"topic", "topic_card", "topic_card_end", "welcome_card"}
"""What is posted for a group or its moderators."""

BEFORE = {"hello", "renewal"}
"""The hello and the question for consent, which ask for no words."""

RENDERS: dict[str, Render] = {kind: render for each in FEATURES for kind, render in each.renders.items()}
FORMS = [(each.name, name, route) for each in FEATURES for name, route in each.on_submit.items()]
WORDS = [(feature, name) for feature, name, route in FORMS if route.words and not route.public]


def has_help(shown: Shown) -> bool:
    """Return whether where help is can be reached by one press."""
    return any((each.feature, each.action) == (HELP_NOW.feature, HELP_NOW.action) for each in actions(shown).values())


@pytest.mark.parametrize("discreet", [False, True])
@pytest.mark.parametrize("kind", sorted(RENDERS.keys() - GROUP - BEFORE))
async def test_every_message_that_asks_a_member_something_has_the_help_button(
    stage: Stage, kind: str, discreet: bool
) -> None:
    sam = await stage.member(discreet=discreet)
    voice = stage.app.ctx.library.voice("en")
    journey = next(iter(voice.journeys.values()))
    if kind == "journey_step":
        await sam.command("journey")
        await sam.press("card", journey.id)
        await sam.press("Begin with the first step")
    content = {"daily_prompt": next(iter(voice.prompts)), "journey_step": f"{journey.id}.{journey.steps[0].id}"}
    delivery = Delivery(
        id=uuid4(),
        kind=kind,
        recipient="x",
        occasion="x",
        target=Target(platform=NAME, scope="", kind="direct", account="sam"),
        due_at=START,
        expires_at=START,
        priority=Priority.PROMPT,
        member_id=UUID(hex=stage.member_id("sam")),
        community_id=None,
        content=content.get(kind, ""),
    )
    (shown,) = await RENDERS[kind](stage.app.ctx, [delivery])
    assert not isinstance(shown, Skip), "say here what this kind is made of"
    assert has_help(shown)


async def test_a_topic_has_the_help_button_for_everyone_in_the_group(stage: Stage) -> None:
    kit = stage.moderator()
    await kit.command("topic post", topic=next(iter(stage.app.ctx.library.voice("en").topics)))
    await kit.press("now")
    await stage.app.tick()
    (posted,) = stage.posted("general")
    assert has_help(posted)


@pytest.mark.parametrize(("feature", "action"), WORDS)
async def test_every_answer_to_words_has_the_help_button(stage: Stage, feature: str, action: str) -> None:
    sam = await stage.member()
    route = next(route for f, name, route in FORMS if (f, name) == (feature, action))
    given = {"mood": "3"} | dict.fromkeys(route.words, "a quiet day")
    assert has_help(await sam.submit(ActionId(feature=feature, action=action), given=given))
    for field in route.words:
        refused = await sam.submit(ActionId(feature=feature, action=action), given={field: "x" * 5000})
        assert has_help(refused)


@pytest.mark.parametrize("command", ["today", "checkin", "tip", "help", "help-now", "safety-notes", "no-such-command"])
async def test_what_a_member_asks_for_leads_to_help(stage: Stage, command: str) -> None:
    sam = await stage.member()
    said = await sam.command(command)
    if command == "checkin":
        said = await sam.submit(mood="3")
    assert has_help(said) or "findahelpline.com" in str(said)


async def test_typed_words_and_the_bots_own_page_lead_to_help(stage: Stage) -> None:
    sam = await stage.member()
    assert has_help(await sam.types("hello"))
    assert has_help(await sam.opens_home())


async def test_the_app_reads_what_is_typed_by_the_rules_of_its_own_content(stage: Stage) -> None:
    said = await stage.person("sam").types("I want to kill myself")
    assert words(said).startswith("This sounds very heavy")
