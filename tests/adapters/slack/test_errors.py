"""What Slack says of a refusal is repeated only where it is a code."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.errors import code_of


def refused(told: object) -> SlackApiError:
    return SlackApiError("refused", {"ok": False, "error": told})  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("told", ["Somebody wrote this", "x" * 65, "", None, 7])
def test_what_is_no_code_is_not_repeated(told: object) -> None:
    assert code_of(refused(told)) == "http_0"


def test_a_code_is_repeated() -> None:
    assert code_of(refused("channel_not_found")) == "channel_not_found"
