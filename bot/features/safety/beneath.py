"""What goes out beneath the answer to danger: what the handler says, and words that might be lost otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.library import Voice
from bot.messages import (
    Answer,
    Buttons,
    Command,
    CommandRef,
    Inbound,
    Invalid,
    Menu,
    Message,
    Part,
    Quote,
    Reply,
    Rule,
    Text,
    Typed,
    Update,
)

from .answer import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneath:
    """What goes out beneath the answer: the handler's own, None where it has not come; and the member's `words`.

    `kept_back` says that the words were meant for others and went nowhere.
    """

    answer: Answer | None
    words: tuple[str, ...] = field(default=(), repr=False)
    kept_back: bool = False

    @property
    def handed_back(self) -> tuple[str, ...]:
        """The words that are kept nowhere else yet, as far as anybody can say."""
        if isinstance(self.answer, Invalid):
            return self.answer.words
        return () if isinstance(self.answer, Reply | Update) else self.words


def composed(event: Inbound, known: Known, said: tuple[Part, ...], beneath: Beneath) -> Message:
    """Put what is `said` about the danger above everything else; a notification of it says nothing."""
    under = tuple(_left(_under(event, known.voice, beneath), said))
    own = beneath.answer.message if isinstance(beneath.answer, Reply | Update | Invalid) else None
    return Message(
        parts=(*said, Rule(), *under) if under else said,
        summary=known.voice.label("safety-summary"),
        attachments=own.attachments if own else (),
    )


def _left(under: tuple[Part, ...], said: tuple[Part, ...]) -> Iterator[Part]:
    """Leave out ways on that stand above already: a platform takes no message in which one stands twice."""
    above = {each.action for row in said if isinstance(row, Buttons) for each in row.buttons}
    searched = {each.lookup for each in said if isinstance(each, Menu)}
    for part in under:
        if isinstance(part, Buttons):
            if left := tuple(each for each in part.buttons if each.action is None or each.action not in above):
                yield replace(part, buttons=left)
        elif not isinstance(part, Menu) or part.lookup not in searched:
            yield part


def _under(event: Inbound, voice: Voice, beneath: Beneath) -> tuple[Part, ...]:
    """Return what follows: the handler's own answer, and the words that are handed back.

    Beneath the answer to a typed message no more buttons follow: nothing was being done that could go on.
    """
    answer, back, parts = beneath.answer, beneath.handed_back, list[Part]()
    if isinstance(answer, Reply | Update | Invalid):
        parts += [each for each in answer.message.parts if not (isinstance(event, Typed) and isinstance(each, Buttons))]
    elif answer is not None and isinstance(event, Command):
        parts.append(voice.quiet("safety-go-on", command=CommandRef(event.name)))
    if back:
        parts += [_why(voice, beneath), *(Quote(text=each) for each in back)]
    return tuple(parts)


def _why(voice: Voice, beneath: Beneath) -> Text:
    """Say why the words come back: not brought to others, perhaps not kept yet, or not taken."""
    if beneath.kept_back:
        return voice.text("safety-not-public")
    return voice.text("safety-late") if beneath.answer is None else voice.quiet("safety-words-back")
