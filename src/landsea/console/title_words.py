"""Words of the trade for title: acts, states, endorsements, and what each act causes. `N_` marks a text for translation."""

from __future__ import annotations

from landsea.console.words import N_

ACTS = {
    "issue": N_("Issue"),
    "capture": N_("Capture from paper"),
    "activate": N_("Activate the record"),
    "discard": N_("Drop the record"),
    "receive": N_("Receive"),
    "transfer": N_("Transfer"),
    "offer": N_("Offer"),
    "pledge": N_("Pledge"),
    "take": N_("Take"),
    "take-pledge": N_("Take in pledge"),
    "release": N_("Release the pledge"),
    "enforce": N_("Enforce the pledge"),
    "amend": N_("Propose an amendment"),
    "consent": N_("Consent to the amendment"),
    "ask-split": N_("Ask for a split"),
    "ask-merge": N_("Ask for a merger"),
    "ask-part": N_("Ask for part delivery"),
    "grant": N_("Grant"),
    "grant-ask-split": N_("Grant the split"),
    "grant-ask-merge": N_("Grant the merger"),
    "grant-ask-part": N_("Grant the part delivery"),
    "decline": N_("Decline"),
    "withdraw": N_("Withdraw the proposal"),
    "surrender": N_("Surrender"),
    "accept": N_("Accept the surrender"),
    "reject": N_("Reject the surrender"),
    "accomplish": N_("Record the delivery"),
    "leave": N_("Change to paper"),
    "left": N_("Record the paper originals"),
    "stay": N_("No paper was made"),
    "return": N_("Take back from paper"),
    "order": N_("Begin an order"),
    "confirm": N_("Confirm the order"),
    "revoke": N_("Drop the order"),
    "expire": N_("Expire"),
    "send": N_("Send to another platform"),
    "issue-elsewhere": N_("Have a platform issue it"),
    "leave-for-chain": N_("Take to a chain"),
    "chain-mint": N_("Mint on the chain"),
    "chain-transfer": N_("Transfer on the chain"),
    "chain-withdraw": N_("Withdraw the nomination"),
    "chain-decline": N_("Hand back what was given"),
    "chain-surrender": N_("Return to the registry"),
    "chain-accept": N_("Burn the token"),
    "chain-reject": N_("Restore the token"),
    "chain-call-off": N_("Call it off"),
    "chain-raise-fee": N_("Pay a higher fee"),
    "chain-fee-limit": N_("Raise the fee limit"),
}
"""`take` and `grant` are named by what they answer where that is known (`take-pledge`, `grant-ask-split`)."""
ACTS_DONE = {
    "issue": N_("Issued"),
    "capture": N_("Captured from paper"),
    "activate": N_("Activated (the paper is void)"),
    "discard": N_("Record dropped"),
    "receive": N_("Received from another platform"),
    "transfer": N_("Transferred"),
    "offer": N_("Offered"),
    "pledge": N_("Offered in pledge"),
    "take": N_("Taken"),
    "take-pledge": N_("Taken in pledge"),
    "release": N_("Pledge released"),
    "enforce": N_("Pledge enforced"),
    "amend": N_("Amendment proposed"),
    "consent": N_("Amendment consented to"),
    "ask-split": N_("Split asked for"),
    "ask-merge": N_("Merger asked for"),
    "ask-part": N_("Part delivery asked for"),
    "grant": N_("Granted"),
    "grant-ask-split": N_("Split"),
    "grant-ask-merge": N_("Merged"),
    "grant-ask-part": N_("Part delivered"),
    "decline": N_("Declined"),
    "withdraw": N_("Proposal withdrawn"),
    "surrender": N_("Surrendered"),
    "accept": N_("Surrender accepted"),
    "reject": N_("Surrender rejected"),
    "accomplish": N_("Goods delivered"),
    "leave": N_("Change of medium begun"),
    "left": N_("Left for the other medium"),
    "stay": N_("Stayed here"),
    "return": N_("Came back"),
    "order": N_("Order begun"),
    "confirm": N_("Order confirmed"),
    "revoke": N_("Order dropped"),
    "expire": N_("Expired"),
}
HINTS = {
    "activate": N_("once all the paper is void"),
    "discard": N_("the paper stays the original"),
    "transfer": N_("control passes at once"),
    "offer": N_("control passes when they take it"),
    "pledge": N_("to a bank, as security"),
    "take": N_("you become the holder"),
    "take-pledge": N_("you hold it as security"),
    "release": N_("the debt is paid: it goes back"),
    "enforce": N_("the debt is not paid: it stands to your order"),
    "amend": N_("other words under the same number"),
    "consent": N_("you agree to the new words"),
    "ask-split": N_("several documents in place of one"),
    "ask-merge": N_("one document in place of several"),
    "ask-part": N_("some of the goods now, the rest later"),
    "grant-ask-split": N_("issues the new documents"),
    "grant-ask-merge": N_("issues the one new document"),
    "grant-ask-part": N_("the part is delivered"),
    "decline": N_("with a reason; nothing else changes"),
    "withdraw": N_("nothing else changes"),
    "surrender": N_("hand it in: delivery, amendment or paper"),
    "accept": N_("it stops being operative"),
    "reject": N_("with a reason; the holder keeps it"),
    "accomplish": N_("the goods were handed over"),
    "leave": N_("paper originals take its place"),
    "left": N_("with their serial numbers"),
    "stay": N_("the record is operative again"),
    "return": N_("all originals are back and void"),
    "order": N_("freeze, lift, rectify or settle a dispute, by two people"),
    "confirm": N_("as the second person"),
    "revoke": N_("nothing else changes"),
    "send": N_("to a party there; it is operative there alone"),
    "issue-elsewhere": N_("as its carrier, to a party there"),
    "leave-for-chain": N_("a token of a registry takes its place"),
    "chain-mint": N_("as the registry's minter"),
    "chain-transfer": N_("your address pays the chain's fee"),
    "chain-withdraw": N_("nothing else changes"),
    "chain-decline": N_("as the very next act only"),
    "chain-surrender": N_("the way back to this register"),
    "chain-accept": N_("the record is the original here again"),
    "chain-reject": N_("it stays on the chain as before"),
    "chain-call-off": N_("while it is not settled there"),
    "chain-raise-fee": N_("the same transaction again, within the limit"),
    "chain-fee-limit": N_("who signed it may then pay a higher fee"),
}
"""What an act is for, beside its button."""
ASKS = {
    "offer": N_("{by} offers the document to {to}."),
    "pledge": N_("{by} offers the document to {to} in pledge."),
    "amend": N_("{by} proposes to amend the document."),
    "ask-split": N_("{by} asks for a split into several documents."),
    "ask-merge": N_("{by} asks for a merger with other documents."),
    "ask-part": N_("{by} asks for delivery of a part."),
}
"""What an open proposal asks."""
STANDINGS = {
    "operative": N_("OPERATIVE HERE"),
    "pledged": N_("OPERATIVE HERE, PLEDGED"),
    "frozen": N_("OPERATIVE HERE, FROZEN"),
    "not-operative": N_("NOT OPERATIVE"),
    "unknown": N_("NOT KNOWN HERE"),
}
WHY = {
    "unknown": N_(
        "This node was restored or copied, so the newest acts may be missing: the document may have passed to somebody else, or ended. "
        "Rely on nothing shown here until an operator has confirmed the epoch; ask whoever keeps the record now."
    ),
    "operative": N_("This record is the one original. Who holds it may demand the goods; no print or file can."),
    "operative-straight": N_(
        "This record is the one original. The goods are delivered to {entitled} alone, when it holds it; no print or file serves."
    ),
    "operative-possession": N_(
        "This record is the one original. {holder} has possession of it and nothing else: it stands to the order of {entitled}, and "
        "nobody can demand the goods until the two are one."
    ),
    "pledged": N_(
        "Pledged to {holder}: it can be neither passed on nor surrendered until the pledge is released, or enforced when due."
    ),
    "frozen": N_("Frozen by order of the register's operator: nothing can be done with it until the order is lifted."),
    "captured": N_(
        "Captured from paper: the paper is still the original, until its issuer has all of it and activates this record."
    ),
    "surrendered-delivery": N_(
        "Surrendered for delivery: it waits for the answer of {issuer}, and until then nobody can move it."
    ),
    "surrendered-amendment": N_(
        "Surrendered for amendment: it waits for the answer of {issuer}, and until then nobody can move it."
    ),
    "surrendered-paper": N_(
        "Surrendered against paper: it waits for the answer of {issuer}, and until then nobody can move it."
    ),
    "accepted-delivery": N_("The surrender was accepted: nobody holds it any more; the goods are to be delivered."),
    "accepted-amendment": N_(
        "The surrender was accepted: the document has ended, and the issuer replaces it by another one."
    ),
    "accepted-paper": N_(
        "The surrender was accepted: the document has ended, and the issuer gives paper in its place."
    ),
    "accomplished": N_("The goods were delivered against it: the document is spent."),
    "leaving-paper": N_(
        "On its way to paper: operative nowhere, until the issuer has handed out the paper originals or says that there are none."
    ),
    "leaving-chain": N_(
        "On its way to a chain's registry: operative nowhere, until that registry has it or the change is called off."
    ),
    "leaving-platform": N_(
        "On its way to another platform: operative nowhere, until that platform has it or refuses it."
    ),
    "away-paper": N_("The original is on paper: {form}. This record only shows where it went."),
    "away-chain": N_("The original is in a chain's registry: {form}. This record only shows where it went."),
    "away-platform": N_("The original is on another platform: {form}. This record only shows where it went."),
    "split": N_("Split: the documents that replace it are named below."),
    "merged": N_("Merged: the document that replaces it is named below."),
    "expired": N_("Its validity has ended, and with it the document."),
    "past-validity": N_("Its validity has ended; the register is about to record it."),
    "discarded": N_("The record was dropped: the paper stayed the original."),
}
"""Why a document can or cannot be relied on here; `{issuer}`, `{holder}`, `{entitled}`, `{form}` are filled where it is shown."""
ENDORSEMENTS = {
    "order": N_("To order"),
    "full": N_("In full"),
    "blank": N_("In blank"),
    "none": N_("No endorsement"),
}
ENDORSEMENT_MEANINGS = {
    "order": N_("The new holder may demand the goods and endorse the document on."),
    "full": N_("The new holder alone may demand the goods; it cannot endorse the document on."),
    "blank": N_("To bearer: whoever holds it may demand the goods. Like cash, so think twice."),
    "none": N_("Possession passes alone; to whose order the document stands does not change."),
    "none-bearer": N_("By delivery alone: it is to bearer, so the new holder may demand the goods."),
}
PURPOSES = {
    "delivery": N_("for delivery of the goods"),
    "amendment": N_("for amendment: another document replaces it"),
    "paper": N_("for paper: paper originals replace it"),
}
ORDERS = {
    "freeze": N_("Freeze"),
    "unfreeze": N_("Lift the freeze"),
    "rectify": N_("Rectify: name the right holder"),
    "stay": N_("Settle the dispute: it is here"),
    "left": N_("Settle the dispute: it is on the other platform"),
    "accept": N_("Settle the dispute: the carrier took it back"),
    "reject": N_("Settle the dispute: the carrier did not take it back"),
}
MEDIA = {
    "log": N_("this register"),
    "paper": N_("paper"),
    "chain": N_("a chain's registry"),
    "platform": N_("another platform"),
}
MESSAGES = {
    "sending": N_("being sent"),
    "retrying": N_("no answer that binds yet, tried again"),
    "stuck": N_("no answer that binds: people must look"),
    "waiting": N_("arrived, waits for the answer"),
    "accepted": N_("taken there"),
    "refused": N_("refused"),
    "disputed": N_("disputed"),
    "told": N_("told"),
    "not-taken": N_("told, and not taken there"),
}
MESSAGE_KINDS = {
    "envelope": N_("Transfer to {platform}"),
    "issuance-request": N_("Request to {platform} to issue it"),
    "issuance-response": N_("Answer to {platform} about the issue"),
    "surrender-request": N_("Surrender to {platform}"),
    "surrender-response": N_("Answer to {platform} about the surrender"),
}
MESSAGE_NEXT = {
    "sending": N_("Nothing to do: it goes out by itself, and comes back by itself if it is refused."),
    "retrying": N_(
        "Nothing to do: the same message is sent again until an answer that binds comes, or the time for it is over."
    ),
    "stuck": N_(
        "The same message is sent again by itself, but trying again may not be enough: whoever the reason names must act, here or at the "
        "other platform. Tell the operator of this register."
    ),
    "waiting": N_("Nothing to do: the other side answers in its own time."),
    "not-taken": N_(
        "The answer stands here. Ask the other platform why it does not take it; then the register's operator can have it told again."
    ),
    "refused": N_("It was undone: the record stands as before it was sent, and can be sent again."),
    "disputed": N_(
        "What became of it there is not known here. It ends by an answer that binds, or by an order of two people of the register's "
        "operator, who ask the other platform first; until then nothing is sent and the record can be used by nobody."
    ),
}
"""What may be done about a message in that state; nothing is said where all is well."""
EXCHANGE_STEPS = {
    "dispute": N_("Say that no answer will come"),
    "ask-again": N_("Ask the other platform again"),
}
"""What the register's operator may do about what was sent and is not answered."""
JOURNEYS = {
    "leaving": N_("on its way there"),
    "arrived": N_("there"),
    "stayed": N_("stayed here"),
    "returned": N_("came back"),
}
PLACES = {
    "escrow": N_("with its parties"),
    "registry": N_("returned to the registry: to be burnt or restored"),
    "burnt": N_("burnt, for ever"),
    "none": N_("not minted"),
}
TRANSACTIONS = {
    "unseen": N_("signed, not sent yet"),
    "waiting": N_("sent, in no block yet"),
    "included": N_("in a block, not final yet"),
    "final": N_("final"),
    "failed": N_("failed: it did nothing"),
    "lost": N_("replaced by another"),
}
TRANSACTION_NAMES = {
    "mint": N_("Mint"),
    "nominate": N_("Nomination"),
    "transferHolder": N_("Transfer of possession"),
    "transferBeneficiary": N_("Endorsement"),
    "transferOwners": N_("Transfer and endorsement"),
    "rejectTransferHolder": N_("Handing possession back"),
    "rejectTransferBeneficiary": N_("Handing the endorsement back"),
    "rejectTransferOwners": N_("Handing back"),
    "returnToIssuer": N_("Return to the registry"),
    "restore": N_("Restoring to its parties"),
    "burn": N_("Burning"),
    "call-off": N_("Calling off what was signed before"),
}
"""What a signed transaction is to do, while it may not be done yet."""
OPERATIONS = {
    "mint": N_("Minted"),
    "nominate": N_("Nominated"),
    "transferHolder": N_("Possession transferred"),
    "transferBeneficiary": N_("Endorsed"),
    "transferOwners": N_("Transferred and endorsed"),
    "rejectTransferHolder": N_("Possession handed back"),
    "rejectTransferBeneficiary": N_("Endorsement handed back"),
    "rejectTransferOwners": N_("Handed back"),
    "returnToIssuer": N_("Returned to the registry"),
    "restore": N_("Restored to its parties"),
    "burn": N_("Burnt"),
}
"""Functions of the TitleEscrow contracts, as done."""
CODE_LISTS = {
    "GLEIF": N_("LEI (GLEIF)"),
    "DNB": N_("DUNS number (DNB)"),
    "W3C": N_("DID (W3C)"),
    "ZZZ": N_("agreed between the platforms (ZZZ)"),
}
FREIGHTS = {"PRE": N_("prepaid"), "COL": N_("collect")}
RECEIPTS = {"CY": N_("container yard (CY)"), "SD": N_("store door (SD)"), "CFS": N_("container freight station (CFS)")}
MOVEMENTS = {"FCL": N_("full container (FCL)"), "LCL": N_("less than a container (LCL)")}
DOCUMENT_KINDS = {
    "705": N_("bill of lading (705)"),
    "710": N_("sea waybill (710)"),
    "720": N_("rail consignment note (720)"),
    "730": N_("road consignment note (730)"),
    "741": N_("air waybill (741)"),
    "766": N_("multimodal bill of lading (766)"),
}
"""UN/EDIFACT 1001 codes of transport documents."""
VERSION_OUTCOMES = {
    "in-force": N_("in force"),
    "replaced": N_("replaced"),
    "open": N_("waits for consent"),
    "dropped": N_("not adopted"),
}
FIELDS = {
    "goods": N_("Goods"),
    "description": N_("description"),
    "hs_code": N_("HS code"),
    "packages": N_("packages"),
    "package_code": N_("kind of package"),
    "gross_weight_grams": N_("gross weight"),
    "volume_cubic_metres": N_("volume, m³"),
    "marks": N_("marks"),
    "container": N_("container"),
    "temperature_celsius": N_("set temperature, °C"),
    "dangerous_un": N_("UN number"),
    "hazard_class": N_("hazard class"),
    "packing_group": N_("packing group"),
    "shipping_name": N_("proper shipping name"),
    "notify": N_("Notify party"),
    "terms": N_("Terms"),
    "text_en": N_("in English"),
    "text_zh": N_("in Chinese"),
    "freight": N_("freight"),
    "booking": N_("Booking number"),
    "equipment": N_("Equipment"),
    "seals": N_("seals"),
    "carriage": N_("Carriage"),
    "shipper": N_("Shipper"),
    "consignee": N_("Consignee"),
    "receipt": N_("Place of receipt"),
    "loading": N_("Port of loading"),
    "discharge": N_("Port of discharge"),
    "delivery": N_("Place of delivery"),
    "name_en": N_("name in English"),
    "name_zh": N_("name in Chinese"),
    "vessel": N_("vessel"),
    "voyage": N_("voyage"),
    "departs": N_("departure"),
    "arrives": N_("arrival"),
}
"""Fields of a document's content, for telling what an amendment changes."""
TABLES = {
    "act_word": ACTS,
    "act_done_word": ACTS_DONE,
    "act_hint": HINTS,
    "asks_word": ASKS,
    "standing_word": STANDINGS,
    "why_word": WHY,
    "endorsement_word": ENDORSEMENTS,
    "endorsement_meaning": ENDORSEMENT_MEANINGS,
    "purpose_word": PURPOSES,
    "order_word": ORDERS,
    "medium_word": MEDIA,
    "document_kind_word": DOCUMENT_KINDS,
    "version_word": VERSION_OUTCOMES,
    "field_word": FIELDS,
    "message_word": MESSAGES,
    "message_kind_word": MESSAGE_KINDS,
    "message_next_word": MESSAGE_NEXT,
    "exchange_step": EXCHANGE_STEPS,
    "journey_word": JOURNEYS,
    "place_word": PLACES,
    "transaction_word": TRANSACTIONS,
    "transaction_name": TRANSACTION_NAMES,
    "operation_word": OPERATIONS,
    "code_list_word": CODE_LISTS,
    "freight_word": FREIGHTS,
    "receipt_word": RECEIPTS,
    "movement_word": MOVEMENTS,
}
"""As `words.TABLES`."""
