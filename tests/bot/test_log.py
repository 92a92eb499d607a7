from __future__ import annotations

import asyncio
import io
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from bot import log
from bot.errors import SettingsError, StoreUnavailable
from bot.log import FORMAT, Redacted, RedactingFormatter, describe

SECRET = "what a member wrote"


@pytest.fixture
def everything(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Redaction set up as the command line does it, with a plain handler beside our own, and nothing left behind."""
    root, out = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in log.OWN}
    factory, raising = logging.getLogRecordFactory(), logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning
    sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
    sys.unraisablehook = sys.__unraisablehook__
    root.handlers[:] = []
    log.set_up("DEBUG")
    for each in (*root.handlers, logging.StreamHandler(out)):
        root.addHandler(each)
        if isinstance(each, logging.StreamHandler):
            each.setStream(out)
    yield out
    root.handlers[:], root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)
    logging.setLogRecordFactory(factory)
    logging.raiseExceptions = raising
    sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning = hooks


@pytest.fixture
def library() -> Iterator[logging.Logger]:
    found = logging.getLogger("somebodys.library")
    found.setLevel(logging.DEBUG)
    yield found
    found.setLevel(logging.NOTSET)


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
    error.__cause__.__context__ = ExceptionGroup(SECRET, [ValueError(SECRET), OSError(SECRET)])
    error.add_note(SECRET)
    said = written(error)
    assert SECRET not in said
    for name in ("KeyError", "ExceptionGroup", "ValueError", "OSError"):
        assert name in said


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError(SECRET), KeyError(SECRET)
    first.__cause__, second.__cause__ = second, first
    assert SECRET not in written(first)


def test_our_own_errors_say_their_line() -> None:
    assert describe(SettingsError("AJAR_PORT: wrong")) == "SettingsError: AJAR_PORT: wrong"
    assert describe(StoreUnavailable("gone")) == "StoreUnavailable: gone"
    assert describe(OSError(SECRET)) == "OSError"


def test_a_librarys_values_are_left_out_and_its_own_words_and_place_are_not(
    everything: io.StringIO, library: logging.Logger
) -> None:
    library.debug("body of %s: %r", SECRET, {"text": SECRET})
    library.warning("mapped %(words)s", {"words": SECRET})
    said = everything.getvalue()
    assert SECRET not in said
    assert "body of %s: %r  [test_log.py:" in said
    assert "mapped %(words)s" in said


def test_a_librarys_message_that_was_put_together_is_left_out(everything: io.StringIO, library: logging.Logger) -> None:
    payload = f"a request with {SECRET}"
    library.debug(f"received {SECRET}")
    library.info(payload)
    library.error(ValueError(SECRET))
    library.warning("received " + SECRET)
    assert SECRET not in everything.getvalue()
    assert everything.getvalue().count("(left out)  [test_log.py:") == 8, "four lines in two handlers"


def test_an_error_that_a_library_logs_is_told_without_its_text_in_every_handler(
    everything: io.StringIO, library: logging.Logger
) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        library.exception("it broke")
    assert SECRET not in everything.getvalue()
    assert everything.getvalue().count("it broke") == 2
    assert everything.getvalue().count("ValueError") == 2


def test_errors_among_our_own_values_lose_their_texts_and_a_line_stays_one_line(everything: io.StringIO) -> None:
    mine = logging.getLogger("bot.something")
    mine.debug("%s failed: %s", "a\nb", ValueError(SECRET))
    mine.info("%(why)s", {"why": OSError(SECRET)})
    mine.error(KeyError(SECRET))
    said = everything.getvalue()
    assert SECRET not in said
    assert "a b failed: ValueError\n" in said
    assert "OSError" in said
    assert "KeyError" in said


def test_a_wrong_line_of_ours_writes_neither_its_values_nor_a_complaint(everything: io.StringIO) -> None:
    logging.getLogger("bot.something").warning("counted %d of them", SECRET)
    assert SECRET not in everything.getvalue()
    assert "counted %d of them" in everything.getvalue()
    assert "Traceback" not in everything.getvalue()


def test_libraries_speak_from_warning_on_and_we_from_the_level_that_was_set(everything: io.StringIO) -> None:
    assert not logging.getLogger("aiosqlite").isEnabledFor(logging.INFO)
    assert logging.getLogger("aiosqlite").isEnabledFor(logging.WARNING)
    assert logging.getLogger("bot.app").isEnabledFor(logging.DEBUG)
    assert logging.getLogger("adapters.slack").isEnabledFor(logging.DEBUG)


def test_a_level_above_warning_holds_for_libraries_too(everything: io.StringIO) -> None:
    log.set_up("ERROR")
    assert not logging.getLogger("aiosqlite").isEnabledFor(logging.WARNING)
    assert not logging.getLogger("bot.app").isEnabledFor(logging.WARNING)


async def test_what_asyncio_tells_of_a_task_that_nobody_awaited_bears_no_texts(everything: io.StringIO) -> None:
    told = {"message": f"Task was {SECRET}", "exception": ValueError(SECRET), "task": SECRET}
    asyncio.get_running_loop().call_exception_handler(told)
    assert SECRET not in everything.getvalue()
    assert "ValueError" in everything.getvalue()
    assert "default_exception_handler" in everything.getvalue(), "whoever looks for it knows where to look"


def test_a_record_made_by_somebody_else_keeps_its_time_and_place() -> None:
    record = logging.LogRecord("x", logging.ERROR, "/lib/x.py", 7, SECRET, None, None, "f")
    made = Redacted.of(record)
    assert (made.created, made.lineno, made.levelname) == (record.created, 7, "ERROR")
    assert made.getMessage() == "(left out)  [x.py:7 f]"


def test_warnings_threads_and_errors_nobody_takes_go_the_same_way(everything: io.StringIO) -> None:
    class Falls:
        def __del__(self) -> None:
            raise ValueError(SECRET)

    def breaks() -> None:
        raise ValueError(SECRET)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = log._warned
        warnings.warn(SECRET, UserWarning, stacklevel=1)
    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    Falls()
    try:
        breaks()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    said = everything.getvalue()
    assert SECRET not in said
    assert "UserWarning at " in said
    for line in ("a thread ended", "nobody could take it", "ended by an error"):
        assert line in said
