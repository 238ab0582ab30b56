"""The sending platform by its law alone: what each answer means, and what it never means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from landsea.lading.platforms.sending import (
    Document,
    Finish,
    Nothing,
    Outcome,
    Sending,
    Start,
    Stored,
    after,
    next_request,
    wait,
)
from landsea.lading.platforms.values import Code, FinishedResponse, StartedResponse
from tests.lading.pint.counterpart import Keys, sha256
from tests.lading.pint.pure import NOW

KEYS = Keys("platform a")
ENTRY = KEYS.sign({"transactions": "synthetic"})
LAST = sha256(ENTRY)
DOCUMENT = sha256("document")
ONE, TWO = sha256("one"), sha256("two")
FRESH = Sending(ENTRY, DOCUMENT, (ONE, TWO), NOW)
STARTED = StartedResponse("ref", DOCUMENT, LAST, (ONE, TWO))


def signed(code: Code, **more: object) -> FinishedResponse:
    return replace(FinishedResponse(LAST, code), **more)  # type: ignore[arg-type]


def test_the_way_of_an_undisturbed_transfer() -> None:
    sending = FRESH
    assert next_request(sending) == Start()
    sending = after(sending, Start(), STARTED, NOW)
    assert next_request(sending) == Document("ref", ONE)
    sending = after(sending, Document("ref", ONE), Stored(), NOW)
    assert next_request(sending) == Document("ref", TWO)
    sending = after(sending, Document("ref", TWO), Stored(), NOW)
    assert next_request(sending) == Finish("ref")
    sending = after(sending, Finish("ref"), signed(Code.RECE, received=(TWO, ONE)), NOW)
    assert (sending.outcome, sending.accepted_entry, sending.asks) == (Outcome.ACCEPTED, ENTRY, "")
    assert next_request(sending) is None


@pytest.mark.parametrize("code", list(Code))
def test_nothing_moves_a_transfer_that_is_over(code: Code) -> None:
    for outcome in (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.DISPUTED):
        over = replace(FRESH, outcome=outcome)
        assert after(over, Start(), signed(code), NOW) == over


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (Code.RECE, Outcome.ACCEPTED),
        (Code.BENV, Outcome.REFUSED),
        (Code.DISE, Outcome.DISPUTED),
        (Code.BSIG, Outcome.SENDING),
        (Code.INCD, Outcome.SENDING),
    ],
)
def test_a_signed_answer_about_this_envelope_decides_and_no_other(code: Code, outcome: Outcome) -> None:
    assert after(FRESH, Start(), signed(code), NOW).outcome is outcome
    foreign = replace(signed(code), last_entry_checksum=sha256("another"))
    kept = after(FRESH, Start(), foreign, NOW)
    assert (kept.outcome, kept.attempts) == (Outcome.SENDING, 1)


def test_a_duplicate_counts_when_it_names_our_entry_or_one_that_says_the_same() -> None:
    resigned = KEYS.sign({"transactions": "synthetic"})
    assert resigned != ENTRY
    for named, last in ((ENTRY, LAST), (resigned, LAST), (ENTRY, sha256("x")), ("", LAST)):
        done = after(FRESH, Start(), FinishedResponse(last, Code.DUPE, duplicate_of=named), NOW)
        assert (done.outcome, done.accepted_entry) == (Outcome.ACCEPTED, named or ENTRY)
    for named, last in ((KEYS.sign({"transactions": "another"}), LAST), ("", sha256("x")), ("garbage", LAST)):
        kept = after(FRESH, Start(), FinishedResponse(last, Code.DUPE, duplicate_of=named), NOW)
        assert kept.outcome is Outcome.SENDING
        assert kept.asks


@pytest.mark.parametrize("status", [0, 200, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503])
def test_an_unsigned_answer_binds_nobody_and_is_asked_again_later(status: int) -> None:
    kept = after(FRESH, Start(), Nothing(status, "synthetic"), NOW)
    assert (kept.outcome, next_request(kept)) == (Outcome.SENDING, Start())
    assert kept.due == NOW + timedelta(seconds=2)


def test_waiting_grows_to_an_hour_and_people_are_told_meanwhile() -> None:
    assert [wait(number).total_seconds() for number in (1, 2, 3, 11, 12, 500)] == [2, 4, 8, 2048, 3600, 3600]
    sending = FRESH
    for _ in range(7):
        sending = after(sending, Start(), Nothing(0, "no connection"), NOW)
    assert sending.asks == ""
    assert after(sending, Start(), Nothing(0, "no connection"), NOW).asks == "no connection"


def test_a_receiver_that_forgot_the_transfer_is_sent_the_envelope_again() -> None:
    going = after(FRESH, Start(), STARTED, NOW)
    lost = after(going, Document("ref", ONE), Nothing(404, "gone"), NOW)
    assert (next_request(lost), lost.missing) == (Start(), ())


def test_missing_documents_are_sent_again() -> None:
    going = replace(FRESH, reference="ref")
    again = after(going, Finish("ref"), signed(Code.MDOC, missing=(TWO,)), NOW)
    assert next_request(again) == Document("ref", TWO)
    assert again.due > NOW, "a receiver that loses documents for ever is not asked without a pause"
    assert after(going, Finish("ref"), signed(Code.MDOC), NOW).due > NOW


def test_documents_that_were_not_announced_are_not_sent() -> None:
    strange = replace(STARTED, missing=(sha256("the safe's combination"),))
    kept = after(FRESH, Start(), strange, NOW)
    assert (next_request(kept), kept.missing) == (Start(), ())
    assert kept.asks


@pytest.mark.parametrize("change", [{"document_checksum": ONE}, {"last_entry_checksum": ONE}, {"reference": ""}])
def test_a_start_of_another_transfer_is_not_ours(change: dict[str, str]) -> None:
    kept = after(FRESH, Start(), replace(STARTED, **change), NOW)  # type: ignore[arg-type]
    assert (kept.reference, kept.attempts) == ("", 1)


def test_a_receipt_that_leaves_out_documents_is_accepted_and_told() -> None:
    done = after(FRESH, Start(), signed(Code.RECE, received=(ONE,)), NOW)
    assert (done.outcome, done.asks) == (Outcome.ACCEPTED, "the receiver did not confirm 1 document(s)")


def test_an_answer_that_does_not_fit_its_request_moves_nothing() -> None:
    assert after(FRESH, Start(), Stored(), NOW).missing == ()
    assert after(FRESH, Start(), Stored(), NOW).attempts == 1
