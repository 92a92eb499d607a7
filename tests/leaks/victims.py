"""People with something to lose, what of theirs could be copied, and what is theirs in the database."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from bot.features import FEATURES
from bot.messages import ActionId, Answer, Inbound, Reply
from tests.acceptance.stage import Person, Stage

from .marks import Marks
from .routes import Way
from .walker import Walker, leads

ID = re.compile(r"[0-9a-f]{32}")
UUID_BYTES = 16
Rows: TypeAlias = Mapping[str, Sequence[tuple[Any, ...]]]


@dataclass
class Victims:
    """Noor, a member who writes, and Lou, who moderates another community; with all that they leave behind."""

    stage: Stage
    marks: Marks = field(default_factory=Marks)
    refs: dict[Way, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What stood in their buttons and forms, by where it leads, the newest last."""
    ids: set[str] = field(default_factory=set)
    """Every id in their rows."""
    others: set[str] = field(default_factory=set)
    """The ids of those beside them, who may do with their own what they like."""

    async def live(self) -> None:
        """Let them write, plan and press, and keep what was shown to them."""
        noor = Walker(self.stage.person("noor"), self.marks, FEATURES, heard=self._heard, belongs=True)
        lou = Walker(self.stage.moderator("lou", community="lake"), self.marks, FEATURES, heard=self._heard)
        for each in (noor, lou):
            await each.person.joins(hour="0900")
            await each.commands(self.stage.app.commands)
        await self.stage.until(2026, 10, 2, 9, 1)
        for shown in noor.person.inbox:
            self._keep(leads(Reply(message=shown.message)))
        await noor.sends(await noor.person.command("checkin"))
        await self._plan(lou)
        roots = self._roots()
        theirs = (row for rows in self.stage.tables().values() for row in rows if roots & _ids(row))
        self.ids = {each for row in theirs for each in _ids(row)} - self._common()

    async def _plan(self, lou: Walker) -> None:
        """Leave a topic that is agreed to in the other community, and then a draft."""
        own = ActionId(feature="topic", action="own")
        await lou.sends(await lou.person.press(own))
        await lou.sends(await lou.person.press(self.newest("press", "topic", "when")))
        await lou.sends(await lou.person.press(own))

    def newest(self, kind: str, feature: str, name: str) -> ActionId:
        """Return the last button of a kind that was shown to them."""
        return ActionId(feature=feature, action=name, ref=self.refs[Way(kind, feature, name)][-1])

    def _heard(self, event: Inbound, answer: Answer | None) -> None:
        self._keep(leads(answer))

    def _keep(self, found: Iterable[str]) -> None:
        for each in map(ActionId.parse, found):
            if each and each.ref:
                for kind in ("press", "form", "lookup"):
                    self.refs[Way(kind, each.feature, each.action)].append(each.ref)

    def rows(self) -> Rows:
        """Return every row that names them, their records or the other community; and their keys."""
        everything = {**self.stage.tables(), **{f"keys {name}": rows for name, rows in self.stage.keys().items()}}
        return {name: [row for row in rows if self._is_theirs(_ids(row))] for name, rows in everything.items()}

    def _is_theirs(self, ids: set[str]) -> bool:
        return bool(self.ids & ids) and not self.others & ids

    def beside(self, *people: Person) -> None:
        """Let these be others."""
        rows = self.stage.rows("SELECT external_id, id, member_id FROM accounts")
        self.others = {each for name, *ids in rows for each in ids if name in {person.id for person in people}}

    def _roots(self) -> set[str]:
        """Return the members, and the community that only one of them is in."""
        lake = self.stage.rows("SELECT id FROM communities WHERE external_id = 'lake'")[0][0]
        return {self.stage.member_id("noor"), self.stage.member_id("lou"), str(lake)}

    def _common(self) -> set[str]:
        """Return the community in which others do things too."""
        return {str(row[0]) for row in self.stage.rows("SELECT id FROM communities WHERE external_id <> 'lake'")}

    def shown_in(self, answer: Answer | None) -> str | None:
        """Return which of their words an answer shows, None when it shows none."""
        return None if answer is None else self.marks.found_in(asdict(answer))


def _ids(row: Sequence[Any]) -> set[str]:
    """Return every id in a row, however it is written."""
    told = (each.hex() if isinstance(each, bytes) and len(each) == UUID_BYTES else str(each) for each in row)
    return set(ID.findall(" ".join(told)))
