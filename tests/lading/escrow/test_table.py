"""TitleEscrow's table: its page is drawn from it, and histories that cannot have happened are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from landsea.kernel import BadValue
from landsea.lading.escrow import (
    NOBODY,
    Address,
    Call,
    Escrow,
    EscrowRefusal,
    Event,
    Operation,
    UnexplainedHistory,
    decide,
    new_registry,
    parse_address,
    possible_operations,
    render_lines,
    render_table,
    replay,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "standards" / "title-escrow.md"
ISSUER, ANNE, BOB = (Address("0x" + f"{n:040x}") for n in (11, 12, 13))


def history() -> list[tuple[Event, ...]]:
    """Minted to Anne, transferred to Bob whole, returned by him."""
    escrow, logged = Escrow(), []
    for call in (
        Call(Operation.MINT, ISSUER, ANNE, ANNE, b"synthetic"),
        Call(Operation.TRANSFER_OWNERS, ANNE, BOB, BOB),
        Call(Operation.RETURN, BOB),
    ):
        after = decide(new_registry(ISSUER), escrow, call)
        escrow = after.escrow
        logged.append(after.events)
    return logged


def test_the_page_shows_the_table_and_the_mapping_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert render_table() in page
    assert render_lines() in page


def test_functions_that_the_contracts_keep_for_themselves_refuse_every_party() -> None:
    for inner in (Operation.SHRED, Operation.RECEIVE, Operation.MOVE):
        for escrow in (
            Escrow(),
            decide(new_registry(ISSUER), Escrow(), Call(Operation.MINT, ISSUER, ANNE, ANNE)).escrow,
        ):
            with pytest.raises(EscrowRefusal):
                decide(new_registry(ISSUER), escrow, Call(inner, ISSUER))


def test_a_party_is_told_what_it_may_do_now() -> None:
    registry = new_registry(ISSUER)

    def may(escrow: Escrow, who: Address) -> set[str]:
        return {one.value for one in possible_operations(registry, escrow, who)}

    def after(escrow: Escrow, *call: Any) -> Escrow:
        return decide(registry, escrow, Call(*call)).escrow

    owned = after(Escrow(), Operation.MINT, ISSUER, ANNE, ANNE)
    transfers = {"transferBeneficiary", "transferHolder", "transferOwners"}
    assert may(Escrow(), ISSUER) == {"mint"}
    assert may(owned, ANNE) == {"nominate", "returnToIssuer", *transfers}
    assert may(owned, ISSUER) == may(owned, BOB) == set()
    held = after(owned, Operation.TRANSFER_HOLDER, ANNE, NOBODY, BOB)
    assert (may(held, ANNE), may(held, BOB)) == ({"nominate"}, {"transferHolder", "rejectTransferHolder"})
    nominated = after(held, Operation.NOMINATE, ANNE, ISSUER)
    assert may(nominated, BOB) == {"rejectTransferHolder", *transfers}
    returned = after(owned, Operation.RETURN, ANNE)
    assert (may(returned, ANNE), may(returned, ISSUER)) == (set(), {"restore", "burn"})
    assert may(after(returned, Operation.BURN, ISSUER), ISSUER) == set()


def test_a_history_tells_who_called_what() -> None:
    steps, escrow = replay(history())
    assert [(step.operation, step.caller) for step in steps] == [
        (Operation.MINT, None),
        (Operation.TRANSFER_OWNERS, ANNE),
        (Operation.RETURN, BOB),
    ]
    assert (escrow.beneficiary, escrow.holder, escrow.is_held) == (BOB, BOB, False)


def test_two_calls_in_one_transaction_are_told_apart() -> None:
    mint, transfer, give_back = history()
    steps, escrow = replay([mint + transfer, give_back])
    assert [step.transaction for step in steps] == [0, 0, 1]
    assert escrow == replay(history())[1]


@pytest.mark.parametrize("lost", [0, 1])
def test_a_history_with_a_transaction_missing_is_refused(lost: int) -> None:
    events = history()
    del events[lost]
    with pytest.raises(UnexplainedHistory):
        replay(events)


@pytest.mark.parametrize("lost", range(3))
def test_a_history_with_a_log_missing_is_refused(lost: int) -> None:
    mint, *rest = history()
    with pytest.raises(UnexplainedHistory):
        replay([mint[:lost] + mint[lost + 1 :], *rest])


@pytest.mark.parametrize("text", ["", "0x", "0x" + "g" * 40, "1" * 40, "0x" + "1" * 41, " 0x" + "1" * 40])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        parse_address(text)


def test_addresses_are_compared_in_one_spelling() -> None:
    assert parse_address("0x" + "aB" * 20) == parse_address("0x" + "Ab" * 20)
