"""Why something on a chain does not go on: stored as a code with facts, told in the reader's language."""

from __future__ import annotations

import pytest

from landsea.kernel import NotFound, Phrase, Refusal
from landsea.lading.chain import refusals
from landsea.lading.chain.reasons import Reason
from landsea.lading.store_chain.tables import parse_reason, render_reason
from landsea.runtime import say, translate


def stored(refusal: Refusal) -> Reason:
    found = parse_reason(render_reason(Reason.of(refusal)))
    assert found is not None
    return found


def test_what_is_stored_is_told_in_both_languages_with_its_facts() -> None:
    told = stored(
        refusals.ChainNodeRefused(chain="local", what=Phrase("block {number}", number=7), why="{limit} exceeded")
    )
    assert told.phrase == "The node of chain local refused block 7: {limit} exceeded"
    assert say(told.phrase, "zh") == "链 local 的节点拒绝了 区块 7：{limit} exceeded"
    told = stored(refusals.BurntOutOfTurn(state="surrendered"))
    assert say(told.phrase, "zh") == "代币已销毁，而单证的状态为已交单。"


@pytest.mark.parametrize("what", ["its chain id", "the newest block", "a nonce", "logs", "an estimate of gas"])
def test_what_a_node_was_asked_is_told_in_chinese(what: str) -> None:
    assert translate(what, "zh") != what


def test_a_refusal_of_another_kind_keeps_its_sentence_and_what_is_long_is_cut() -> None:
    other = NotFound(what="JSON-RPC URL of chain", id="local")
    assert stored(other).phrase == str(other)
    long = stored(refusals.ChainNodeRefused(chain="local", what="logs", why="x" * 10_000))
    assert len(render_reason(long)) < 1_000
    assert render_reason(None) == ""
    assert parse_reason("") is None


def test_a_code_that_this_version_does_not_know_is_shown_as_it_is() -> None:
    assert Reason("of-a-later-version", {"left": "1"}).phrase == "of-a-later-version"
    assert Reason(refusals.OtherChain.code, {}).phrase == refusals.OtherChain.code, (
        "its sentence has other facts by now"
    )
