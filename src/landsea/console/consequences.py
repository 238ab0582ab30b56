"""What an act on title causes and what of it can never be undone: one plain sentence each, said before it is signed.

`{to}`, `{from}`, `{issuer}`, `{holder}` and `{pledgor}` are parties. A key is an act, or an act and what decides what it causes: its
purpose, its order, or the proposal that it answers.
"""

from __future__ import annotations

from landsea.console.words import N_

CONSEQUENCES = {
    "issue": N_(
        "You sign the one operative original and {to} holds it: only the holder can demand the goods, the document can be ended "
        "but never unmade, and the booking can no longer be changed or cancelled."
    ),
    "capture": N_(
        "You make the electronic record of a paper document, held by {to}: the paper stays the original, and nothing can be "
        "done with the record until you have all the paper and activate it."
    ),
    "activate": N_(
        "You declare that you have all paper originals and made them void: this record becomes the one original, and the paper "
        "can never be used again."
    ),
    "discard": N_(
        "The record is dropped for good and the paper stays the original; another record would have to be captured anew."
    ),
    "transfer": N_(
        "{to} holds the document from this moment and you lose control of it: only {to} could give it back."
    ),
    "offer": N_(
        "{to} is asked to take the document: you hold it until then and may withdraw, and once it is taken only {to} could give "
        "it back."
    ),
    "pledge": N_(
        "{to} is asked to take the document as security: once it does, it holds the document, and you can neither pass it on "
        "nor get the goods with it until {to} releases it."
    ),
    "take:offer": N_(
        "You hold the document from this moment, with the rights and duties that go with it, and {from} loses control: it "
        "cannot be handed back by itself, only by another transfer."
    ),
    "take:pledge": N_(
        "You hold the document as security: {from} stays entitled to it but can do nothing with it, until you release it or, "
        "once it is due, enforce it."
    ),
    "decline": N_(
        "You say no to what {from} proposed: nothing else changes, and your answer and its reason stay on record for ever."
    ),
    "withdraw": N_(
        "You take back your own proposal: nothing else changes, and that it was made stays on record for ever."
    ),
    "release": N_(
        "{pledgor} holds the document again from this moment and your security has ended: only {pledgor} could pledge it to you "
        "again."
    ),
    "enforce": N_(
        "The document stands to your own order from this moment and {pledgor} loses its right to it: that cannot be undone "
        "here, so be sure that your credit agreement allows it."
    ),
    "amend": N_(
        "You propose what the document shall say: it takes effect only when everybody concerned has consented, and the old and "
        "the new words stay on record for ever."
    ),
    "consent": N_(
        "You agree to the new words: with the last consent they replace the old ones under the same number, and your consent "
        "cannot be taken back."
    ),
    "ask-split": N_(
        "You ask {issuer} for several documents in place of this one: nothing changes until it grants that, and then this one "
        "has ended for good."
    ),
    "ask-merge": N_(
        "You ask {issuer} for one document in place of this one and those chosen: nothing changes until you have asked so on "
        "each of them and it grants that, and then they have ended for good."
    ),
    "ask-part": N_(
        "You ask {issuer} to deliver this part: nothing changes until it grants that, and then this part is no longer "
        "outstanding, for good."
    ),
    "grant:ask-split": N_(
        "This document ends for good, and the new ones are issued to the same holder in the same instant."
    ),
    "grant:ask-merge": N_(
        "The old documents end for good, and the new one is issued to the same holder in the same instant."
    ),
    "grant:ask-part": N_(
        "You state that this part was delivered: what is outstanding shrinks by exactly that, for good."
    ),
    "surrender:delivery": N_(
        "You present the document to {issuer} to be given the goods: until it answers nobody can move the document, and once it "
        "accepts, your control has ended for good."
    ),
    "surrender:amendment": N_(
        "You present the document to {issuer} to have it replaced by another: until it answers nobody can move it, and once it "
        "accepts, this document has ended for good."
    ),
    "surrender:paper": N_(
        "You present the document to {issuer} to be given paper instead: until it answers nobody can move it, and once it "
        "accepts, this document has ended for good."
    ),
    "accept:delivery": N_(
        "The document stops being operative for good: nobody holds it any more, and you owe delivery of the goods to {holder}."
    ),
    "accept:amendment": N_(
        "The document stops being operative for good: nobody holds it any more, and you owe {holder} the document that replaces "
        "it."
    ),
    "accept:paper": N_(
        "The document stops being operative for good: nobody holds it any more, and you owe {holder} the paper originals."
    ),
    "reject": N_(
        "You turn the surrender down: {holder} holds the document as before, and your reason stays on record for ever."
    ),
    "accomplish": N_(
        "You state that the goods were delivered: the document is spent, and nothing can ever be done with it again."
    ),
    "leave": N_(
        "From this moment the record is operative nowhere, until {issuer} hands out paper or says that it made none: once the "
        "paper is out, only the paper can get the goods."
    ),
    "send": N_(
        "From this moment the record is operative nowhere, until the other platform signs that it took it or refused it: once it "
        "took it, only {to} there can pass it on or get the goods, and only a transfer from there brings it back."
    ),
    "issue-elsewhere": N_(
        "From this moment the record is operative nowhere, until the platform answers: once it has issued the document, only {to} "
        "there can get the goods with it, and this record is no original any more."
    ),
    "leave-for-chain": N_(
        "From this moment the record is operative nowhere, until its token is final on the chain or the change is called off: once "
        "it is final, whoever has the key of your address has the document there, in public, and nothing done there can be undone."
    ),
    "chain-mint": N_(
        "You make the token that stands for the document and give it to {holder}: once its block is final, the chain alone has the "
        "original, and this register has it again only when the token is burnt."
    ),
    "chain-transfer": N_(
        "{to} gets what you give as soon as the block is final: only {to} could give it back, and everybody can see the "
        "transaction for ever."
    ),
    "chain-withdraw": N_(
        "You take back your nomination: nothing else changes, and everybody can see the transaction for ever."
    ),
    "chain-decline": N_(
        "What you were given last goes back to who gave it: you lose it as soon as the block is final, and everybody can see the "
        "transaction for ever."
    ),
    "chain-surrender": N_(
        "You hand the token back to the registry: nobody can move it until its operator burns it, which makes this record the "
        "original again in your hands, or restores it to you."
    ),
    "chain-accept": N_(
        "You burn the token for ever: once the block is final, this record is the one original again, held by who returned the "
        "token."
    ),
    "chain-reject": N_("You give the token back to who returned it: it stays the original, on the chain, as before."),
    "chain-call-off:unsigned": N_(
        "The journey to the chain ends before anything was signed for it: this record is the one original again, held by {holder} "
        "as before."
    ),
    "chain-call-off:replace": N_(
        "You sign a transaction in place of the one that waits: the chain does exactly one of the two, and until that is final "
        "nothing else can be signed."
    ),
    "chain-raise-fee": N_(
        "You sign the same transaction once more at higher fees, up to the limit: the chain takes one of them and no second, and your "
        "address pays its fee."
    ),
    "chain-fee-limit": N_(
        "The transaction that waits may cost up to this amount: whoever signed it can then sign it again at a higher fee, and nothing "
        "is sent by this alone."
    ),
    "left": N_(
        "You declare that you handed out the signed paper originals: they alone are the original from this moment, and whoever "
        "has them can demand the goods."
    ),
    "stay": N_("You declare that no paper is out: the record is the one original again, held by {holder} as before."),
    "return": N_(
        "You declare that you have all paper originals back and made them void: this record is the one original again, {to} "
        "holds it, and the paper can never be used again."
    ),
    "order:freeze": N_(
        "You begin a freeze, which a second person of your organisation must confirm: then nobody can do anything with the "
        "document until it is lifted, and the case stays visible for ever."
    ),
    "order:unfreeze": N_(
        "You begin to lift the freeze, which a second person of your organisation must confirm: then the document moves again "
        "as before, and the case stays visible for ever."
    ),
    "order:rectify": N_(
        "You begin to put {to} in control against whatever the register says now, which a second person of your organisation "
        "must confirm: the present holder then loses control, and the case stays visible for ever."
    ),
    "order:stay": N_(
        "You begin to settle the dispute so that the document is here: once a second person of your organisation confirms, this "
        "record is the one original again whatever the other platform believes, and the case stays visible for ever."
    ),
    "order:left": N_(
        "You begin to settle the dispute so that the document is on the other platform: once a second person of your organisation "
        "confirms, nobody holds it here any more, and the case stays visible for ever."
    ),
    "confirm:stay": N_(
        "As the second person you settle that the document is here: this record is the one original again, held by {holder} as "
        "before, and nothing more is sent."
    ),
    "confirm:left": N_(
        "As the second person you settle that the document is on the other platform: {holder} loses it here, and only that "
        "platform can give it back."
    ),
    "order:accept": N_(
        "You begin to settle the dispute so that the carrier took the document back: once a second person of your organisation "
        "confirms, it has ended for ever and nobody holds it, and the case stays visible for ever."
    ),
    "order:reject": N_(
        "You begin to settle the dispute so that the carrier did not take the document back: once a second person of your "
        "organisation confirms, {holder} holds it as before and can use it, and the case stays visible for ever."
    ),
    "order:stay:given-back": N_(
        "You begin to settle the dispute so that the other platform did not take the document back: once a second person of your "
        "organisation confirms, it stays surrendered and its issuer answers anew, and the case stays visible for ever."
    ),
    "order:left:given-back": N_(
        "You begin to settle the dispute so that the other platform took the document back: once a second person of your organisation "
        "confirms, the one original is there, and the case stays visible for ever."
    ),
    "confirm:stay:given-back": N_(
        "As the second person you settle that the other platform did not take the document back: it stays surrendered, and its issuer "
        "accepts or rejects that anew."
    ),
    "confirm:left:given-back": N_(
        "As the second person you settle that the other platform took the document back: the one original is there, and nothing more "
        "is sent."
    ),
    "confirm:accept": N_(
        "As the second person you settle that the carrier took the document back: it has ended for ever, and {holder} loses it."
    ),
    "confirm:reject": N_(
        "As the second person you settle that the carrier did not take the document back: {holder} holds it as before and can "
        "use it again."
    ),
    "confirm:freeze": N_(
        "As the second person you freeze the document: nobody can do anything with it until the freeze is lifted again by two "
        "people."
    ),
    "confirm:unfreeze": N_("As the second person you lift the freeze: the document moves again at once."),
    "confirm:rectify": N_(
        "As the second person you put {to} in control: {holder} loses the document at once, and only another order or {to} "
        "could give it back."
    ),
    "revoke": N_(
        "The open order is dropped: nothing else changes, and the order and your reason stay on record for ever."
    ),
}
