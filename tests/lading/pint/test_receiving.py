"""The receiving platform by its law alone: the toolkit's scenarios, then what the toolkit does not look at."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from landsea.lading.platforms.profiles import DCSA_CTK, PROFILES, STRICT
from landsea.lading.platforms.transfers import Standing
from tests.lading.pint.counterpart import (
    CARRIER,
    SENDER,
    CtkSender,
    Keys,
    b64,
    instant,
    party,
    payload_of,
    sha256,
    sha256_of_json,
    transport_document,
)
from tests.lading.pint.pure import NOW, PureReceiver, b64_text, ctk_trust, strict_trust, trust_of

BUYER = party("Buyer", "SYNR", "BUYER")
A, B = Keys("platform a"), Keys("platform b")
Json = dict[str, Any]


def code(answer: tuple[int, Any]) -> str:
    """`201`, or the response code of a signed answer whose HTTP status is the right one."""
    status, body = answer
    if not isinstance(body, str):
        return str(status)
    said = payload_of(body)["responseCode"]
    assert status == {"RECE": 200, "DUPE": 200, "BSIG": 422, "BENV": 422}.get(said, 409)
    return str(said)


def ctk(documents: int = 0, receiver: Json = BUYER) -> tuple[CtkSender, PureReceiver]:
    return CtkSender(receiver, NOW, documents=documents), PureReceiver(ctk_trust())


# What the suite plays: its 17 transfer scenarios and the one of errors.


@pytest.mark.parametrize("kind", ["VALID_ISSUANCE", "VALID_TRANSFER"])
@pytest.mark.parametrize(("retry", "wanted"), [("NO_CHANGE", "DUPE"), ("RESIGN", "DUPE"), ("MANIPULATE", "DISE")])
def test_an_accepted_transfer_is_accepted_once(kind: str, retry: str, wanted: str) -> None:
    sender, receiver = ctk()
    assert code(receiver.post(sender.start(kind))) == "RECE"
    accepted = sender.envelope["envelopeTransferChain"][-1]
    status, body = receiver.post(sender.retry(retry))
    assert code((status, body)) == wanted
    said = payload_of(body)
    assert said["lastEnvelopeTransferChainEntrySignedContentChecksum"] == sha256(
        sender.envelope["envelopeTransferChain"][-1]
    )
    if wanted == "DUPE":
        assert said["duplicateOfAcceptedEnvelopeTransferChainEntrySignedContent"] == accepted
    assert receiver.took == [(sender.number, "pty_buyer")]


def test_a_broken_signature_is_refused_and_forgotten() -> None:
    sender, receiver = ctk()
    assert code(receiver.post(sender.start("SIGNATURE_ISSUE"))) == "BSIG"
    assert (receiver.known, receiver.refused) == ({}, set())
    assert code(receiver.post(sender.start())) == "RECE"


def test_an_envelope_for_another_platform_or_a_stranger_is_refused() -> None:
    sender, receiver = ctk()
    assert code(receiver.post(sender.start("WRONG_RECIPIENT_PLATFORM"))) == "BENV"
    sender, receiver = ctk(receiver=party("Stranger", "SYNR", "NOBODY"))
    assert code(receiver.post(sender.start())) == "BENV"
    assert receiver.took == []


def put(sender: CtkSender, receiver: PureReceiver, reference: str, kind: str = "VALID_DOCUMENT") -> str:
    return code(receiver.put_document(reference, *sender.next_document(kind)))


def begin(sender: CtkSender, receiver: PureReceiver) -> str:
    status, answer = receiver.post(sender.start() if not sender.envelope else sender.retry())
    assert status == 201, answer
    sender.wants(answer)
    return str(answer["envelopeReference"])


def test_documents_follow_and_the_transfer_is_finished() -> None:
    sender, receiver = ctk(documents=2)
    reference = begin(sender, receiver)
    assert [put(sender, receiver, reference), put(sender, receiver, reference)] == ["204", "204"]
    status, body = receiver.put_finish(reference)
    assert code((status, body)) == "RECE"
    assert set(payload_of(body)["receivedAdditionalDocumentChecksums"]) == set(sender.contents)
    assert code(receiver.put_finish(reference)) == "DUPE"
    assert receiver.took == [(sender.number, "pty_buyer")]


@pytest.mark.parametrize("trouble", ["none", "CORRUPTED_DOCUMENT", "UNRELATED_DOCUMENT", "early finish"])
@pytest.mark.parametrize("ending", ["finish", "retry"])
def test_an_interrupted_transfer_goes_on_with_what_is_missing(trouble: str, ending: str) -> None:
    sender, receiver = ctk(documents=2)
    reference = begin(sender, receiver)
    assert put(sender, receiver, reference) == "204"
    left = set(sender.pending)
    if trouble.endswith("DOCUMENT"):
        assert put(sender, receiver, reference, trouble) == "INCD"
    if trouble == "early finish":
        status, body = receiver.put_finish(reference)
        assert code((status, body)) == "MDOC"
        assert set(payload_of(body)["missingAdditionalDocumentChecksums"]) == left
    assert begin(sender, receiver) == reference
    assert set(sender.pending) == left
    assert put(sender, receiver, reference) == "204"
    answer = receiver.put_finish(reference) if ending == "finish" else receiver.post(sender.retry())
    assert code(answer) == "RECE"


def test_a_document_that_does_not_fit_the_schema_is_an_unsigned_400_even_with_stale_checksums() -> None:
    sender, receiver = ctk()
    envelope = sender.start()
    envelope["transportDocument"]["transports"]["placeOfReceipt"]["facility"]["facilityCode"] = "INVALID_FACILITY_CODE"
    status, body = receiver.post(envelope)
    assert status == 400
    (fault,) = body["faults"]
    assert fault.path == "$.transportDocument.transports.placeOfReceipt.facility.facilityCode"
    assert fault.property == "facilityCode"
    assert fault.value == "INVALID_FACILITY_CODE"
    assert (receiver.known, receiver.refused) == ({}, set())


# What the suite does not look at, by the strict profile.


def issued_to(shipper: Json, document: Json, carrier: Keys = CARRIER, **manifest: str) -> Json:
    """The first entry's transaction and manifest."""
    said = {"documentChecksum": sha256_of_json(document), "issueToChecksum": sha256("to")} | manifest
    issue = act("ISSUE", party("Carrier", "SYNA", "CARRIER"), shipper)
    return {"transactions": [issue], "issuanceManifestSignedContent": carrier.sign(said)}


def act(action: str, actor: Json, recipient: Json | None = None, minutes: int = 0) -> Json:
    said: Json = {"actionCode": action, "actor": actor, "actionDateTime": instant(NOW + timedelta(minutes=minutes))}
    return said | ({"recipient": recipient} if recipient else {})


def entry(platform: str, document: Json, transactions: list[Json], previous: str = "", **more: Any) -> Json:
    """An entry's payload."""
    said: Json = {"eblPlatform": platform, "transportDocumentChecksum": sha256_of_json(document)}
    if previous:
        said["previousEnvelopeTransferChainEntrySignedContentChecksum"] = sha256(previous)
    return said | {"transactions": transactions} | more


def enveloped(document: Json, chain: list[str], keys: Keys = A, **manifest: Any) -> Json:
    said = {
        "transportDocumentChecksum": sha256_of_json(document),
        "lastEnvelopeTransferChainEntrySignedContentChecksum": sha256(chain[-1]),
    } | manifest
    return {
        "transportDocument": document,
        "envelopeManifestSignedContent": keys.sign(said),
        "envelopeTransferChain": chain,
    }


SHIPPER = party("Shipper", "SYNA", "SHIPPER")


def strict_envelope(document: Json | None = None, extra: list[Json] | None = None, **more: Any) -> Json:
    """Issued to the shipper on SYNA, transferred to the buyer here, in one entry."""
    document = document or transport_document()
    first = issued_to(SHIPPER, document)
    moves = first["transactions"] + (extra if extra is not None else [act("TRANSFER", SHIPPER, BUYER)])
    said = entry("SYNA", document, moves, issuanceManifestSignedContent=first["issuanceManifestSignedContent"])
    return enveloped(document, [A.sign(said | more)])


def strict() -> PureReceiver:
    return PureReceiver(strict_trust())


def reason(answer: tuple[int, Any]) -> str:
    return f"{code(answer)}: {payload_of(answer[1]).get('reason', '')}"


def test_a_proper_transfer_is_accepted_by_the_strict_profile() -> None:
    assert code(strict().post(strict_envelope())) == "RECE"


def test_what_the_toolkit_sends_is_refused_by_the_strict_profile() -> None:
    sender = CtkSender(BUYER, NOW)
    keys = {"BOLE": SENDER, "WAVE": SENDER}
    receiver = PureReceiver(trust_of("SYNR", keys, dict.fromkeys(keys, STRICT), {"BUYER": "pty_buyer"}))
    assert "no issuance manifest" in reason(receiver.post(sender.start()))


def test_the_tolerant_profile_lets_pass_three_named_deviations_and_no_others() -> None:
    assert PROFILES == {"strict": STRICT, "dcsa-ctk": DCSA_CTK}
    assert STRICT.deviations == ()
    assert DCSA_CTK.deviations == (
        "issuance_manifest_beside_chain",
        "later_issue_is_transfer",
        "possession_unlinked",
    )


STRAIGHT = transport_document()
ORDER = transport_document(to_order=True, endorsee=True)
SHIP2 = party("Second", "SYNA", "SECOND")
CARRIER_PARTY = party("Carrier", "SYNR", "CARRIER")


@pytest.mark.parametrize(
    ("document", "extra", "why"),
    [
        (STRAIGHT, [act("TRANSFER", SHIP2, BUYER)], "does not possess"),
        (STRAIGHT, [act("TRANSFER", SHIPPER, SHIP2), act("TRANSFER", SHIPPER, BUYER)], "does not possess"),
        (STRAIGHT, [act("ISSUE", SHIPPER, BUYER)], "may not stand there"),
        (STRAIGHT, [act("GIVE", SHIPPER, BUYER)], "may not stand there"),
        (STRAIGHT, [act("TRANSFER", SHIPPER)], "no recipient"),
        (STRAIGHT, [act("ENDORSE", SHIPPER, BUYER)], "not to order"),
        (STRAIGHT, [act("SURRENDER_FOR_DELIVERY", SHIPPER, BUYER)], "another than the issuing carrier"),
        (STRAIGHT, [act("SACC", SHIPPER, BUYER)], "answers no surrender"),
        (STRAIGHT, [act("SREJ", SHIPPER, BUYER)], "answers no surrender"),
        (
            STRAIGHT,
            [act("SURRENDER_FOR_DELIVERY", SHIPPER, party("Carrier", "SYNA", "CARRIER")), act("SIGN", SHIPPER)],
            "before the surrender is answered",
        ),
        (
            STRAIGHT,
            [
                act("SURRENDER_FOR_DELIVERY", SHIPPER, party("Carrier", "SYNA", "CARRIER")),
                act("SACC", party("Carrier", "SYNA", "CARRIER"), SHIPPER),
                act("TRANSFER", SHIPPER, BUYER),
            ],
            "after the surrender was accepted",
        ),
        (STRAIGHT, [act("TRANSFER", SHIPPER, BUYER), act("SIGN", BUYER)], "the document is at SYNR"),
        (STRAIGHT, [act("SIGN", SHIPPER)], "recipient is not on platform"),
        (ORDER, [act("BLANK_ENDORSE", SHIPPER)], "recipient is not on platform"),
    ],
)
def test_a_chain_that_means_nothing_is_refused_with_its_reason(document: Json, extra: list[Json], why: str) -> None:
    receiver = strict()
    told = reason(receiver.post(strict_envelope(document, extra)))
    assert told.startswith("BENV: ")
    assert why in told
    assert receiver.took == []


def test_the_first_transaction_must_be_the_issue() -> None:
    document = transport_document()
    said = entry(
        "SYNA",
        document,
        [act("TRANSFER", SHIPPER, BUYER)],
        issuanceManifestSignedContent=issued_to(SHIPPER, document)["issuanceManifestSignedContent"],
    )
    assert "must be ISSUE" in reason(strict().post(enveloped(document, [A.sign(said)])))


def test_an_endorsement_is_a_notice_and_moves_no_possession() -> None:
    receiver = strict()
    assert code(receiver.post(strict_envelope(ORDER, [act("ENDORSE", SHIPPER, BUYER)]))) == "RECE"
    assert receiver.took == []
    assert receiver.known[ORDER["transportDocumentReference"]].standing is Standing.ELSEWHERE


def test_a_surrender_reaches_the_carrier_that_issued() -> None:
    receiver = PureReceiver(replace(strict_trust(), party_here=lambda said: "pty_carrier"))
    envelope = strict_envelope(STRAIGHT, [act("SURRENDER_FOR_DELIVERY", SHIPPER, CARRIER_PARTY)])
    assert code(receiver.post(envelope)) == "RECE"
    assert receiver.took == [("SYN-0001", "pty_carrier")]


def test_an_entry_must_be_signed_by_the_platform_it_names() -> None:
    document = transport_document()
    first = issued_to(SHIPPER, document)
    said = entry("SYNB", document, **first)
    for one, wanted in ((A.sign(said), "BSIG"), (B.sign(said), "RECE")):
        second = entry("SYNA", document, [act("TRANSFER", SHIPPER, BUYER)], previous=one)
        assert code(strict().post(enveloped(document, [one, A.sign(second)]))) == wanted


def test_a_platform_that_may_not_send_here_gets_no_promise() -> None:
    document = transport_document()
    first = issued_to(party("Shipper", "SYNB", "SHIPPER"), document)
    moves = first["transactions"] + [act("TRANSFER", party("Shipper", "SYNB", "SHIPPER"), BUYER)]
    said = entry("SYNB", document, moves, issuanceManifestSignedContent=first["issuanceManifestSignedContent"])
    assert "may not send" in reason(strict().post(enveloped(document, [B.sign(said)], B)))


def test_an_unknown_platform_and_an_expired_key_are_bad_signatures() -> None:
    stranger = Keys("stranger")
    document = transport_document()
    first = issued_to(SHIPPER, document)
    said = entry("SYNX", document, first["transactions"])
    assert "not signed by a key that is known" in reason(
        strict().post(enveloped(document, [stranger.sign(said)], stranger))
    )
    late = PureReceiver(strict_trust(), now=NOW.replace(year=2051))
    assert code(late.post(strict_envelope())) == "BSIG"


def test_older_entries_stay_valid_when_the_key_that_signed_them_has_expired() -> None:
    old = Keys("platform b", until=NOW + timedelta(minutes=5))
    document = transport_document()
    shipper = party("Shipper", "SYNB", "SHIPPER")
    first = issued_to(shipper, document)
    moves = first["transactions"] + [act("TRANSFER", shipper, SHIPPER)]
    one = old.sign(entry("SYNB", document, moves, issuanceManifestSignedContent=first["issuanceManifestSignedContent"]))
    two = A.sign(entry("SYNA", document, [act("TRANSFER", SHIPPER, BUYER, minutes=60)], previous=one))
    trust = trust_of("SYNR", {"SYNA": A, "SYNB": old}, {"SYNA": STRICT}, {"BUYER": "pty_buyer"})
    receiver = PureReceiver(trust, now=NOW + timedelta(days=1))
    assert code(receiver.post(enveloped(document, [one, two]))) == "RECE"
    late = old.sign(entry("SYNB", document, [act("ISSUE", shipper, SHIPPER, minutes=6)]))
    assert code(receiver.post(enveloped(document, [late, two]))) != "RECE"


@pytest.mark.parametrize("spoil", ["link", "first link", "document", "manifest document", "manifest entry", "cut"])
def test_a_chain_whose_parts_do_not_belong_together_is_refused(spoil: str) -> None:
    document, other = transport_document(), transport_document("SYN-0002")
    first = issued_to(SHIPPER, document)
    said = entry(
        "SYNA", document, first["transactions"], issuanceManifestSignedContent=first["issuanceManifestSignedContent"]
    )
    if spoil == "first link":
        said["previousEnvelopeTransferChainEntrySignedContentChecksum"] = sha256("nothing")
    one = A.sign(said)
    about = other if spoil == "document" else document
    two = A.sign(entry("SYNA", about, [act("TRANSFER", SHIPPER, BUYER)], previous="x" if spoil == "link" else one))
    wrong: Json = {}
    if spoil == "manifest document":
        wrong = {"transportDocumentChecksum": sha256_of_json(other)}
    if spoil == "manifest entry":
        wrong = {"lastEnvelopeTransferChainEntrySignedContentChecksum": sha256(one)}
    chain = [two] if spoil == "cut" else [one, two]
    receiver = strict()
    assert code(receiver.post(enveloped(document, chain, A, **wrong))) == "BENV"
    assert receiver.took == []


def test_a_changed_document_is_refused_whatever_is_signed_around_it() -> None:
    envelope = strict_envelope()
    envelope["transportDocument"]["declaredValue"] = 1
    assert code(strict().post(envelope)) == "BENV"


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"documentChecksum": sha256("another")}, "BENV"),
        ({"eBLVisualisationByCarrierChecksum": sha256("a picture")}, "BENV"),
    ],
)
def test_the_carriers_manifest_must_be_about_this_document(change: Json, wanted: str) -> None:
    document = transport_document()
    first = issued_to(SHIPPER, document, **change)
    envelope = strict_envelope(document, issuanceManifestSignedContent=first["issuanceManifestSignedContent"])
    assert code(strict().post(envelope)) == wanted


def test_a_manifest_that_another_than_the_carrier_signed_is_a_bad_signature() -> None:
    document = transport_document()
    forged = issued_to(SHIPPER, document, carrier=A)["issuanceManifestSignedContent"]
    assert code(strict().post(strict_envelope(document, issuanceManifestSignedContent=forged))) == "BSIG"


def test_the_carriers_picture_must_come_along_when_it_was_issued_with_one() -> None:
    picture = b"synthetic picture"
    document = transport_document()
    first = issued_to(SHIPPER, document, eBLVisualisationByCarrierChecksum=sha256(picture))
    moves = first["transactions"] + [act("TRANSFER", SHIPPER, BUYER)]
    said = entry("SYNA", document, moves, issuanceManifestSignedContent=first["issuanceManifestSignedContent"])
    described = {
        "name": "bl.pdf",
        "size": len(picture),
        "mediaType": "application/pdf",
        "documentChecksum": sha256(picture),
    }
    receiver = strict()
    status, answer = receiver.post(enveloped(document, [A.sign(said)], A, eBLVisualisationByCarrier=described))
    assert status == 201
    assert answer["missingAdditionalDocumentChecksums"] == [sha256(picture)]
    reference = answer["envelopeReference"]
    assert code(receiver.put_document(reference, sha256(picture), b64_text(picture))) == "204"
    assert code(receiver.put_document(reference, sha256(picture), b64_text(picture))) == "204", "a lost answer"
    assert code(receiver.put_finish(reference)) == "RECE"


def test_a_guarded_document_is_refused_while_no_registry_is_spoken_to() -> None:
    envelope = strict_envelope(controlTrackingRegistry="https://registry.synthetic.example/v1")
    assert "registry" in reason(strict().post(envelope))


@pytest.mark.parametrize("body", ["%%%", "QUJD\n", "QUJ", 7, None, ["QUJD"], {"a": 1}])
def test_a_document_that_is_not_base64_is_inconclusive(body: Any) -> None:
    sender, receiver = ctk(documents=1)
    reference = begin(sender, receiver)
    assert code(receiver.put_document(reference, sender.pending[0], body)) == "INCD"
    assert put(sender, receiver, reference) == "204"


def test_a_document_of_another_size_than_declared_is_inconclusive() -> None:
    content = b"twelve bytes"
    described = {"name": "a", "size": 13, "mediaType": "text/plain", "documentChecksum": sha256(content)}
    document = transport_document()
    first = issued_to(SHIPPER, document)
    moves = first["transactions"] + [act("TRANSFER", SHIPPER, BUYER)]
    said = entry("SYNA", document, moves, issuanceManifestSignedContent=first["issuanceManifestSignedContent"])
    receiver = strict()
    _, answer = receiver.post(enveloped(document, [A.sign(said)], A, supportingDocuments=[described]))
    assert code(receiver.put_document(answer["envelopeReference"], sha256(content), b64_text(content))) == "INCD"


# One operative copy: what attackers, time and lost messages make of good envelopes.


def test_what_was_refused_for_good_is_never_accepted_later() -> None:
    """Its sender keeps the title on a signed BENV; a copy of the envelope may still be under way."""
    receiver = PureReceiver(replace(strict_trust(), party_here=lambda said: None))
    envelope = strict_envelope()
    assert code(receiver.post(envelope)) == "BENV"
    receiver.trust = strict_trust()  # the buyer has registered meanwhile
    assert code(receiver.post(envelope)) == "BENV"
    payload = envelope["envelopeTransferChain"][0].split(".")[1]
    again = A.sign(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    resigned = enveloped(envelope["transportDocument"], [again])
    assert code(receiver.post(resigned)) == "BENV", "also when it is signed anew"
    fresh = strict_envelope(extra=[act("TRANSFER", SHIPPER, BUYER, minutes=1)])
    assert code(receiver.post(fresh)) == "RECE", "a new transfer is a new entry"


def test_what_was_accepted_is_never_refused_later_however_it_is_put_together() -> None:
    """A signed BENV about an accepted entry would give its sender the title back."""
    receiver = strict()
    envelope = strict_envelope()
    assert code(receiver.post(envelope)) == "RECE"
    newest = envelope["envelopeTransferChain"][-1]
    garbage = ".".join(b64(part) for part in (b"{}", b"{}", b"x"))
    other = transport_document("SYN-0002")
    spoiled = [
        envelope | {"envelopeManifestSignedContent": garbage},
        envelope | {"envelopeManifestSignedContent": enveloped(other, [newest])["envelopeManifestSignedContent"]},
        envelope | {"envelopeTransferChain": [garbage, newest]},
        envelope | {"envelopeTransferChain": [newest, newest]},
        envelope | {"transportDocument": other},
        enveloped(other, [newest]),
    ]
    assert {code(receiver.post(one)) for one in spoiled} == {"DUPE"}
    receiver.trust = replace(receiver.trust, party_here=lambda said: None)
    assert code(receiver.post(envelope)) == "DUPE"


def test_a_spoiled_copy_of_an_open_transfer_ends_it_for_both_sides() -> None:
    sender, receiver = ctk(documents=1)
    reference = begin(sender, receiver)
    stale = sender.keys.sign(
        payload_of(sender.envelope["envelopeManifestSignedContent"]) | {"transportDocumentChecksum": sha256("x")}
    )
    assert code(receiver.post(sender.envelope | {"envelopeManifestSignedContent": stale})) == "BENV"
    assert code(receiver.put_finish(reference)) == "404"
    assert code(receiver.post(sender.retry())) == "BENV"
    assert receiver.took == []


def test_a_forked_chain_is_disputed_also_while_documents_are_missing() -> None:
    sender, receiver = ctk(documents=1)
    begin(sender, receiver)
    assert code(receiver.post(sender.retry("MANIPULATE"))) == "DISE"


def test_nobody_moves_a_document_on_that_is_possessed_here() -> None:
    receiver = strict()
    envelope = strict_envelope()
    assert code(receiver.post(envelope)) == "RECE"
    (one,) = envelope["envelopeTransferChain"]
    longer = A.sign(entry("SYNA", envelope["transportDocument"], [act("TRANSFER", SHIPPER, BUYER)], previous=one))
    assert code(receiver.post(enveloped(envelope["transportDocument"], [one, longer]))) == "DISE"
    assert len(receiver.took) == 1
