"""Every form that takes words, as the product itself shows it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.feature import Feature
from bot.messages import Answer, Form, Inbound
from tests.acceptance.stage import Person

from .marks import Marks
from .routes import Way, ways
from .walker import Walker


async def every_form(person: Person, features: Sequence[Feature]) -> dict[Way, Form]:
    """Return every form that somebody comes across, one of each."""
    forms: dict[Way, Form] = {}

    def heard(event: Inbound, answer: Answer | None) -> None:
        if isinstance(answer, Form):
            forms.setdefault(Way("form", answer.action.feature, answer.action.action), answer)

    await writes_something(person)
    walker = Walker(person, Marks(), features, heard=heard, belongs=True, writes=False)
    await walker.commands(person.stage.app.commands)
    return forms


async def writes_something(person: Person) -> None:
    """Make an entry of each kind that can be changed afterwards."""
    await person.command("checkin")
    await person.submit(mood="3")
    await person.command("today")
    await person.press("Reflect")
    await person.submit(text="a quiet day")


async def forms_with_words(person: Person, features: Sequence[Feature]) -> list[Form]:
    """Return every form that takes words; fails where one is not found."""
    forms = await every_form(person, features)
    worded = {way for way, route in ways(features).items() if way.kind == "form" and route.words}
    assert worded <= set(forms), f"no form was shown for {sorted(map(str, worded - set(forms)))}"
    return [forms[each] for each in sorted(worded)]
