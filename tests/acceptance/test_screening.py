"""Every place where words enter, with the whole app around it: danger is answered at once, to the writer alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.app.dispatch import Dispatch
from bot.features import FEATURES
from bot.messages import ActionId, Buttons, Command, Reply, Update
from tests.bot.features.safety.fakes import AFRAID, FRENCH, HEAVY, UNCLEAR, FakeDetector

from .stage import Person, Stage, actions, menu, words

HEAVY_LINE = "This sounds very heavy"
ALONE = "That's not what I meant"


@pytest.fixture
async def stage(stage: Stage) -> AsyncIterator[Stage]:
    """The stage with a detector of a few sentences."""
    app = stage.app
    made = Dispatch(
        app.ctx,
        FEATURES,
        manages=app._manages,
        hand_over=app.handovers.begin,
        metrics=app.metrics,
        detector=FakeDetector(),
    )
    app._dispatch = made
    yield stage
    await made.close()


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


def answered(said: object) -> bool:
    return isinstance(said, Reply) and said.private and said.urgent and words(said).startswith(HEAVY_LINE)


FORMS = [(each.name, name, route) for each in FEATURES for name, route in each.on_submit.items()]
FIELDS = [(feature, name, field) for feature, name, route in FORMS for field in route.words]


@pytest.mark.parametrize(("feature", "action", "field"), FIELDS)
async def test_every_field_for_words_is_read(stage: Stage, feature: str, action: str, field: str) -> None:
    kit = await stage.moderator().joins()
    said = await kit.submit(ActionId(feature=feature, action=action), given={"mood": "3", field: f"So. {HEAVY}."})
    assert answered(said)
    assert stage.posted("general") == []


async def test_every_option_of_a_command_is_read(stage: Stage) -> None:
    kit = await stage.moderator().joins()
    for command in stage.app.commands:
        for spec in (command, *command.subcommands):
            name = spec.name if spec is command else f"{command.name} {spec.name}"
            for number, option in enumerate(spec.options):
                origin = replace(kit.origin(), account=replace(kit.origin().account, id=f"{name}-{number}"))
                said = await kit.does(Command(origin=origin, name=name, options={option.name: HEAVY}))
                assert answered(said), name


async def test_what_is_typed_in_the_dm_is_answered_above_the_usual_word_without_its_buttons(sam: Person) -> None:
    said = await sam.types(HEAVY)
    assert answered(said)
    assert "I did not keep it" in words(said)
    assert isinstance(said, Reply)
    assert sum(isinstance(part, Buttons) for part in said.message.parts) == 1


async def test_a_check_in_is_kept_as_ever_and_answered_beneath(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    said = await sam.submit(mood="1", note=HEAVY)
    assert answered(said)
    assert "Only you can see this" in words(said)
    assert len(stage.table("entries")) == 1
    assert isinstance(await sam.press(ALONE, on=said), Update), "what is kept is not handed back, so all of it closes"
    again = await sam.submit(ActionId(feature="checkin", action="save"), mood="1", note=HEAVY)
    assert words(again).startswith("That sounds hard to carry")
    assert len(stage.table("entries")) == 2


async def test_a_check_in_that_is_answered_already_brings_no_offer_beside_it(sam: Person) -> None:
    save, company = ActionId(feature="checkin", action="save"), "It has been heavy more than once now."
    await sam.submit(save, mood="1")
    assert company not in words(await sam.submit(save, mood="1", note=HEAVY))
    assert company in words(await sam.submit(save, mood="1")), "it was not used up"


async def test_a_repeated_event_is_kept_once(stage: Stage, sam: Person) -> None:
    form = await sam.command("checkin")
    for _ in range(2):
        assert answered(await sam.submit(ActionId(feature="checkin", action="save"), event="e:1", mood="1", note=HEAVY))
    assert form is not None
    assert len(stage.table("entries")) == 1


async def test_a_risky_topic_is_answered_and_never_drafted(stage: Stage) -> None:
    kit = await stage.moderator().joins()
    said = await kit.submit(ActionId(feature="topic", action="write"), title="Night", question=UNCLEAR)
    assert isinstance(said, Reply) and said.private
    assert "I did not bring this to the group" in words(said)
    assert UNCLEAR in words(said)
    assert stage.table("topics") == []


async def test_a_guess_names_the_country_and_the_members_choice_goes_before_it(sam: Person) -> None:
    madrid = replace(sam, zone="Europe/Madrid", id="ana")
    said = await madrid.types(HEAVY)
    assert "If you are in Spain: if danger is near, call 112." in words(said)
    chosen = await madrid.press("country", "IE", on=said)
    assert "If you are in Ireland:" in words(chosen)
    assert words(chosen).startswith(HEAVY_LINE)
    await sam.types(HEAVY)
    await sam.press("country", "IE")
    assert "If you are in Ireland:" in words(await sam.types(AFRAID))


async def test_not_meant_closes_it_and_keeps_nothing(stage: Stage, sam: Person) -> None:
    said = await sam.types(HEAVY)
    await stage.app._dispatch.close()
    before = stage.tables()
    closed = await sam.press(ALONE, on=said)
    assert words(closed) == "All right. Nothing of this is kept. I am here whenever you like."
    assert stage.tables() == before


async def test_closing_never_takes_words_with_it_that_were_handed_back(stage: Stage) -> None:
    guest = stage.person("guest")
    said = await guest.submit(ActionId(feature="checkin", action="save"), mood="1", note=HEAVY)
    assert answered(said) and HEAVY in words(said)
    assert isinstance(await guest.press(ALONE, on=said), Reply)
    assert isinstance(await guest.press("country", "IE", on=said), Reply)


async def test_someone_i_trust_gives_beginnings_and_sends_nothing(stage: Stage, sam: Person) -> None:
    for text, beginning in ((HEAVY, "I am not doing well"), (AFRAID, "I do not feel safe at home")):
        said = await sam.press("Someone I trust", on=await sam.types(text))
        assert beginning in words(said)
        assert "I send nothing and keep nothing" in words(said)
    await stage.app.tick()
    assert len(sam.inbox) == 1


async def test_every_way_on_leads_somewhere_in_every_language(stage: Stage, sam: Person) -> None:
    for text in (HEAVY, FRENCH):
        for again in range(2):
            said = await sam.types(text)
            assert len(actions(said)) > again
            for action in actions(said).values():
                values = ("ES",) if action.action == "country" else ()
                assert await sam.press(action, *values) is not None
    french = await sam.types(FRENCH)
    assert "Regarde autour de toi" in words(await sam.press("Une pratique calme", on=french))
    assert "toi qui l'envoies" in words(await sam.press("Une personne de confiance", on=french))
    assert "Pour un autre pays" in words(await sam.press("Où trouver de l'aide", on=french))


async def test_forged_marks_are_answered_in_ones_own_language(sam: Person) -> None:
    for ref in ("xx.self.", "x" * 70, "en.nobody.k", "..", "fr.violence.k.k"):
        for name in ("now", "trust", "practice", "not_meant", "country", "notes", "notes_form"):
            assert await sam.press(ActionId(feature="safety", action=name, ref=ref)) is not None


async def test_nothing_of_a_hit_is_stored_for_a_member(stage: Stage, sam: Person) -> None:
    before = stage.tables()
    await sam.types(HEAVY)
    await stage.app._dispatch.close()
    after = stage.tables()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"daily_totals"}
    assert [row[1:] for row in after["daily_totals"]] == [("safety", "tier2", 1)]


async def test_no_moderator_hears_of_it(stage: Stage, sam: Person) -> None:
    kit = await stage.moderator().joins()
    await sam.types(HEAVY)
    await stage.passes(hours=5)
    assert len(sam.inbox) == len(kit.inbox)
    assert {each.place for each in stage.platform.seen} == {"D-sam", "D-kit"}
    assert not any(HEAVY_LINE in words(each) for each in stage.platform.seen)


async def test_help_speaks_the_language_of_whoever_asks(stage: Stage) -> None:
    spain = {"fr": "(Espagne)", "de": "(Spanien)", "pt-BR": "(Espanha)", "es-ES": "en España"}
    for locale, named in spain.items():
        person = stage.person(f"in-{locale}", locale=locale, zone="Europe/Madrid")
        said = await person.command("help-now")
        assert named in words(said)
        where = menu(said, "country")
        assert len(where.options) == 25
        assert where.lookup is not None
        assert (await person.lookup(where.lookup, "esp")).options[0].value == "ES"


def test_what_others_will_read_is_known_to_be_public() -> None:
    assert {(feature, name) for feature, name, route in FORMS if route.public} == {("topic", "write")}
