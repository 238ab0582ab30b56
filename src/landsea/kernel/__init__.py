"""The words every room shares. Values that cannot be constructed wrong, refusals with names; no I/O, no clock, no chance.

Standards: UN/LOCODE (UNECE Rec 16), ISO 6346, WCO UCR, GB 32100-2015 (USCC), UEN, ISO 17442 (LEI), ISO 4217, UNECE Rec 20, RFC 3339.
"""

from landsea.kernel.equipment import ContainerNumber
from landsea.kernel.exact_json import LARGEST_INTEGER, canonical, canonical_known
from landsea.kernel.fact import Actor, Fact, PartyId, Recorded, Role, UserId
from landsea.kernel.identifiers import Lei, Ucr, Uen, Uscc
from landsea.kernel.money import Money, exponent
from landsea.kernel.place import UnLocode
from landsea.kernel.quantity import Quantity
from landsea.kernel.refusal import BadSource, BadValue, Finding, NotAllowed, NotFound, NotListed, Refusal
from landsea.kernel.text import Phrase, clean
from landsea.kernel.time import Period, parse_instant, utc

__all__ = [
    "LARGEST_INTEGER",
    "Actor",
    "BadSource",
    "BadValue",
    "ContainerNumber",
    "Fact",
    "Finding",
    "Lei",
    "Money",
    "NotAllowed",
    "NotFound",
    "NotListed",
    "PartyId",
    "Period",
    "Phrase",
    "Quantity",
    "Recorded",
    "Refusal",
    "Role",
    "Ucr",
    "Uen",
    "UnLocode",
    "Uscc",
    "UserId",
    "canonical",
    "canonical_known",
    "clean",
    "exponent",
    "parse_instant",
    "utc",
]
