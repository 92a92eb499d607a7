"""The consent card: what Ajar is, what it keeps and who could see it; then zone, hour and discretion; then a yes.

Nothing is stored before the yes: what has been chosen so far travels in the buttons themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from bot import zones
from bot.feature import HELP_NOW, Caller
from bot.library import Voice
from bot.messages import ActionId, Button, Buttons, CommandRef, Menu, Message, Option, Part

FEATURE = "welcome"
HOURS = (7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)
USUAL_HOUR = 18
NO_ZONE = "-"


@dataclass(frozen=True, slots=True)
class Wish:
    """What has been chosen so far; written into the buttons as `<zone>~<hhmm>~<d|o>`."""

    zone: str | None = None
    hour: time = time(USUAL_HOUR)
    discreet: bool = True

    def __str__(self) -> str:
        """Write it as the opaque part of a button's identifier."""
        return f"{self.zone or NO_ZONE}~{self.hour:%H%M}~{'d' if self.discreet else 'o'}"

    @classmethod
    def parse(cls, text: str) -> Wish:
        """Read what `__str__` wrote; whatever is missing or forged becomes the usual choice."""
        parts = [*text.split("~"), "", "", ""]
        zone = zones.canonical(parts[0]) if parts[0] != NO_ZONE else None
        hour = parts[1] if len(parts[1]) == len("hhmm") and parts[1].isdecimal() else f"{USUAL_HOUR}00"
        try:
            at = time(int(hour[:2]), int(hour[2:]))
        except ValueError:
            at = time(USUAL_HOUR)
        return cls(zone=zone, hour=at, discreet=parts[2] != "o")


def action(name: str, wish: Wish) -> ActionId:
    """Name a button or menu of this feature."""
    return ActionId(feature=FEATURE, action=name, ref=str(wish))


def about(caller: Caller, zone: str | None = None) -> Message:
    """Say what Ajar is and what it keeps, before anything is asked; a `zone` already typed goes on in the button."""
    voice = caller.voice
    known = zone or caller.origin.zone
    wish = Wish(zone=zones.canonical(known) if known else None)
    if caller.lapsed is not None:
        return renewal(voice)
    go_on = Button(label=voice.label("welcome-go-on-button"), action=action("choose", wish), style="primary")
    return Message(parts=(*_honest(voice), _ways_on(voice, go_on, wish)), summary=voice.label("welcome-title"))


def renewal(voice: Voice) -> Message:
    """Ask a member who agreed to an earlier version again; hour and days stay as they are."""
    again = Button(label=voice.label("welcome-yes-button"), action=action("again", Wish()), style="primary")
    parts = (voice.text("welcome-changed"), *_honest(voice), _ways_on(voice, again, Wish()))
    return Message(parts=parts, summary=voice.label("welcome-title"))


def _honest(voice: Voice) -> tuple[Part, ...]:
    """Say what it is, what it keeps, who could see it, what it does about danger, and how it ends."""
    commands = {"mydata": CommandRef("mydata"), "forget": CommandRef("forget")}
    return (
        voice.text("welcome-what"),
        voice.text("welcome-keeps", **commands),
        voice.text("welcome-who"),
        voice.text("welcome-danger"),
        voice.text("welcome-leaving"),
    )


def _ways_on(voice: Voice, first: Button, wish: Wish) -> Buttons:
    return Buttons(
        buttons=(
            first,
            Button(label=voice.label("welcome-notice-button"), action=action("notice", Wish())),
            Button(label=voice.label("welcome-no-button"), action=action("no", wish)),
            Button(label=voice.label("help-now-button"), action=HELP_NOW),
        )
    )


def choose(caller: Caller, wish: Wish) -> Message:
    """Ask for zone, hour and discretion; once all are there, for an explicit yes."""
    voice = caller.voice
    parts: list[Part] = [voice.text("welcome-choose"), _zone_menu(caller, wish)]
    if wish.zone:
        parts += [
            _hour_menu(caller, wish),
            _discreet_menu(caller, wish),
            voice.text("welcome-ask", **_told(caller, wish)),
            voice.quiet("welcome-keeps", mydata=CommandRef("mydata"), forget=CommandRef("forget")),
            voice.quiet("welcome-who"),
        ]
        yes = Button(label=voice.label("welcome-yes-button"), action=action("yes", wish), style="primary")
    else:
        yes = Button(label=voice.label("welcome-back-button"), action=action("about", wish))
    no = Button(label=voice.label("welcome-no-button"), action=action("no", wish))
    parts.append(Buttons(buttons=(yes, no)))
    return Message(parts=tuple(parts), summary=voice.label("welcome-title"))


def _told(caller: Caller, wish: Wish) -> dict[str, str]:
    return {
        "hour": caller.voice.time(wish.hour),
        "zone": zones.label(wish.zone or "UTC", caller.voice.locale, caller.now),
        "discreet": caller.voice.label("welcome-discreet" if wish.discreet else "welcome-open"),
    }


def _zone_menu(caller: Caller, wish: Wish) -> Menu:
    names = list(zones.likely(caller.origin.locale, limit=24))
    if wish.zone and wish.zone not in names:
        names.insert(0, wish.zone)
    placeholder = (
        zones.label(wish.zone, caller.voice.locale, caller.now)
        if wish.zone
        else caller.voice.label("welcome-zone-placeholder")
    )
    return Menu(
        action=action("zone", wish),
        placeholder=placeholder,
        options=zone_options(caller, names[:25]),
        lookup=ActionId(feature=FEATURE, action="zone"),
    )


def zone_options(caller: Caller, names: list[str]) -> tuple[Option, ...]:
    """Write zones as choices, each with its city and what it is ahead of UTC now."""
    return tuple(Option(value=each, label=zones.label(each, caller.voice.locale, caller.now)) for each in names)


def _hour_menu(caller: Caller, wish: Wish) -> Menu:
    hours = sorted({*(time(each) for each in HOURS), wish.hour})
    options = tuple(Option(value=f"{each:%H%M}", label=caller.voice.time(each)) for each in hours)
    return Menu(action=action("hour", wish), placeholder=caller.voice.time(wish.hour), options=options)


def _discreet_menu(caller: Caller, wish: Wish) -> Menu:
    voice = caller.voice
    options = (
        Option(value="d", label=voice.label("welcome-discreet-option")),
        Option(value="o", label=voice.label("welcome-open-option")),
    )
    chosen = options[0] if wish.discreet else options[1]
    return Menu(action=action("discreet", wish), placeholder=chosen.label, options=options)


def with_choice(wish: Wish, name: str, value: str) -> Wish:
    """Return the wish after one choice."""
    if name == "zone":
        return replace(wish, zone=zones.canonical(value))
    if name == "hour":
        return Wish.parse(f"{wish.zone or NO_ZONE}~{value}~{'d' if wish.discreet else 'o'}")
    return replace(wish, discreet=value != "o")
