"""What strings refer to: other strings, terms, functions and values; and the keys a language has, against English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from fluent.syntax.ast import FunctionReference, Message, MessageReference, Term, TermReference, VariableReference
from fluent.syntax.visitor import Visitor

from .files import Strings
from .findings import Finding


class _Names(Visitor):
    """Gathers what one string refers to."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.functions: set[str] = set()
        self.values: set[str] = set()

    def visit_MessageReference(self, node: MessageReference) -> None:  # noqa: N802  the visitor's own naming
        self.keys.add(node.id.name)

    def visit_TermReference(self, node: TermReference) -> None:  # noqa: N802
        self.keys.add(f"-{node.id.name}")

    def visit_FunctionReference(self, node: FunctionReference) -> None:  # noqa: N802
        self.functions.add(node.id.name)

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802
        self.values.add(node.id.name)


def values(message: Message | Term) -> frozenset[str]:
    """Return the names of the values that code has to give a string."""
    return frozenset(_names(message).values)


def _names(message: Message | Term) -> _Names:
    names = _Names()
    names.visit(message)
    return names


def check(own: Sequence[Strings], english: Sequence[Strings]) -> Iterator[Finding]:
    """Find strings that refer to nothing, that are missing, or that ask for a value which nobody gives."""
    have, wanted = dict(_all(own)), dict(_all(english))
    places = {key: each.file for each in own for key in (*each.messages, *each.terms)}
    for key, message in have.items():
        for reason in _amiss(message, have, wanted.get(key)):
            yield Finding(file=places[key], key=key, message=reason)
    origin = {key: each.file for each in english for key in each.messages}
    for key in (each for each in origin if each not in have):
        yield Finding(file=_strings_folder(own), key=key, message=f"is missing; it stands in {origin[key]}")


def _strings_folder(own: Sequence[Strings]) -> str:
    return own[0].file.rpartition("/")[0] if own else "strings"


def _all(files: Iterable[Strings]) -> Iterator[tuple[str, Message | Term]]:
    for each in files:
        yield from each.messages.items()
        yield from each.terms.items()


def _amiss(
    message: Message | Term, have: Mapping[str, Message | Term], english: Message | Term | None
) -> Iterator[str]:
    names = _names(message)
    if message.value is None:
        yield "has no text"
    for key in sorted(names.keys - have.keys()):
        yield f"refers to {key}, which is not there"
    for function in sorted(names.functions):
        yield f"calls {function}, and nothing here is to be calculated"
    if isinstance(message, Message) and english is None:
        yield "is not in English, so nothing shows it"
    elif english is not None:
        for value in sorted(names.values - values(english)):
            yield f"asks for ${value}, which English does not"
