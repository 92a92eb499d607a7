from __future__ import annotations

import pytest

from bot.features import FEATURES
from bot.messages import ActionId, Choices, Form, Heading, Invalid, Menu, Reply

from .stage import Person, Shown, Stage, actions, button, menu, parts, words


def title(shown: Shown) -> str:
    return next(each.text for each in parts(shown) if isinstance(each, Heading))


def states(stage: Stage) -> list[str]:
    return [state for (state,) in stage.rows("SELECT state FROM topics ORDER BY created_at, id")]


@pytest.fixture
async def kit(stage: Stage) -> Person:
    """A moderator of a community that is set up."""
    kit = stage.moderator()
    await kit.command("community panel")
    await kit.press("set_up")
    await kit.submit(channel="channel:staff", zone="Europe/Berlin")
    return kit


async def previewed(kit: Person, topic: str = "") -> Shown:
    """Return the preview of a topic of the library."""
    voice = kit.stage.app.ctx.library.voice("en")
    return await kit.command("topic post", topic=topic or next(iter(voice.topics)))


# --- choosing -----------------------------------------------------------------------------------------------


async def test_every_topic_is_reachable_by_menu_theme_or_search(stage: Stage, kit: Person) -> None:
    voice = stage.app.ctx.library.voice("en")
    shown = await kit.command("topic post")
    reached = {each.value for each in menu(shown, "pick").options}
    for theme in menu(shown, "theme").options:
        narrowed = await kit.press(button(shown, "theme"), theme.value)
        reached |= {each.value for each in menu(narrowed, "pick").options}
    assert reached == set(voice.topics)
    for each in voice.topics.values():
        found = await kit.lookup(ActionId(feature="topic", action="topic"), each.title)
        assert each.id in {one.value for one in found.options}


async def test_a_menu_never_holds_more_than_25(kit: Person) -> None:
    shown = await kit.command("topic post")
    assert all(0 < len(each.options) <= 25 for each in parts(shown) if isinstance(each, Menu))
    assert len((await kit.lookup(ActionId(feature="topic", action="topic"), "")).options) <= 25


async def test_a_title_typed_goes_straight_to_the_preview_and_nonsense_to_the_picker(stage: Stage, kit: Person) -> None:
    topic = list(stage.app.ctx.library.voice("en").topics.values())[3]
    assert title(await kit.command("topic post", topic=topic.title)) == topic.title
    assert menu(await kit.command("topic post", topic="zzzz qqqq"), "pick").options


# --- posting ------------------------------------------------------------------------------------------------


async def test_nothing_is_posted_before_it_is_asked_for(stage: Stage, kit: Person) -> None:
    preview = await previewed(kit)
    assert "Nothing is posted yet" in words(preview)
    assert list(actions(preview)) == ["Post here now", "Choose place and time", "Write it my way", "Take it back"]
    await stage.app.tick()
    assert stage.posted("general") == []


async def test_post_here_now_posts_once_though_pressed_twice(stage: Stage, kit: Person) -> None:
    preview = await previewed(kit)
    await kit.press("Post here now", on=preview)
    await kit.press("Post here now", on=preview)
    await stage.app.tick()
    await kit.press("Post here now", on=preview)
    await stage.app.tick()
    (post,) = stage.posted("general")
    assert title(post) == title(preview)
    assert post.message.title == title(preview)
    assert list(actions(post)) == ["Check in privately", "Need help now"]
    assert states(stage) == ["posted"]
    assert "shown" in stage.tables()
    assert len(stage.table("shown")) == 1


async def test_the_posts_button_opens_a_private_check_in(stage: Stage, kit: Person) -> None:
    await previewed(kit)
    await kit.press("Post here now")
    await stage.app.tick()
    sam = await stage.member()
    assert isinstance(await sam.press("Check in privately", on=stage.posted("general")[0]), Form)


async def test_own_words_are_previewed_sealed_and_posted_as_written(stage: Stage, kit: Person) -> None:
    await kit.command("topic post")
    await kit.press("Write my own")
    preview = await kit.submit(title="A lantern evening", question="What light did you leave on?")
    assert title(preview) == "A lantern evening"
    ((sealed,),) = stage.rows("SELECT sealed FROM topics")
    assert b"lantern" not in sealed
    await kit.press("Post here now")
    await stage.app.tick()
    assert "What light did you leave on?" in words(stage.posted("general")[0])


async def test_own_words_that_do_not_fit_are_handed_back(stage: Stage, kit: Person) -> None:
    await kit.command("topic post")
    form = await kit.press("Write my own")
    assert isinstance(form, Form)
    for name, question in (("", "Q?"), ("T", "  "), ("t" * 76, "Q?"), ("T", "q" * 1501)):
        said = await kit.submit(form, title=name, question=question)
        assert isinstance(said, Invalid)
        assert set(said.words) == {each for each in (name, question.strip()) if each}
    assert states(stage) == []


async def test_editing_opens_the_form_with_the_words_in_it(kit: Person) -> None:
    preview = await previewed(kit)
    form = await kit.press("Write it my way")
    assert isinstance(form, Form)
    assert getattr(form.fields[0], "value", "") == title(preview)


async def test_a_draft_taken_back_cannot_be_posted(stage: Stage, kit: Person) -> None:
    preview = await previewed(kit)
    await kit.press("Take it back", on=preview)
    said = await kit.press("Post here now", on=preview)
    assert "not there any more" in words(said)
    await stage.app.tick()
    assert stage.posted("general") == []


@pytest.mark.parametrize(
    ("channel", "place", "where", "thread"),
    [
        ("channel:circle", "thread", "circle", True),
        ("channel:circle", "channel", "circle", False),
        ("forum:talks", "thread", "talks", True),
    ],
)
async def test_a_topic_opens_at_its_time_in_its_place(
    stage: Stage, kit: Person, channel: str, place: str, where: str, thread: bool
) -> None:
    await previewed(kit)
    await kit.press("Choose place and time")
    said = await kit.submit(channel=channel, place=place, date="2026-10-03", time="18:30")
    assert "Planned. It opens" in words(said)
    await stage.until(2026, 10, 3, 18, 29)
    assert stage.posted(where) == []
    await stage.until(2026, 10, 3, 18, 30)
    (post,) = stage.posted(where)
    assert post.thread is thread


async def test_planning_again_moves_the_one_post(stage: Stage, kit: Person) -> None:
    await previewed(kit)
    form = await kit.press("Choose place and time")
    assert isinstance(form, Form)
    await kit.submit(form, channel="channel:circle", place="thread", date="2026-10-03", time="18:30")
    await kit.submit(form, channel="channel:circle", place="thread", date="2026-10-04", time="18:30")
    await stage.until(2026, 10, 3, 18, 30)
    assert stage.posted("circle") == []
    await stage.until(2026, 10, 4, 18, 30)
    await stage.passes(days=1)
    assert len(stage.posted("circle")) == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"date": "2026-10-01", "time": "07:00"}, "time"),
        ({"date": "2026-09-30", "time": "18:00"}, "time"),
        ({"date": "2026-10-25", "time": "25:00"}, "time"),
        ({"date": "soon", "time": "18:00"}, "date"),
        ({"date": "2027-10-25", "time": "18:00"}, "date"),
        ({"date": "", "time": "x" * 5000}, "time"),
        ({"channel": "", "date": "", "time": ""}, "channel"),
        ({"channel": "account:kit", "date": "", "time": ""}, "channel"),
    ],
)
async def test_what_cannot_be_planned_is_named_and_changes_nothing(
    stage: Stage, kit: Person, fields: dict[str, str], wrong: str
) -> None:
    await previewed(kit)
    await kit.press("Choose place and time")
    said = await kit.submit(given={"channel": "channel:circle", "place": "thread", **fields})
    assert isinstance(said, Invalid)
    assert wrong in said.errors
    assert states(stage) == ["draft"]
    assert stage.rows("SELECT * FROM deliveries WHERE kind = 'topic'") == []


async def test_the_list_shows_what_is_planned_and_takes_it_back(stage: Stage, kit: Person) -> None:
    assert "Nothing is planned" in words(await kit.command("topic list"))
    preview = await previewed(kit)
    await kit.press("Choose place and time")
    await kit.submit(channel="channel:circle", place="thread", date="2026-10-03", time="18:30")
    listed = await kit.command("topic list")
    assert title(preview) in words(listed)
    assert words(await kit.command("topic cancel")) == words(listed)
    await kit.press("Take it back")
    assert "Nothing is planned" in words(await kit.command("topic list"))
    await stage.until(2026, 10, 3, 19)
    assert stage.posted("circle") == []


async def test_a_deleted_topics_buttons_are_answered_kindly(stage: Stage, kit: Person) -> None:
    preview = await previewed(kit)
    await stage.passes(days=3)
    await stage.app.keep_house()
    assert states(stage) == []
    for label in ("Post here now", "Choose place and time", "Take it back"):
        assert "not there any more" in words(await kit.press(label, on=preview))


async def test_a_topic_of_another_community_is_no_topic(stage: Stage, kit: Person) -> None:
    preview = await previewed(kit)
    robin = stage.moderator("robin", community="lake")
    await robin.command("community welcome")
    for name in ("now", "drop", "when", "approve", "other", "decline"):
        action = ActionId(feature="topic", action=name, ref=button(preview, "drop").ref)
        assert "not there any more" in words(await robin.press(action))
    assert states(stage) == ["draft"]


# --- the right ----------------------------------------------------------------------------------------------


async def test_who_moderates_is_decided_in_the_core(stage: Stage, kit: Person) -> None:
    await kit.command("community panel")
    await kit.press("set_up")
    await kit.submit(channel="channel:staff", zone="Europe/Berlin", moderators=("role:helpers", "account:ada"))
    for person in (stage.person("ada"), stage.person("ben", roles=("helpers",)), stage.person("mod-asked")):
        assert menu(await person.command("topic post"), "pick").options
    for person in (stage.person("cy", manages=False), stage.person("dee", roles=("guests",)), stage.person("eve")):
        said = await person.command("topic post")
        assert isinstance(said, Reply)
        assert said.private
        assert "for the moderators here" in words(said)


async def test_a_named_moderator_of_one_community_is_none_in_another(stage: Stage, kit: Person) -> None:
    await kit.command("community panel")
    await kit.press("set_up")
    await kit.submit(channel="channel:staff", zone="Europe/Berlin", moderators=("account:ada",))
    await stage.moderator("robin", community="lake").command("community welcome")
    said = await stage.person("ada", community="lake").command("topic post")
    assert "for the moderators here" in words(said)


async def test_a_member_who_is_no_moderator_is_refused_everywhere(stage: Stage, kit: Person) -> None:
    await previewed(kit)
    before = {name: rows for name, rows in stage.tables().items() if name != "inbox"}
    eve = stage.person("eve", manages=False)
    topic = stage.rows("SELECT id FROM topics")[0][0]
    for feature in ("topic", "community"):
        for name, route in next(f for f in FEATURES if f.name == feature).on_command.items():
            assert "for the moderators here" in words(await eve.command(name)), (name, route)
        for name in next(f for f in FEATURES if f.name == feature).on_press:
            said = await eve.press(ActionId(feature=feature, action=name, ref=topic))
            assert "for the moderators here" in words(said), name
        for name in next(f for f in FEATURES if f.name == feature).on_submit:
            said = await eve.submit(ActionId(feature=feature, action=name, ref=topic), title="T", question="Q")
            assert "for the moderators here" in words(said), name
    found = await eve.lookup(ActionId(feature="topic", action="topic"), "")
    assert found == Choices(options=())
    assert {name: rows for name, rows in stage.tables().items() if name != "inbox"} == before


async def test_in_a_direct_message_moderators_are_sent_to_their_community(kit: Person) -> None:
    said = await kit.command("topic post", direct=True)
    assert "belongs in a community" in words(said)
