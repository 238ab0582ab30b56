"""The room's refusals. Each says what, where, and how to mend."""

from __future__ import annotations

from landsea.kernel import Refusal


class LegsMisnumbered(Refusal):
    code = "legs-misnumbered"
    text = "The legs are numbered {numbers}. Number them 1, 2, 3 ... in the order of travel; there is at least one and at most {limit}."


class LegsDoNotJoin(Refusal):
    code = "legs-do-not-join"
    text = "Leg {leg} starts in {starts}, but leg {before} ends in {ends}. Add the leg between them, or correct the places."


class CutoffAfterDeparture(Refusal):
    code = "cutoff-after-departure"
    text = "The {kind} of leg {leg} ({cutoff}) is after its departure ({departs}). Correct one of them."


class ConnectionTooShort(Refusal):
    code = "connection-too-short"
    text = (
        "Leg {before} arrives {arrives}, but leg {leg} takes cargo until {until} only. Choose a later departure of leg {leg}, or an "
        "earlier one of leg {before}."
    )


class CutoffPassed(Refusal):
    code = "cutoff-passed"
    status = 409
    text = (
        "The {kind} of leg {leg} ({service}, {place}) was {cutoff}, {late} ago. Plan again from now: a later departure of the "
        "same service keeps the route."
    )


class QuoteNotOpen(Refusal):
    code = "quote-not-open"
    status = 409
    text = "Quote {quote} is {state}, no longer open. Ask the forwarder for a new one."


class QuoteHasExpired(Refusal):
    code = "quote-expired"
    status = 409
    text = "Quote {quote} was valid until {until}, {late} ago. Ask the forwarder for a new one."


class OneCurrency(Refusal):
    code = "one-currency"
    text = "The price lines are in {currencies}. A quote has one currency: convert the others, or write a second quote."


class NoPriceLine(Refusal):
    code = "no-price-line"
    text = "The quote has no price line. State what is charged, also when it is 0."


class PriceOfNoLeg(Refusal):
    code = "price-of-no-leg"
    text = "A price line is for leg {leg}, but the itinerary has legs 1 to {last}. Correct the leg, or leave it out."


class ValidityOver(Refusal):
    code = "validity-over"
    text = "A quote cannot be valid until {until}, which is past. Choose a time after {now}."


class UnknownPlace(Refusal):
    code = "unknown-place-of-leg"
    text = "The network has no place {place} (leg {leg}). Look it up with `landsea network show`, or import it first."


class UnknownParty(Refusal):
    code = "unknown-party"
    text = "This node knows no party {party}. Register it first, or correct its id."


class NotYourQuote(Refusal):
    code = "not-your-quote"
    status = 403
    text = "On quote {quote} the act {act} is for the {needed}, which your party is not. Ask it to do so."


class NotOnConsignment(Refusal):
    code = "not-on-consignment"
    text = "Party {party} is not on the consignment. Add it with its capacity first."


class NoSuchContact(Refusal):
    code = "no-such-contact"
    status = 404
    text = "Consignment {consignment} has no contact person of party {party}, or the person was erased already."


class UnknownPackage(Refusal):
    code = "unknown-package-code"
    text = "{package} (goods item {item}) is not a package code of UN/ECE Rec 21. For example CT is carton, PX pallet, BG bag."


class NoUcr(Refusal):
    code = "no-ucr"
    text = "No UCR can be made, since neither shipper nor forwarder has a USCC, UEN or LEI on record. Give the UCR."


class UcrTaken(Refusal):
    code = "ucr-taken"
    status = 409
    text = (
        "The UCR {ucr} belongs to another consignment. A UCR is used once: give another one, or none to have it made."
    )


class NoGoods(Refusal):
    code = "no-goods"
    text = "The consignment has no goods. State at least one goods item."


class NoConsignor(Refusal):
    code = "no-consignor"
    text = "The consignment has no shipper. Name a party with the capacity shipper."


class Duplicate(Refusal):
    code = "duplicate"
    text = "{value} is named twice at {where}. Name it once."


class NotInEquipment(Refusal):
    code = "not-in-equipment"
    text = "Goods item {item} is in container {container}, which is not on the consignment. Add the container, or correct the item."


class NoSuchLeg(Refusal):
    code = "no-such-leg"
    status = 404
    text = "Consignment {consignment} has legs 1 to {last}, and no leg {leg}."


class NotTheOperator(Refusal):
    code = "not-the-operator"
    status = 403
    text = "Leg {leg} is operated by another party, and only its operator may answer for it ({act}). Ask it to answer."


class ReferenceNeeded(Refusal):
    code = "reference-needed"
    text = "Leg {leg} has no operator on this node, so the forwarder answers for it: give the operator's booking reference."


class LegAlready(Refusal):
    code = "leg-already"
    status = 409
    text = "Leg {leg} is {state} already. Nothing was changed."


class NotLater(Refusal):
    code = "not-later"
    text = "Leg {leg} departs {was} now; rolled it must depart later, not {departs}. Decline the leg when no later departure exists."


class RollBreaksPlan(Refusal):
    code = "roll-breaks-plan"
    status = 409
    text = (
        "Rolled like this, leg {leg} arrives {arrives} and these no longer connect: {broken}. Choose an earlier departure, or roll "
        "knowingly (`knowingly`): then those legs are asked for again."
    )


class NotConnected(Refusal):
    code = "not-connected"
    status = 409
    text = (
        "Leg {leg} takes cargo until {until}, but leg {before} arrives {arrives} only. It cannot be confirmed like this: roll leg {leg} to "
        "a later departure."
    )


class WrongState(Refusal):
    code = "wrong-state"
    status = 409
    text = "Consignment {consignment} is {state}; the act {act} is possible only while it is {allowed}."


class DocumentOperative(Refusal):
    code = "document-operative"
    status = 409
    text = (
        "Document {number} is operative for consignment {consignment}, so the act {act} is not possible. First its holder surrenders it "
        "and its issuer accepts that."
    )


class UnconfirmedBooking(Refusal):
    code = "unconfirmed-booking"
    status = 409
    text = (
        "No document on an unconfirmed booking: leg(s) {legs} of consignment {consignment} are not confirmed. Wait for the operator, or "
        "override with a reason, which goes on record."
    )


class NotThisDocument(Refusal):
    code = "not-this-document"
    status = 409
    text = "Document {document} is not the one bound to consignment {consignment}."


class NoSuchItem(Refusal):
    code = "no-such-item"
    text = "There is no goods item {item}. The consignment has the items {items}."


class NotConserved(Refusal):
    """`what` is packages, gross-weight or volume."""

    code = "not-conserved"
    text = (
        "Goods item {item} has {what} {there}; {asked} cannot be taken from it. A part takes all of packages, weight and volume, or some "
        "of each."
    )


class NothingToSplit(Refusal):
    code = "nothing-to-split"
    text = "After the split one side would have no goods. Move at least one package and leave at least one."


class NothingAmended(Refusal):
    code = "nothing-amended"
    text = "The amendment changes nothing. Give the goods, equipment or parties as they should be."


class NoSuchTask(Refusal):
    code = "no-such-task"
    status = 404
    text = "Consignment {consignment} has no task {task}. Its tasks are {tasks}."


class TaskIsClosed(Refusal):
    code = "task-closed"
    status = 409
    text = "Task {task} was closed at {at}. Nothing was changed."


class NotYourTask(Refusal):
    code = "not-your-task"
    status = 403
    text = "Task {task} is for the {capacity}; your party is not that on this consignment. Ask the {capacity} or the forwarder."


class NotYourPart(Refusal):
    code = "not-your-part"
    status = 403
    text = "Your party is {capacities} on consignment {consignment}; the act {act} is for {needed}. Ask one of them."


class AttachmentTooLarge(Refusal):
    code = "attachment-too-large"
    status = 413
    text = "The file has {size} bytes; at most {limit} are taken. Scan it with fewer dots, or send it in parts."


class AttachmentEmpty(Refusal):
    code = "attachment-empty"
    text = "The file {filename} is empty. Send it again."


class AttachmentTypeUnknown(Refusal):
    code = "attachment-type"
    status = 415
    text = "{filename} is not what its type {media_type} says, or that type is not taken. Send one of: {known}."


class TooManyAttachments(Refusal):
    code = "too-many-attachments"
    status = 409
    text = "The consignment has {limit} files already, the most it takes. Put several papers into one PDF."


class TooManyLines(Refusal):
    code = "too-many-lines"
    text = "{count} lines at {where}, at most {limit} are taken. Split the consignment."


class ColumnUnknown(Refusal):
    code = "column-unknown"
    text = "There is no column {column}. Use the template's columns; the order is free."


class ColumnTwice(Refusal):
    code = "column-twice"
    text = "The column {column} is there twice. Remove one."


class ColumnMissing(Refusal):
    code = "column-missing"
    text = "The column {column} is missing. Add it, or start from the template."


class CellMissing(Refusal):
    code = "cell-missing"
    text = "{column} is empty. Fill it in."


class CellDiffers(Refusal):
    code = "cell-differs"
    text = (
        "{column} is {value} here and {before} above in the same consignment (or container). Make them the same, or leave this one "
        "empty."
    )


class CellNotWhole(Refusal):
    code = "cell-not-whole"
    text = "{value} is not a whole number of packages. For example 1200."


class EvenHsCode(Refusal):
    code = "even-hs-code"
    text = "The HS code {code} has an odd number of digits: spreadsheets drop a leading zero. Format the column as text and write it again."
