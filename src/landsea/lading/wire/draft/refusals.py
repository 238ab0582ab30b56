"""Why a partner's message is not read, or no document is issued from it."""

from landsea.kernel import BadSource, Refusal


class MessageNotJson(Refusal):
    code = "message-not-json"
    text = "The message is not JSON that every program reads alike: {why}. Have it sent again."


class MessageTooLarge(Refusal):
    code = "message-too-large"
    status = 413
    text = "The message has {bytes} bytes; one of at most {most} is read. Have it sent without attachments."


class UnknownMessage(Refusal):
    code = "unknown-message"
    text = (
        "The message is neither UN/CEFACT MMT (with exchangedDocument and specifiedConsignment) nor a DCSA TransportDocument (with "
        "documentParties and consignmentItems). Give one of these, alone and not in an envelope."
    )


class MessageUnreadable(BadSource):
    code = "message-unreadable"
    text = "What the message says cannot be read in {count} place(s); nothing was stored. First: {first}"


class MessageDiffers(BadSource):
    code = "message-differs"
    text = (
        "The message speaks of other goods, parties or places than the document would, in {count} place(s); nothing was stored. "
        "First: {first}"
    )
