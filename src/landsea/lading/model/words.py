"""How a refusal speaks of acts, states and forms: in words of the trade, of which each room's `zh.po` has the Chinese, not in codes."""

from __future__ import annotations

from landsea.kernel import Phrase, Refusal

VERBS = {
    "issue": "issue",
    "capture": "capture from paper",
    "activate": "activate",
    "discard": "drop the record of",
    "receive": "receive",
    "transfer": "transfer",
    "offer": "offer",
    "pledge": "pledge",
    "take": "take",
    "release": "release the pledge of",
    "enforce": "enforce the pledge of",
    "amend": "amend",
    "consent": "consent to an amendment of",
    "ask-split": "ask for a split of",
    "ask-merge": "ask for a merger of",
    "ask-part": "ask for part delivery of",
    "grant": "grant a request on",
    "decline": "decline a proposal on",
    "withdraw": "withdraw a proposal on",
    "answer": "answer a proposal on",
    "surrender": "surrender",
    "accept": "accept the surrender of",
    "reject": "reject the surrender of",
    "accomplish": "record the delivery of",
    "leave": "change the medium of",
    "left": "record the new medium of",
    "stay": "call off the change of medium of",
    "return": "take back",
    "order": "begin an order on",
    "confirm": "confirm an order on",
    "revoke": "revoke an order on",
    "freeze": "freeze",
    "unfreeze": "lift the freeze of",
    "rectify": "rectify",
    "expire": "let expire",
    "prove control of": "prove control of",
}
"""By act (and kind of order): a verb whose object is the document."""
PROPOSALS = {
    "offer": "a transfer",
    "pledge": "a pledge",
    "amend": "an amendment",
    "ask-split": "a split",
    "ask-merge": "a merger",
    "ask-part": "a part delivery",
}
STATES = {
    "captured": "captured from paper",
    "issued": "issued",
    "surrendered": "surrendered",
    "accepted": "accepted for surrender",
    "accomplished": "accomplished",
    "leaving": "changing its medium",
    "away": "operative elsewhere",
    "split": "split",
    "merged": "merged",
    "expired": "expired",
    "discarded": "dropped",
}
MEDIA = {"log": "this register", "paper": "paper", "chain": "a chain's registry", "platform": "another platform"}
PURPOSES = {"delivery": "delivery", "amendment": "amendment", "paper": "paper"}
_WORDS = {"act": VERBS, "open": PROPOSALS, "state": STATES, "medium": MEDIA, "purpose": PURPOSES}


def worded(name: str, fact: object) -> object:
    """The fact of that name as a phrase, where it is a code of ours; any other fact as it is."""
    word = _WORDS[name].get(fact) if name in _WORDS and isinstance(fact, str) else None
    return Phrase(word) if word else fact


class TitleRefusal(Refusal):
    """A refusal about a document of title. Acts, states, media and purposes are given to it as codes, and told in words."""

    def __init__(self, *, pointer: str = "", **facts: object) -> None:
        super().__init__(pointer=pointer, **{name: worded(name, fact) for name, fact in facts.items()})
