"""Whatever fails on the way, with the words in its error: they are handed back to their writer, and stand nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.app.dispatch import Dispatch
from bot.features import FEATURES
from bot.messages import ActionId, Answer, Command, Form, Invalid, Opened, Press, Reply, Submission, TextField, Update
from tests.acceptance.stage import ZONE, Person
from tests.bot.features.safety.fakes import BrokenDetector

from .faults import BREAKS, broken, statements
from .journey import Journey
from .marks import Marks
from .routes import event_of, ways
from .search import listening
from .stand import Stand
from .walker import Walker

STATEMENTS = 9
"""No form needs more of them."""


async def sent(person: Person, form: Form, words: str) -> Answer | None:
    """Send a form with the same words in each field for words."""
    fields = dict(Walker(person, Marks(), FEATURES).filled(form))
    fields |= {each.id: (words[: each.longest],) for each in form.fields if isinstance(each, TextField)}
    return await person.stage.app.handle(Submission(origin=person.origin(), action=form.action, fields=fields))


def handed_back_or_kept(answer: Answer | None, words: str) -> bool:
    if isinstance(answer, Invalid):
        return any(each and each in words for each in answer.words)
    return isinstance(answer, Reply | Update)


async def test_a_statement_that_fails_with_the_words_in_its_error_loses_and_tells_nothing(
    light: Stand, forms: Sequence[Form], marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = await light.stage.moderator("kit").joins()
    words, failed = marks.texts["plain"], 0
    with listening(marks) as found, statements(monkeypatch) as fault:
        for form in forms:
            for number in range(STATEMENTS * len(BREAKS)):
                fault.arm(list(BREAKS.values())[number % len(BREAKS)], number // len(BREAKS), words)
                answer = await sent(kit, form, words)
                failed += fault.broke
                assert handed_back_or_kept(answer, words), (form.action, number, answer)
        fault.disarm()
        found.extend(await light.found(marks))
    assert found == []
    assert failed > len(forms) * len(BREAKS) * 2, "hardly anything failed, so hardly anything was shown"


async def test_handlers_plans_and_renderers_that_raise_with_the_words_in_it_tell_nobody(
    light: Stand, marks: Marks
) -> None:
    stage, whole = light.stage, light.stage.app
    await stage.member("sam", hour="0900")
    features = tuple(broken(each, marks.next) for each in FEATURES)
    app = App(ctx=whole.ctx, settings=whole.settings, features=features)
    app._dispatch = Dispatch(
        app.ctx,
        features,
        manages=app._manages,
        hand_over=app.handovers.begin,
        metrics=app.metrics,
        detector=BrokenDetector(),
    )
    app.platforms.update(whole.platforms)
    kit = stage.moderator("kit")
    with listening(marks) as found:
        for way, route in ways(FEATURES).items():
            await app.handle(event_of(way, kit.origin(), marks.next(), names=route.words or ("country", "until")))
        await app.handle(Command(origin=kit.origin(), name=marks.texts["quotes"]))
        await app.handle(Opened(origin=kit.origin()))
        await app.handle(Press(origin=kit.origin(), action=ActionId(feature="community", action="welcome")))
        for hour in (9, 10):
            stage.clock.move_to(datetime(2026, 10, 1, hour, tzinfo=ZoneInfo(ZONE)))
            await app.tick()
        found.extend(await light.found(marks))
        await app.close()
    assert found == []


async def test_a_platform_that_fails_with_the_words_in_its_error_tells_nobody(
    light: Stand, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, kit = light.stage, light.stage.moderator("kit")
    words = marks.texts["quotes"]

    async def fails(*given: object) -> None:
        raise RuntimeError(f"invalid body: {given} {words}")

    with listening(marks) as found:
        await kit.command("topic post")
        await kit.press("own")
        await kit.submit(title="A title", question=words)
        monkeypatch.setattr(stage.platform, "send", fails)
        monkeypatch.setattr(stage.platform, "find", fails)
        await kit.press("now")
        await stage.passes(minutes=10)
        found.extend(await light.found(marks))
    assert found == []
    assert stage.posted("general") == []


async def test_a_disk_that_is_really_full_keeps_nothing_and_hands_the_words_back(light: Stand, marks: Marks) -> None:
    sam, words = await light.stage.member("sam"), marks.texts["long"][:2000]
    main = light.stage.app.ctx.store._database
    with listening(marks) as found:
        (pages,) = await main._pragma("page_count")
        await main._pragma(f"max_page_count={pages + 2}")
        action = ActionId(feature="checkin", action="save")
        answers = [await sam.submit(action, mood="2", note=words) for _ in range(12)]
        await main._pragma("max_page_count=1073741823")
        found.extend(await light.found(marks))
    assert isinstance(answers[-1], Invalid)
    assert answers[-1].words == (words,)
    assert found == []
    assert isinstance(await sam.submit(action, mood="2", note=words), Reply)


async def test_the_store_gone_in_the_middle_of_the_walk_tells_nothing(
    light: Stand, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey, kinds = Journey(light, marks), list(BREAKS.values())
    with listening(marks) as found, statements(monkeypatch) as fault:
        await light.stage.member("sam")
        count = 0

        def again() -> None:
            nonlocal count
            count += 1
            fault.arm(kinds[count % len(kinds)], 3 + count % 7, marks.next())

        journey.before = again
        await journey.tries(light.stage.person("sam"))
        fault.disarm()
        found.extend(await light.found(marks))
    assert count > 50
    assert found == []
    assert journey.wrong == []
