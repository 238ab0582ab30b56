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
    says_of,
    wait,
)
from landsea.lading.platforms.values import Code, FinishedResponse, StartedResponse
from landsea.runtime.calls import parse_retry_after
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
    for outcome in (Outcome.ACCEPTED, Outcome.REFUSED):
        over = replace(FRESH, outcome=outcome)
        assert after(over, Start(), signed(code), NOW) == over


@pytest.mark.parametrize("code", list(Code))
def test_what_is_signed_for_ever_ends_a_dispute_and_nothing_else_does(code: Code) -> None:
    disputed = replace(FRESH, outcome=Outcome.DISPUTED, asks="why")
    said = signed(code, duplicate_of=ENTRY) if code is Code.DUPE else signed(code)
    ends = {Code.RECE: Outcome.ACCEPTED, Code.DUPE: Outcome.ACCEPTED, Code.BENV: Outcome.REFUSED}
    assert after(disputed, Start(), said, NOW).outcome is ends.get(code, Outcome.DISPUTED)
    assert says_of(disputed, said, NOW) is ends.get(code)
    foreign = replace(said, last_entry_checksum=sha256("another"), duplicate_of="")
    for nothing in (foreign, Stored(), STARTED, Nothing(503, "busy")):
        assert after(disputed, Start(), nothing, NOW) == disputed
        assert says_of(disputed, nothing, NOW) is None


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


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("0", 2),
        ("99999999999999999999", 86_400),
        ("Sat, 21 Nov 2026 09:00:00 GMT", 3600),
        ("Saturday, 21-Nov-26 09:00:00 GMT", 3600),
        ("Sat Nov 21 09:00:00 2026", 3600),
        ("Sat, 21 Nov 2026 07:00:00 GMT", 2),
        ("Sat, 21 Nov 9999 07:00:00 GMT", 86_400),
        ("", 8),
        ("-5", 8),
        ("1.5", 8),
        ("soon", 8),
        ("٣", 8),
        ("Sat, 99 Nov 2026 07:00:00 GMT", 8),
    ],
)
def test_a_receiver_that_asks_to_wait_is_asked_when_it_wants_within_bounds(said: str, seconds: int) -> None:
    """RFC 9110 10.2.3 and 5.6.7: seconds, or a date in one of three forms. What is neither leaves the node's own pause."""
    tried = replace(FRESH, attempts=2)
    kept = after(tried, Start(), Nothing(503, "busy", parse_retry_after(said, NOW)), NOW)
    assert (kept.due - NOW, kept.attempts) == (timedelta(seconds=seconds), 3)


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
