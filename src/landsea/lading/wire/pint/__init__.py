"""DCSA PINT 3.0.0 on the wire: envelopes, what is signed in them, answers, and the standard's `ErrorResponse`."""

from landsea.lading.platforms.values import (
    Action,
    Code,
    DocumentMetadata,
    EblEnvelope,
    Entry,
    EnvelopeManifest,
    FinishedResponse,
    IdentifyingCode,
    IssuanceManifest,
    Party,
    StartedResponse,
    Transaction,
)
from landsea.lading.wire.pint.answers import (
    parse_finished,
    parse_started,
    parse_validated,
    render_finished,
    render_started,
)
from landsea.lading.wire.pint.errors import Misshapen, read_json, render_error, require_shape
from landsea.lading.wire.pint.incoming import (
    BadDocument,
    BadSigned,
    parse_code,
    parse_document,
    parse_entry,
    parse_envelope,
    parse_issuance_manifest,
    parse_manifest,
)
from landsea.lading.wire.pint.outgoing import (
    render_entry,
    render_envelope,
    render_issuance_manifest,
    render_manifest,
    render_party,
)

VERSION = "3.0.0"

__all__ = [
    "VERSION",
    "Action",
    "BadDocument",
    "BadSigned",
    "Code",
    "DocumentMetadata",
    "EblEnvelope",
    "Entry",
    "EnvelopeManifest",
    "FinishedResponse",
    "IdentifyingCode",
    "IssuanceManifest",
    "Misshapen",
    "Party",
    "StartedResponse",
    "Transaction",
    "parse_code",
    "parse_document",
    "parse_entry",
    "parse_envelope",
    "parse_finished",
    "parse_issuance_manifest",
    "parse_manifest",
    "parse_started",
    "parse_validated",
    "read_json",
    "render_entry",
    "render_envelope",
    "render_error",
    "render_finished",
    "render_issuance_manifest",
    "render_manifest",
    "render_party",
    "render_started",
    "require_shape",
]
