"""The room's refusals. Their order of checking is in `rules.decide`."""

from __future__ import annotations

from landsea.kernel import Refusal
from landsea.lading.model.words import TitleRefusal


class NotTheHolder(TitleRefusal):
    code = "not-the-holder"
    status = 409
    text = "Only the holder may {act} document {number}, and you do not hold it now. Look at its newest acts: it may have passed on."


class NotTheIssuer(TitleRefusal):
    code = "not-the-issuer"
    status = 409
    text = "Only the issuer may {act} document {number}. Ask the issuer to do it."


class NotNegotiable(Refusal):
    code = "not-negotiable"
    status = 409
    text = (
        "Document {number} is not negotiable: it is made out to its consignee alone and cannot be transferred. Where the goods are to be "
        "sold on the way, issue a negotiable document."
    )


class HolderUnchanged(Refusal):
    code = "holder-unchanged"
    status = 409
    text = "Document {number} is held by that party already. Name another party."


class AlreadySurrendered(Refusal):
    code = "already-surrendered"
    status = 409
    text = "Document {number} was surrendered and waits for its issuer, who accepts or rejects it. Until then it cannot be moved."


class NotSurrendered(TitleRefusal):
    code = "not-surrendered"
    status = 409
    text = "Document {number} is not surrendered, so nobody can {act} it. Its holder surrenders it first."


class NotYetAccepted(Refusal):
    code = "not-yet-accepted"
    status = 409
    text = "The surrender of document {number} is not accepted, so the goods may not be delivered against it. Accept the surrender first."


class AlreadyEnded(TitleRefusal):
    code = "already-ended"
    status = 409
    text = "Document {number} is {state}: it is no longer operative and nothing can be done with it."


class NotTheRegistrar(TitleRefusal):
    code = "not-the-registrar"
    status = 409
    text = "Only the operator of the register may {act} document {number}. Ask it, naming the dispute or the court's order."


class OnlyTheNode(TitleRefusal):
    code = "only-the-node"
    status = 409
    text = "To {act} document {number} is nobody's act: the node records it when another register or the calendar makes it so."


class NotAwaited(TitleRefusal):
    code = "not-awaited"
    status = 409
    text = "Nothing on document {number} waits for your answer, so you cannot {act} it. Look at its open proposal."


class NotTheProposer(Refusal):
    code = "not-the-proposer"
    status = 409
    text = (
        "Only who made the open proposal on document {number} may withdraw it. If it waits for your answer, decline it."
    )


class NothingProposed(TitleRefusal):
    code = "nothing-proposed"
    status = 409
    text = "Nothing is proposed on document {number}, so nobody can {act} it."


class ProposalOpen(TitleRefusal):
    code = "proposal-open"
    status = 409
    text = (
        "Document {number} has an open proposal ({open}), and there is one at a time. It must be answered or withdrawn before anybody can "
        "{act} the document."
    )


class NotEntitled(Refusal):
    code = "not-entitled"
    status = 409
    text = (
        "You hold document {number}, and it stands to the order of another party: you may pass on possession without an endorsement, and "
        "nothing else."
    )


class NotEndorsable(Refusal):
    code = "not-endorsable"
    status = 409
    text = "Document {number} was endorsed in full to a named party, which ends its endorsements. It can be surrendered to its issuer."


class EndorseeMissing(Refusal):
    code = "endorsee-missing"
    text = (
        "An endorsement of document {number} in full or to order names its endorsee; one in blank, or none, does not."
    )


class UnderPledge(TitleRefusal):
    code = "under-pledge"
    status = 409
    text = "Document {number} is pledged. Nobody can {act} it until the pledgee releases the pledge, or enforces it when due."


class NotPledged(TitleRefusal):
    code = "not-pledged"
    status = 409
    text = "Document {number} is not pledged, so nobody can {act} it."


class NotMatured(Refusal):
    code = "not-matured"
    status = 409
    text = "The pledge of document {number} is due on {due}; it cannot be enforced before."


class DueInThePast(Refusal):
    code = "due-in-the-past"
    text = "A pledge of document {number} due on {due} would be due before it is made. State a later time."


class IsFrozen(Refusal):
    code = "document-frozen"
    status = 409
    text = (
        "Document {number} is frozen by order of the register's operator. Nothing can be done with it until the order is lifted; its acts "
        "show the case."
    )


class NotFrozen(Refusal):
    code = "document-not-frozen"
    status = 409
    text = "Document {number} is not frozen. It is frozen first; then its register can be put right."


class OrderOpen(Refusal):
    code = "order-open"
    status = 409
    text = "An order on document {number} waits for its second person. It is confirmed or revoked first."


class NoOrder(TitleRefusal):
    code = "no-order"
    status = 409
    text = "There is no order on document {number}, so nobody can {act} it."


class SecondPersonNeeded(Refusal):
    code = "order-needs-second-person"
    status = 409
    text = "The order on document {number} was begun with this same key. Another person of the register's operator confirms it."


class CaseMissing(Refusal):
    code = "case-missing"
    text = (
        "An order on document {number} states its case: the dispute, the judgment or the recovery that it carries out."
    )


class PartlyDelivered(Refusal):
    code = "partly-delivered"
    status = 409
    text = "Part of the goods of document {number} was delivered, so what it says can no longer be amended. Split off what remains."


class OverDelivery(Refusal):
    code = "over-delivery"
    text = (
        "Line {line} of document {number} has {packages} package(s) and {kilograms} kg outstanding; what is asked for must be more than "
        "nothing and no more than that."
    )


class PackagesAndMassApart(Refusal):
    code = "packages-and-mass-apart"
    text = (
        "The goods of line {line} of document {number} are packed ({packages} package(s) and {kilograms} kg outstanding): no package is "
        "without mass, and none is left without the other. State the packages and what they weigh."
    )


class NotConserved(Refusal):
    code = "shares-do-not-add-up"
    text = (
        "The parts of line {line} of document {number} must add up to exactly what is outstanding: {packages} package(s) and "
        "{kilograms} kg, and each part must hold something."
    )


class VolumesDoNotAddUp(NotConserved):
    text = (
        "The parts of line {line} of document {number} must add up to exactly its volume: {volume} m³. State the volume of every part, "
        "or of none where the line states none."
    )


class TooFewParts(Refusal):
    code = "too-few-parts"
    text = "Document {number} is split into two documents or more, or merged with one other or more."


class NotMergeable(Refusal):
    code = "not-mergeable"
    status = 409
    text = (
        "Document {number} cannot be merged with {other}: both need the same issuer, holder, order, consignment, and places, and each its "
        "holder's request to be merged with exactly the others."
    )


class PartIsAll(Refusal):
    code = "part-is-all"
    status = 409
    text = "That is all that document {number} still stands for. Surrender it for delivery instead, which ends it."


class NotDivisible(Refusal):
    code = "not-divisible"
    status = 409
    text = (
        "Less than two packages, or two grams of goods that are not packed, are outstanding of document {number}, so there is nothing to "
        "divide. Surrender it to its issuer."
    )


class AmountImpossible(Refusal):
    code = "amount-impossible"
    text = "Line {line} of document {number} would be for less than nothing. State packages and weight from 0 up."


class PastValidity(TitleRefusal):
    code = "past-validity"
    status = 409
    text = (
        "The validity of document {number} ended on {until}: nobody can {act} it any more, and the node records its expiry. Ask its issuer "
        "for a new document."
    )


class IssuerElsewhere(TitleRefusal):
    code = "issuer-elsewhere"
    status = 409
    text = (
        "Document {number} was issued by a carrier that is not a party of this node, so nobody here can {act} it. "
        "Surrender it to its carrier, for amendment or for paper, and say in the comments what is wanted: the carrier issues what takes "
        "its place."
    )


class NothingAmended(Refusal):
    code = "amendment-changes-nothing"
    text = "The amendment changes nothing in document {number}."


class NotAmendable(Refusal):
    code = "not-amendable"
    text = "{field} of a document cannot be amended. Surrender document {number} for amendment and issue another one."


class BadAmendment(Refusal):
    code = "bad-amendment"
    text = "The changes do not make a transport document of {number}: {why}. See its `document` in the evidence for the names of fields."


class SignaturesMissing(Refusal):
    code = "signatures-missing"
    text = (
        "This act is {count} statements, each signed by itself: hand back a signature for every document that was prepared, "
        "and for no other."
    )


class FormMissing(TitleRefusal):
    code = "form-missing"
    text = "To {act} document {number}, say which other form it has or had: paper, chain or platform, and its number there."


class PaperMissing(Refusal):
    code = "paper-missing"
    text = "To capture a paper document, say which one it is: its kind and its number in `annotates`."


class PaperTaken(Refusal):
    code = "paper-taken"
    status = 409
    text = (
        "{kind} {reference} is the paper of document {other} already, and of one paper one document is made. If the paper is still the "
        "original, drop the record that was captured from it; if it is another paper, state its number and issuer."
    )


class PaperTakenByAnother(PaperTaken):
    text = (
        "{kind} {reference} is the paper of another document of this node already, and of one paper one document is made. Ask its issuer; "
        "if it is another paper, state its number and issuer."
    )


class OriginalsMiscounted(Refusal):
    code = "originals-miscounted"
    text = (
        "Document {number} is a set of {originals} original(s), and the numbers of {count} different one(s) were given. Write the number "
        "of every original once, with commas between them and no spaces within; what is recorded here cannot be put right later."
    )


class OtherOriginals(Refusal):
    code = "other-originals"
    status = 409
    text = "These are not the originals of document {number}: {numbers} left. Only all of them together bring the document back."


class IsElsewhere(TitleRefusal):
    code = "is-elsewhere"
    status = 409
    text = "Document {number} is {state} (its operative form is, or is about to be, {medium}), so nobody can {act} it here."


class IssuerAnswers(TitleRefusal):
    code = "issuer-answers"
    status = 409
    text = "The issuer of document {number} is on this node and answers the surrender itself; nobody else can {act} it."


class NotElsewhere(TitleRefusal):
    code = "not-elsewhere"
    status = 409
    text = "Document {number} is {state} on this node and has no other form, so nobody can {act} it."


class NotCaptured(TitleRefusal):
    code = "not-captured"
    status = 409
    text = "Document {number} is {state}; only one captured from paper can be activated or discarded."


class StillCaptured(Refusal):
    code = "still-captured"
    status = 409
    text = "Document {number} was captured from paper and is not operative here yet. Its issuer activates it when the paper is void."


class NotExpired(Refusal):
    code = "not-expired"
    status = 409
    text = "Document {number} has not expired."


class NotForDelivery(TitleRefusal):
    code = "not-for-delivery"
    status = 409
    text = "Document {number} was surrendered for {purpose}, not for delivery: no goods are delivered against it."


class LegDocumentNegotiable(Refusal):
    code = "leg-document-negotiable"
    text = (
        "{kind} {reference} is negotiable and has not been taken out of use, so two documents of title would cover the same goods. Have "
        "it surrendered or marked inoperative first, and say so."
    )


class NoConsignee(Refusal):
    code = "no-consignee"
    text = "Consignment {consignment} has no {capacity}, and this document must name one. Add the party to the consignment first."


class HeldByItsConsignee(Refusal):
    code = "held-by-its-consignee"
    text = (
        "A document that is not negotiable is held by its consignee ({consignee}), not by {held_by}: the goods are for who is named in it. "
        "Leave the first holder out, or issue a negotiable document."
    )


class HolderHasNoKey(Refusal):
    code = "holder-has-no-key"
    status = 409
    text = "{party} has no title key, so it could do nothing with the document. Ask it to make its title key first."


class ActInThePast(Refusal):
    code = "act-in-the-past"
    status = 409
    text = "The statement is dated {at}; it must be after the document's newest act and at most {minutes} minutes old. Prepare it again."


class CharacterNotInFont(Refusal):
    code = "character-not-in-font"
    text = (
        "The document's font has no character {character} (U+{code:04X}), which stands in {where}. It is not printed as a box: write that "
        "text with other characters."
    )


class FontMissing(Refusal):
    code = "font-missing"
    status = 503
    text = "The font {family} is not installed, so nothing can be printed. Set the program up with `make` (it fetches fonts and assets)."


class NotYetProven(Refusal):
    code = "not-yet-proven"
    status = 409
    text = "No signed checkpoint covers the newest act of document {number} yet. One is signed every second: ask again."
