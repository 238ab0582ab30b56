"""One verdict from the outcomes of the checks."""

from __future__ import annotations

import pytest

from landsea.lading import Verdict
from landsea.lading.model import Check, Message, Outcome
from landsea.lading.service.verify.verdict import verdict_of


def verdict(*failed: str) -> Verdict:
    return verdict_of([Check(name, "", Outcome.FAIL, Message("seen", {})) for name in failed])


@pytest.mark.parametrize("also", [(), ("fresh",), ("operative", "fresh"), ("unencumbered",)])
def test_a_sandbox_whose_clock_is_ahead_is_a_sandbox(also: tuple[str, ...]) -> None:
    assert verdict("sandbox", *also) is Verdict.SANDBOX


@pytest.mark.parametrize("failed", [("fresh",), ("sandbox", "times"), ("sandbox", "fresh", "attestation")])
def test_a_future_date_elsewhere_and_a_forgery_in_a_sandbox_stay_invalid(failed: tuple[str, ...]) -> None:
    assert verdict(*failed) is Verdict.INVALID
