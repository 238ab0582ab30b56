"""The room's refusals. Their order of checking is in `rules.decide`."""

from __future__ import annotations

from landsea.kernel import Refusal


class NotTheHolder(Refusal):
    code = "not-the-holder"
    status = 409
    text = "Only the holder may {act} document {number}, and you do not hold it now. Look at its newest acts: it may have passed on."


class NotTheIssuer(Refusal):
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


class NotSurrendered(Refusal):
    code = "not-surrendered"
    status = 409
    text = "Document {number} is not surrendered, so there is nothing to {act}. Its holder surrenders it first."


class NotYetAccepted(Refusal):
    code = "not-yet-accepted"
    status = 409
    text = "The surrender of document {number} is not accepted, so the goods may not be delivered against it. Accept the surrender first."


class AlreadyEnded(Refusal):
    code = "already-ended"
    status = 409
    text = "Document {number} is {state}: it is no longer operative and nothing can be done with it."


class NoConsignee(Refusal):
    code = "no-consignee"
    text = "Consignment {consignment} has no {capacity}, and this document must name one. Add the party to the consignment first."


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
