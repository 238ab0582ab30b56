"""What requests on documents say."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from landsea.kernel import PartyId, utc
from landsea.lading.model import (
    DocumentId,
    Endorsement,
    IssueDocument,
    LineAmount,
    MadeElsewhere,
    Medium,
    OrderKind,
    OtherDocument,
    Purpose,
    Signing,
    Terms,
    Unsigned,
    WithPassphrase,
)
from landsea.lading.model.kinds import CONTRACTS, MAY_BE_NEGOTIABLE
from landsea.lading.wire.draft.given import plain_message
from landsea.runtime.http import Flag, Moment, Whole

Id = Annotated[str, Field(max_length=40)]
Reason = Annotated[str, Field(min_length=1, max_length=200)]
Sha256 = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]


Message = Annotated[dict[str, Any], AfterValidator(plain_message)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


Signature = Annotated[
    str, Field(max_length=128, description="base64 of the Ed25519 signature over the prepared message")
]


class FurtherBody(Body):
    """The signature over a further statement of a prepared act, by the document that it is about."""

    document: Id
    signature: Signature


class SignatureBody(Body):
    """A signature made outside the node over a prepared act; `document` only for an issue, `further` where several were prepared."""

    at: Moment
    key_id: str = Field(max_length=40)
    signature: Signature
    document: Id | None = None
    further: list[FurtherBody] = Field(default_factory=list, max_length=100)

    def value(self) -> MadeElsewhere:
        document = DocumentId(self.document) if self.document else None
        further = tuple((DocumentId(one.document), one.signature) for one in self.further)
        return MadeElsewhere(utc(self.at), self.key_id, self.signature, document, further)


class SignedBody(Body):
    """The passphrase of the title key on the node, a signature made elsewhere, or `prepare` to be given what there is to sign."""

    passphrase: SecretStr | None = None
    signature: SignatureBody | None = None
    prepare: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> SignedBody:
        if sum(one is not None for one in (self.passphrase, self.signature, self.prepare)) != 1:
            raise ValueError("give exactly one of passphrase, signature and prepare")
        return self

    def signing(self) -> Signing:
        if self.prepare:
            return Unsigned()
        if self.passphrase is not None:
            return WithPassphrase(self.passphrase.get_secret_value())
        assert self.signature is not None  # noqa: S101 - the validator above
        return self.signature.value()


class TermsBody(Body):
    text_en: str = Field(min_length=1, max_length=6000)
    text_zh: str = Field(min_length=1, max_length=6000)
    freight: str = Field(default="PRE", pattern="^(PRE|COL)$")
    receipt_type: str = Field(default="CY", pattern="^(CY|SD|CFS)$")
    delivery_type: str = Field(default="CY", pattern="^(CY|SD|CFS)$")
    movement_type: str = Field(default="FCL", pattern="^(FCL|LCL)$")


def _known_kind(kind: str) -> str:
    if kind not in CONTRACTS:
        raise PydanticCustomError("enum", "not a transport document", {"expected": ", ".join(sorted(CONTRACTS))})
    return kind


class OtherDocumentBody(Body):
    """A document beside this one; `kind` is a UN/EDIFACT 1001 code (705, 710, 720, 730, 740, 766 ...).

    Of a kind that may be negotiable (a bill of lading, a multimodal transport document ...) `negotiable` has no default.
    """

    kind: Annotated[str, AfterValidator(_known_kind)] = Field(json_schema_extra={"enum": [*sorted(CONTRACTS)]})
    number: str = Field(min_length=1, max_length=60)
    issuer: str = Field(default="", max_length=120)
    leg: Whole | None = Field(default=None, ge=1, le=99)
    negotiable: Flag | None = Field(default=None, validate_default=True)
    void: Flag = False
    digest: Sha256 = ""

    @field_validator("negotiable")
    @classmethod
    def _said_of_a_bill(cls, said: bool | None, info: ValidationInfo) -> bool:
        if said is None and info.data.get("kind") in MAY_BE_NEGOTIABLE:
            raise ValueError("a document of this kind may be negotiable: say whether it was made out as one")
        return bool(said)

    def value(self) -> OtherDocument:
        return OtherDocument(**self.model_dump())


class IssueBody(SignedBody):
    consignment: Id
    negotiable: Flag
    order_of: Id | None = None
    held_by: Id | None = None
    bearer: Flag = False
    originals: Whole = Field(default=1, ge=1, le=9)
    annotates: OtherDocumentBody | None = None
    legs: list[OtherDocumentBody] = Field(default_factory=list, max_length=50)
    valid_until: Moment | None = None
    terms: TermsBody | None = None
    override_reason: str | None = Field(default=None, max_length=400)
    message: Message | None = Field(
        default=None,
        description="UN/CEFACT MMT or DCSA TransportDocument that it is issued from, as /v1/documents/drafts reads it",
    )

    def command(self) -> IssueDocument:
        return IssueDocument(
            self.consignment,
            self.negotiable,
            PartyId(self.order_of) if self.order_of else None,
            Terms(**self.terms.model_dump()) if self.terms else None,
            self.override_reason,
            PartyId(self.held_by) if self.held_by else None,
            self.bearer,
            self.originals,
            self.annotates.value() if self.annotates else None,
            tuple(one.value() for one in self.legs),
            utc(self.valid_until) if self.valid_until else None,
            self.message,
        )


class EndorsedBody(SignedBody):
    """`endorsement` full or order names `endorsee` (default: `to`); blank and none do not."""

    endorsement: Endorsement | None = None
    endorsee: Id | None = None

    def endorsed(self) -> tuple[Endorsement | None, PartyId | None]:
        return self.endorsement, PartyId(self.endorsee) if self.endorsee else None


class TransferBody(EndorsedBody):
    to: Id


class PledgeBody(SignedBody):
    to: Id
    secures: Reason = Field(description="the credit's reference; on record for ever")
    matures_at: Moment | None = None


class ReasonBody(SignedBody):
    reason: Reason


class AmendBody(ReasonBody):
    changes: dict[str, Any] = Field(description="RFC 7396 merge patch over the document's content")


class AmountBody(Body):
    """So much of one line of the goods, counted from 0; the volume in m³ as decimal text where the line states one."""

    line: Whole = Field(ge=0, le=9999)
    packages: Whole = Field(ge=0, le=2**53 - 1)
    gross_weight_grams: Whole = Field(ge=0, le=2**53 - 1)
    volume_cubic_metres: str = Field(default="", pattern=r"^([0-9]{1,9}(\.[0-9]{1,6})?)?$")

    def value(self) -> LineAmount:
        return LineAmount(**self.model_dump())


class SplitBody(SignedBody):
    shares: list[list[AmountBody]] = Field(min_length=2, max_length=50)

    def values(self) -> tuple[tuple[LineAmount, ...], ...]:
        return tuple(tuple(one.value() for one in share) for share in self.shares)


class MergeBody(SignedBody):
    others: list[Id] = Field(min_length=1, max_length=50)


class PartBody(SignedBody):
    amounts: list[AmountBody] = Field(min_length=1, max_length=999)


class SurrenderBody(SignedBody):
    purpose: Purpose = Purpose.DELIVERY
    comments: str = Field(default="", max_length=200, description="what is to be amended, and why; on record for ever")


class LeaveBody(SignedBody):
    """Paper: how many originals are wanted, and for whom. Other registers have routes of their own."""

    medium: Literal[Medium.PAPER] = Medium.PAPER
    name: Reason


class NumbersBody(SignedBody):
    numbers: Reason = Field(description="the serial number of every paper original, once, with commas between")


class ReturnBody(EndorsedBody):
    to: Id
    numbers: Reason


class ActivateBody(SignedBody):
    override_reason: str | None = Field(default=None, max_length=400)


class OrderBody(EndorsedBody):
    order: OrderKind
    case: Reason = Field(description="the dispute, judgment or recovery; on record for ever")
    holder: Id | None = None


class ControlBody(SignedBody):
    challenge: str = Field(
        min_length=16, max_length=200, description="from who wants the proof; nobody could foresee it"
    )
