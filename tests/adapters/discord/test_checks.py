"""The judge itself: it refuses what Discord would, so that its silence means something."""

from __future__ import annotations

from typing import Any

import pytest

from .checks import SPECS, WHY_SKIPPED, complaints_about_request

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason=WHY_SKIPPED)
MESSAGES = "/channels/200000000000000002/messages"


def saying(**button: Any) -> dict[str, Any]:
    whole = {"type": 2, "style": 2, "label": "Press", "custom_id": "v1:tip:another:", **button}
    return {"flags": 1 << 15, "components": [{"type": 1, "components": [whole]}]}


@pytest.mark.parametrize("body", [saying(label="x" * 81), saying(custom_id="x" * 101), saying(style=9)])
def test_a_body_that_discord_refuses_is_complained_about(body: dict[str, Any]) -> None:
    assert complaints_about_request("POST", MESSAGES, saying()) == []
    assert complaints_about_request("POST", MESSAGES, body) != []


def test_a_request_outside_the_description_is_complained_about() -> None:
    assert complaints_about_request("GET", "/nowhere", None) == ["GET /nowhere: not in the description"]
    assert complaints_about_request("POST", MESSAGES, None) == [f"POST {MESSAGES}: a body is missing"]


def test_a_person_may_be_named_by_a_number_when_their_dm_is_opened() -> None:
    assert complaints_about_request("POST", "/users/@me/channels", {"recipient_id": 100000000000000002}) == []
