"""Practices are chosen by what helped, and it never narrows."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.features.tip.choice import RECENT, choose
from bot.helped import HELPED, NOT_NOW, OUTCOMES, REFUSED, known

FITS = {f"tip-{number}": f"category-{number % 5}" for number in range(20)}

histories = st.lists(st.tuples(st.sampled_from(sorted(FITS)), st.sampled_from(OUTCOMES)), max_size=60)


def picked(told: list[tuple[str, str]], times: int = 400, *, learned: bool = True) -> Counter[str]:
    sure = known(told)
    return Counter(choose(FITS, sure, (), f"event:{each}", learned=learned).tip for each in range(times))


@given(histories, st.text(max_size=20), st.booleans())
def test_the_same_event_and_history_give_the_same(told: list[tuple[str, str]], seed: str, learned: bool) -> None:
    sure = known(told)
    assert choose(FITS, sure, (), seed, learned=learned) == choose(FITS, sure, (), seed, learned=learned)


@given(histories, st.lists(st.sampled_from(sorted(FITS)), min_size=RECENT, unique=True), st.integers())
def test_what_came_last_does_not_come_for_its_merits_again(
    told: list[tuple[str, str]], shown: list[str], event: int
) -> None:
    chosen = choose(FITS, known(told), shown, str(event), learned=True)
    assert chosen.tip in FITS
    if chosen.reason in ("helped", "category") and len(shown) + RECENT < len(FITS):
        assert chosen.tip not in shown[-RECENT:]


def test_nobody_is_told_of_a_reason_before_they_said_anything() -> None:
    assert {choose(FITS, known([]), (), str(each), learned=True).reason for each in range(100)} == {""}


def test_what_helps_leads_and_leaves_room_for_all_others() -> None:
    found = picked([("tip-3", HELPED)] * 6 + [(each, NOT_NOW) for each in FITS if each != "tip-3"] * 3)
    assert found.most_common(1)[0][0] == "tip-3"
    assert found["tip-3"] < 320
    assert len(found) == len(FITS)


def test_one_answer_already_counts_for_what_is_like_it() -> None:
    found = picked([("tip-0", HELPED)] * 3)
    alike = sum(found[each] for each in FITS if FITS[each] == "category-0" and each != "tip-0")
    others = sum(found[each] for each in FITS if FITS[each] == "category-1" and each != "tip-1")
    assert alike > others * 1.3


def test_switched_off_it_is_chance_alone() -> None:
    assert picked([("tip-3", HELPED)] * 20, learned=False)["tip-3"] < 50


def test_what_was_last_said_decides_whether_it_stays_away() -> None:
    assert known([("tip-1", REFUSED), ("tip-1", HELPED)]).refused == frozenset()
    assert known([("tip-1", HELPED), ("tip-1", REFUSED)]).refused == {"tip-1"}
    assert known([("tip-1", HELPED), ("tip-1", NOT_NOW)]).of("tip-1").tried == 2
