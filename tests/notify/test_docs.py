"""What docs/webhooks.md shows works."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landsea import notify
from landsea.notify import DeliveryState
from landsea.policy import DataClass
from tests.notify.world import World

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def is_genuine() -> Callable[..., bool]:
    [code] = re.findall(r"```python\n(.*?)```", (DOCS / "webhooks.md").read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102  # our own page
    found: Callable[..., bool] = names["is_genuine"]
    return found


def test_a_receiver_that_does_as_the_page_says_tells_genuine_from_forged(
    world: World, is_genuine: Callable[..., bool]
) -> None:
    made, old = world.subscribe()
    _, new = world.act(notify.rotate_secret, world.courier, made.id)
    world.move("A1")
    world.deliver()
    [sent] = world.receiver.sent
    headers, now = dict(sent.headers), world.clock.time.timestamp()
    for secret in (old, new):
        assert is_genuine(secret, headers, sent.body, now)
    assert not is_genuine("whsec_" + "A" * 44, headers, sent.body, now)
    assert not is_genuine(new, headers, sent.body + b" ", now)
    assert not is_genuine(new, headers | {"webhook-id": "msg_other"}, sent.body, now)
    assert not is_genuine(new, headers, sent.body, now + 301)


def test_the_pages_name_every_state_and_every_class() -> None:
    states = set(re.findall(r"^\| `([a-z-]+)` \|", (DOCS / "webhooks.md").read_text(), re.MULTILINE))
    assert {one.value for one in DeliveryState} <= states
    classes = set(re.findall(r"^\| `([a-z-]+)` \|", (DOCS / "policy.md").read_text(), re.MULTILINE))
    assert classes == {one.value for one in DataClass}
