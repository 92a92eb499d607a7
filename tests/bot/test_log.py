from __future__ import annotations

import logging

from bot.errors import SettingsError, StoreUnavailable
from bot.log import FORMAT, LOUD, RedactingFormatter, describe, quieten

SECRET = "what a member wrote"


def written(error: BaseException) -> str:
    """Return how a record with this error is written."""
    record = logging.LogRecord("ajar", logging.ERROR, __file__, 1, "it failed", None, None)
    try:
        raise error
    except BaseException as caught:
        record.exc_info = (type(caught), caught, caught.__traceback__)
    return RedactingFormatter(FORMAT).format(record)


def test_an_exceptions_text_is_left_out_and_its_type_and_place_are_not() -> None:
    said = written(ValueError(SECRET))
    assert SECRET not in said
    assert "ValueError" in said
    assert "test_log.py" in said


def test_causes_contexts_notes_and_groups_are_written_without_their_texts() -> None:
    error = RuntimeError(SECRET)
    error.__cause__ = KeyError(SECRET)
    error.__cause__.__context__ = ExceptionGroup(SECRET, [ValueError(SECRET)])
    error.add_note(SECRET)
    said = written(error)
    assert SECRET not in said
    assert "KeyError" in said
    assert "ExceptionGroup" in said


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError(SECRET), KeyError(SECRET)
    first.__cause__, second.__cause__ = second, first
    assert SECRET not in written(first)


def test_our_own_errors_say_their_line() -> None:
    assert describe(SettingsError("AJAR_PORT: wrong")) == "SettingsError: AJAR_PORT: wrong"
    assert describe(StoreUnavailable("gone")) == "StoreUnavailable: gone"
    assert describe(OSError(SECRET)) == "OSError"


def test_loggers_that_print_payloads_stay_at_info() -> None:
    before = {name: logging.getLogger(name).level for name in LOUD}
    try:
        for name in LOUD:
            logging.getLogger(name).setLevel(logging.DEBUG)
        quieten()
        assert all(logging.getLogger(name).level >= logging.INFO for name in LOUD)
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
