"""Values, facts and refusals of policy: what may leave the node, to whom, by which rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from landsea.kernel import BadValue, Fact, PartyId, Phrase, Refusal, clean

_COUNTRY = re.compile("[A-Z]{2}")


class DataClass(StrEnum):
    """What a thing is to the law of data. A thing of several classes is asked for once for each of them."""

    TRANSPORT_DOCUMENT = "transport-document"
    """What a transport document says: its parties, goods and carriage."""
    TITLE_ACT = "title-act"
    """Who controls a document, and how that came about."""
    CONSIGNMENT = "consignment"
    """Goods, equipment, itinerary and tasks of a consignment."""
    EVENT = "event"
    """Where goods, equipment and transport are."""
    COMMERCIAL = "commercial"
    """Plans, quotes, prices."""
    SCHEDULE = "schedule"
    """Places, services, closures, performance."""
    PARTY = "party"
    """Companies, their identifiers and their public keys."""
    PERSONAL_DATA = "personal-data"
    """Of natural persons: names, e-mails, telephone numbers."""
    NOTICE = "notice"
    """That something works or is there, and no content: a test message."""


class Effect(StrEnum):
    ALLOW = "allow"
    REFUSE = "refuse"


class Ground(StrEnum):
    """What a decision rests on."""

    RULE = "rule"
    WITHIN = "within-jurisdiction"
    """No rule; the receiver is in the node's own jurisdiction."""
    NO_RULE = "no-rule"
    """No rule, and a border between."""


def jurisdiction(code: str) -> str:
    """ISO 3166-1 alpha-2, in which places with a data law of their own (HK, MO, TW) have their own codes."""
    if not isinstance(code, str) or not _COUNTRY.fullmatch(code):
        raise BadValue(
            value=repr(code),
            what="jurisdiction",
            why="ISO 3166-1 alpha-2 has two capital letters",
            mend="For example CN or SG.",
        )
    return code


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who would get it: a platform, a peer or a webhook by a name that stays (no personal data), and the law it is under."""

    name: str
    jurisdiction: str

    def __post_init__(self) -> None:
        clean(self.name, "name of the receiver")
        jurisdiction(self.jurisdiction)


@dataclass(frozen=True, slots=True)
class Release:
    """What is asked: may a thing of `data_class` leave for `receiver`?

    `purpose` says why (`pint-transfer`, `webhook`), `subject` which thing (`document:doc_...`); both are recorded and hold no
    personal data.
    """

    data_class: DataClass
    receiver: Receiver
    purpose: str
    subject: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "data_class", DataClass(self.data_class))
        clean(self.purpose, "purpose", 80)
        clean(self.subject, "subject", 160)


@dataclass(frozen=True, slots=True)
class AddReleaseRule:
    """Command: from now on things of `data_class` may, or may not, go to receivers in `receiver`. `basis` is the reason in law."""

    receiver: str
    data_class: DataClass
    effect: Effect
    basis: str

    def __post_init__(self) -> None:
        jurisdiction(self.receiver)
        object.__setattr__(self, "basis", clean(self.basis, "legal basis", 500))


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """A rule of this node, for things that go from `sender` to `receiver` (jurisdictions). `withdrawn_at`: no longer in force."""

    id: str
    sender: str
    receiver: str
    data_class: DataClass
    effect: Effect
    basis: str
    added_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say of a release; `rule` is the one in force for it, if there is one."""

    release: Release
    sender: str
    allowed: bool
    ground: Ground
    rule: ReleaseRule | None = None

    @property
    def why(self) -> Phrase:
        facts = {
            "data_class": self.release.data_class.value,
            "sender": self.sender,
            "receiver": self.release.receiver.jurisdiction,
        }
        if self.rule is None:
            return Phrase(WITHIN if self.ground is Ground.WITHIN else NO_RULE, **facts)
        return Phrase(
            ALLOWED if self.allowed else FORBIDDEN, rule=self.rule.id, basis=self.rule.basis.rstrip(".。"), **facts
        )


WITHIN = "No border is crossed: this node and the receiver are both in {sender}."
NO_RULE = "No rule of this node lets {data_class} go from {sender} to {receiver}."
ALLOWED = "Rule {rule} lets {data_class} go from {sender} to {receiver}: {basis}."
FORBIDDEN = "Rule {rule} keeps {data_class} from going from {sender} to {receiver}: {basis}."


@dataclass(frozen=True, slots=True)
class Decision:
    """A ruling as it was recorded. `rules_version`: how often the node's rules had been changed when it was made."""

    id: str
    ruling: Ruling
    rules_version: int
    party: PartyId
    decided_at: datetime

    @property
    def allowed(self) -> bool:
        return self.ruling.allowed

    @property
    def release(self) -> Release:
        return self.ruling.release

    @property
    def why(self) -> Phrase:
        return self.ruling.why


@dataclass(frozen=True)
class ReleaseRuleAdded(Fact):
    """Stream `release-rules`, whose version is the version of the rules. Stated by the operator."""

    kind: ClassVar[str] = "release-rule-added/1"
    rule: str
    sender: str
    receiver: str
    data_class: DataClass
    effect: Effect
    basis: str


@dataclass(frozen=True)
class ReleaseRuleWithdrawn(Fact):
    """The same stream. What was decided by the rule stays decided."""

    kind: ClassVar[str] = "release-rule-withdrawn/1"
    rule: str
    reason: str


@dataclass(frozen=True)
class ReleaseDecided(Fact):
    """Stream `release:<id>`. It was asked whether something may leave, and this was the answer."""

    kind: ClassVar[str] = "release-decided/1"
    data_class: DataClass
    sender: str
    receiver: str
    jurisdiction: str
    purpose: str
    subject: str
    allowed: bool
    ground: Ground
    rule: str | None
    rules_version: int


class ReleaseRefused(Refusal):
    code = "release-refused"
    status = 403
    text = (
        "{subject} may not go to {receiver} in {jurisdiction}: {why} If it lawfully may, an operator of this node says so with "
        "`landsea policy allow {jurisdiction} {data_class}`."
    )


class RuleNotInForce(Refusal):
    code = "release-rule-not-in-force"
    status = 409
    text = "The release rule {rule} was withdrawn at {at}. See the rules in force with `landsea policy list`."
