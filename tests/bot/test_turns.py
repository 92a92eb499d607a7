"""Fair shares between communities, and a minute spread so that nobody notices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from statistics import quantiles
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Delivery, Priority
from bot.turns import STEP, Turns
from tests.bot.store.nouns import LANE, NOON, OPENING_LANE, at, delivery, direct

COMMUNITIES = 5


def prompt(community: int, number: int, due_at: datetime = NOON, **changes: object) -> Delivery:
    return delivery(
        **{
            "kind": "daily_prompt",
            "id": UUID(int=community << 64 | number),
            "recipient": f"member:{community}-{number}",
            "community_id": UUID(int=community),
            "due_at": due_at,
            "expires_at": due_at + timedelta(hours=3),
            **changes,
        }
    )


# --- a lane that sends while more is planned -----------------------------------------------------------------------


@dataclass
class Line:
    """A lane in memory: what is planned waits by turn, as the store keeps it, and is sent while more is planned."""

    turns: Turns = field(default_factory=lambda: Turns(0))
    now: datetime = NOON
    made: int = 0
    waiting: list[tuple[datetime, int, int]] = field(default_factory=list)
    sent: list[tuple[int, int]] = field(default_factory=list)

    def plan(self, sizes: Sequence[tuple[int, int]]) -> None:
        """Plan so many for each of some communities, in one batch."""
        batch = []
        for community, count in sizes:
            batch += [prompt(community, self.made + each, self.now) for each in range(count)]
            self.made += count
        reached = {LANE: min(self.waiting)[0]} if self.waiting else {}
        for key, (_, turn) in self.turns.given(batch, reached, self.now).items():
            self.waiting.append((turn, key.int >> 64, key.int & 0xFFFFFFFF))

    def send(self, count: int) -> None:
        """Send so many, and let the time pass that the pace takes for them."""
        self.waiting.sort(key=lambda each: (each[0], each[1] << 64 | each[2]))
        going, self.waiting = self.waiting[:count], self.waiting[count:]
        self.sent += [(community, number) for _, community, number in going]
        self.now += timedelta(seconds=max(1, count) / 40)


SIZES = st.lists(st.tuples(st.integers(1, COMMUNITIES), st.integers(1, 60)), min_size=1, max_size=4)
STEPS = st.lists(st.one_of(SIZES, st.integers(0, 80)), min_size=1, max_size=25)


@given(STEPS)
def test_within_one_community_the_order_of_planning_is_kept(steps: list[list[tuple[int, int]] | int]) -> None:
    line = Line()
    for step in steps:
        line.send(step) if isinstance(step, int) else line.plan(step)
    line.send(len(line.waiting))
    by_community = defaultdict(list)
    for community, number in line.sent:
        by_community[community].append(number)
    assert all(numbers == sorted(numbers) for numbers in by_community.values())


@given(STEPS, st.integers(1, 30), st.integers(0, 30))
def test_whoever_has_few_is_behind_a_fair_share_of_the_others_whatever_was_planned_before(
    steps: list[list[tuple[int, int]] | int], few: int, meanwhile: int
) -> None:
    """The nth of a community that comes anew goes within n from each, and one more of each that has begun."""
    newcomer = COMMUNITIES + 1
    line = Line()
    for step in steps:
        line.send(step) if isinstance(step, int) else line.plan(step)
    line.plan([(newcomer, few)])
    line.plan([(each, meanwhile) for each in range(1, COMMUNITIES + 1) if meanwhile])
    before = len(line.sent)
    line.send(len(line.waiting))
    places = [place for place, (community, _) in enumerate(line.sent[before:], 1) if community == newcomer]
    for number, place in enumerate(places, 1):
        assert place <= (number + 1) * (COMMUNITIES + 1)


@given(st.lists(st.integers(1, 120), min_size=2, max_size=COMMUNITIES))
def test_while_all_have_some_all_get_as_many(sizes: list[int]) -> None:
    line = Line()
    line.plan(list(enumerate(sizes, 1)))
    line.send(min(sizes) * len(sizes))
    counts = Counter(community for community, _ in line.sent)
    assert max(counts.values()) - min(counts[each] for each in range(1, len(sizes) + 1)) <= 1


def test_a_community_that_had_its_share_hours_ago_begins_anew() -> None:
    line = Line()
    line.plan([(1, 2000)])
    line.send(2000)
    line.now += timedelta(hours=1)
    line.plan([(1, 10), (2, 2000)])
    line.send(40)
    assert Counter(community for community, _ in line.sent[2000:])[1] == 10


def test_communities_whose_turns_have_passed_are_forgotten() -> None:
    turns = Turns(0)
    turns.given([prompt(each, each) for each in range(500)], {}, NOON)
    turns.given([prompt(1, 1000, at(hours=1))], {}, at(hours=1))
    assert len(turns._last) == 1


def test_a_lane_that_is_behind_serves_newcomers_at_the_turn_it_has_come_to() -> None:
    turns = Turns(0)
    late = prompt(1, 1, at(minutes=5))
    given_to = turns.given([late], {LANE: NOON}, at(minutes=5))
    assert given_to[late.id] == (at(minutes=5), NOON), "its moment is its own, its turn that of the lane"


def test_lanes_do_not_count_against_each_other() -> None:
    turns = Turns(0)
    opened = [prompt(1, each) for each in range(50)]
    to_open = replace(prompt(1, 99), target=direct(channel=None))
    turns.given(opened, {}, NOON)
    assert turns.given([to_open], {LANE: at(hours=-1)}, NOON)[to_open.id] == (NOON, NOON)
    assert to_open.target.lane == OPENING_LANE


def test_the_turns_of_one_community_stand_a_step_apart() -> None:
    batch = [prompt(1, each) for each in range(4)]
    given_to = Turns(0).given(batch, {}, NOON)
    assert [given_to[each.id][1] for each in batch] == [NOON + each * STEP for each in range(4)]


def test_those_of_no_community_share_as_one() -> None:
    batch = [prompt(1, each, community_id=None) for each in range(3)]
    assert len({turn for _, turn in Turns(0).given(batch, {}, NOON).values()}) == 3


# --- a minute, spread ----------------------------------------------------------------------------------------------

MINUTES = st.integers(0, 60 * 24 * 400).map(lambda each: NOON + timedelta(minutes=each))
NAMES = st.from_regex(r"member:[0-9a-f]{32}", fullmatch=True)


@given(NAMES, MINUTES, st.integers(0, 59), st.integers(1, 6 * 3600))
def test_a_prompt_goes_within_its_own_minute_and_while_it_is_fresh(
    name: str, due_at: datetime, seconds: int, fresh: int
) -> None:
    expires_at = due_at + timedelta(seconds=fresh)
    one = prompt(1, 1, due_at, recipient=name, expires_at=expires_at)
    free_at, turn = Turns(seconds).given([one], {}, due_at)[one.id]
    assert due_at <= free_at < expires_at
    assert free_at.replace(second=0, microsecond=0) == due_at
    assert free_at - due_at <= timedelta(seconds=seconds)
    assert turn == free_at


@given(NAMES, MINUTES, MINUTES, st.integers(1, 59))
def test_a_members_moment_within_the_minute_is_always_the_same(
    name: str, one_day: datetime, another: datetime, seconds: int
) -> None:
    moments = set()
    for due_at in (one_day, another):
        one = prompt(1, 1, due_at, recipient=name, occasion=str(due_at.date()))
        moments.add(Turns(seconds).given([one], {}, due_at)[one.id][0] - due_at)
    assert len(moments) == 1


@pytest.mark.parametrize("seconds", [1, 30, 50, 59])
def test_a_minute_is_spread_evenly(seconds: int) -> None:
    batch = [prompt(1, each) for each in range(6000)]
    moments = [(free_at - NOON).total_seconds() for free_at, _ in Turns(seconds).given(batch, {}, NOON).values()]
    tenths = quantiles(moments, n=10)
    assert all(abs(found - seconds * tenth / 10) < seconds * 0.03 for tenth, found in enumerate(tenths, 1))


def test_nothing_is_spread_over_no_seconds() -> None:
    batch = [prompt(1, each) for each in range(20)]
    assert {free_at for free_at, _ in Turns(0).given(batch, {}, NOON).values()} == {NOON}


@pytest.mark.parametrize("priority", [Priority.ANSWER, Priority.TOPIC])
def test_only_prompts_are_moved(priority: Priority) -> None:
    moved, stays = prompt(1, 1), prompt(1, 2, priority=priority)
    assert set(Turns(50).given([moved, stays], {}, NOON)) == {moved.id}
