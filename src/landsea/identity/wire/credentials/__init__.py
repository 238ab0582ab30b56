"""W3C Verifiable Credentials 2.0 with Data Integrity proofs. Pure: times, keys, documents and chance are arguments.

Sign with `sign` (or `sign_base` and `derive` for selective disclosure), judge with `check`; `legal_entity` says who a DID is.
Standards: W3C VC Data Model 2.0, Data Integrity 1.0 with its EdDSA and ECDSA cryptosuites 1.0, Controlled Identifiers 1.0, Bitstring Status
List 1.0, JSON-LD 1.1, RDF Dataset Canonicalization (RDFC-1.0); did:key and did:web; RFC 8785.
Not supported: bbs-2023, JOSE and COSE envelopes, presentations, contexts that are not on the given list, objects as contexts
but for this node's own (`OWN_TERMS`).
"""

from landsea.identity.wire.credentials import legal_entity
from landsea.identity.wire.credentials.checks import (
    DATED_LATER,
    ENDED,
    LIST_NOT_GIVEN,
    NOT_YET_VALID,
    SANDBOX,
    STATUS_SET,
    STRICT,
    Given,
    Policy,
    check,
    issuer_of,
    types_of,
)
from landsea.identity.wire.credentials.dids import (
    Documents,
    Method,
    did_key_document,
    did_of_url,
    find_method,
    web_location,
)
from landsea.identity.wire.credentials.disclosure import DIGESTS
from landsea.identity.wire.credentials.jcs import canonical, read_json
from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.keys import (
    Kind,
    SigningKey,
    VerifyingKey,
    parse_jwk,
    parse_multikey,
    parse_secret_multikey,
)
from landsea.identity.wire.credentials.legal_entity import EntityKey, LegalEntity
from landsea.identity.wire.credentials.multibase import base58btc, parse_multibase
from landsea.identity.wire.credentials.proofs import SUITES, read_proofs, sign, verify
from landsea.identity.wire.credentials.refusals import CredentialRefused, UnknownDid
from landsea.identity.wire.credentials.report import Check, Outcome, Report
from landsea.identity.wire.credentials.selective import Disclosed, derive, sign_base, verify_derived
from landsea.identity.wire.credentials.status import (
    StatusEntry,
    bits_with,
    decode_bits,
    encode_bits,
    is_set,
    list_credential,
    new_bits,
    read_entry,
    read_status,
)
from landsea.identity.wire.credentials.terms import OWN_TERMS, TITLE_RECORD, title_record

__all__ = [
    "DATED_LATER",
    "DIGESTS",
    "ENDED",
    "LIST_NOT_GIVEN",
    "NOT_YET_VALID",
    "OWN_TERMS",
    "SANDBOX",
    "STATUS_SET",
    "STRICT",
    "SUITES",
    "TITLE_RECORD",
    "Check",
    "Contexts",
    "CredentialRefused",
    "Disclosed",
    "Documents",
    "EntityKey",
    "Given",
    "Kind",
    "LegalEntity",
    "Method",
    "Outcome",
    "Policy",
    "Report",
    "SigningKey",
    "StatusEntry",
    "UnknownDid",
    "VerifyingKey",
    "base58btc",
    "bits_with",
    "canonical",
    "check",
    "decode_bits",
    "derive",
    "did_key_document",
    "did_of_url",
    "encode_bits",
    "find_method",
    "is_set",
    "issuer_of",
    "legal_entity",
    "list_credential",
    "new_bits",
    "parse_jwk",
    "parse_multibase",
    "parse_multikey",
    "parse_secret_multikey",
    "read_entry",
    "read_json",
    "read_proofs",
    "read_status",
    "sign",
    "sign_base",
    "title_record",
    "types_of",
    "verify",
    "verify_derived",
    "web_location",
]
