"""Refusals of the exchange with other platforms."""

from __future__ import annotations

from landsea.kernel import Refusal


class NotAPlatform(Refusal):
    code = "not-an-ebl-platform"
    status = 404
    text = "This node is not open to other eBL platforms. An operator opens it with `landsea platform open CODE`."


class PlatformIsOpen(Refusal):
    code = "ebl-platform-is-open"
    status = 409
    text = "This node is the eBL platform {code} already: what it signed says so. It cannot become another."


class BadPlatform(Refusal):
    code = "bad-ebl-platform"
    text = "The platform {name} cannot be configured so: {why}. {mend}"


class NotWithThatPlatform(Refusal):
    code = "not-with-that-platform"
    status = 409
    text = "Platform {name} is not configured for this ({may}). An operator adds it to what the platform may do."


class NoTrials(Refusal):
    code = "no-trials-on-a-real-node"
    status = 404
    text = "This is a real node: what it receives is one record. Only a sandbox keeps trials apart; use the path without /trial/."


class BadTrial(Refusal):
    code = "bad-trial"
    text = "{name} is no name of a trial: it has one to 24 small letters, digits and hyphens. Name it so."


class MadeInSandbox(Refusal):
    code = "made-in-a-sandbox"
    text = "Transport document {number} was made in a sandbox, for trial, and this is a real node. Receive it on a sandbox."


class UnknownEnvelope(Refusal):
    code = "unknown-envelope"
    status = 404
    text = "There is no envelope transfer {reference} here. Start it again with POST /v3/envelopes."


class NotAnEntry(Refusal):
    code = "not-an-incoming-envelope"
    status = 404
    text = (
        "That names no envelope that can be refused here: {why}. Give the reference of one that waits for its documents, or its newest "
        "chain entry as the sending platform signed it."
    )


class EnvelopeTaken(Refusal):
    code = "envelope-was-accepted"
    status = 409
    text = (
        "Envelope {reference} was accepted, and its sender relies on the signed answer: it is refused no more. Two people can freeze the "
        "document, and its holder can send it back."
    )


class UnknownReceiver(Refusal):
    code = "unknown-receiver"
    status = 404
    text = "No party of this platform that can receive documents has that code."


class NotKnownThere(Refusal):
    code = "not-known-there"
    status = 404
    text = "Platform {name} knows no party with the code {code} that can receive documents. Ask your counterpart for its code there."


class NoAnswerFrom(Refusal):
    code = "no-answer-from-platform"
    status = 502
    text = "Platform {name} gave no answer that can be used: {why}. Nothing was changed."


class TransferUnderWay(Refusal):
    code = "transfer-under-way"
    status = 503
    text = "A transfer of document {number} is being settled. Send the same request again in {seconds} seconds."


class AlreadyRequested(Refusal):
    code = "already-requested"
    status = 409
    text = "{what} {number} was requested before and is issued or being handled; the answer to that request counts."


class NotAuthenticated(Refusal):
    code = "not-signed-by-the-carrier"
    status = 400
    text = "The request is not signed by the carrier {carrier} as this platform knows it: {why}."


class NotSurrendering(Refusal):
    code = "not-available-for-surrender"
    status = 409
    text = "Document {number} cannot be surrendered by this platform: {why}."


class NothingToAnswer(Refusal):
    code = "nothing-to-answer"
    status = 409
    text = "There is no open request {reference} to answer; a request is answered once."


class NotDisputed(Refusal):
    code = "not-disputed"
    status = 409
    text = (
        "No transfer or surrender of document {number} is disputed, so there is nothing to settle: what is under way is settled by an "
        "answer that binds."
    )


class NothingUnderWay(Refusal):
    code = "nothing-under-way"
    status = 409
    text = "Nothing that was sent of document {number} to another platform waits for its answer, so there is nothing to dispute."


class RequestUnderWay(Refusal):
    code = "request-under-way"
    status = 409
    text = "A request about document {number} is under way to the other platform at this moment. Try again in a minute."


class OrderWaits(Refusal):
    code = "order-waits"
    status = 409
    text = "An order that settles the dispute about document {number} waits for its second person. Revoke it before you ask again."


class NotForDcsa(Refusal):
    code = "not-a-dcsa-document"
    text = (
        "Document {number} cannot go to another eBL platform as it is: {lack} (DCSA, {path}). {mend} What an issued document says is "
        "changed by an amendment, or by surrender for amendment and a new issue."
    )


class NotThatPlatform(Refusal):
    code = "not-that-platform"
    status = 401
    text = "This message of {name} needs its API key on this node (Authorization: Bearer ...), for it is not signed."
