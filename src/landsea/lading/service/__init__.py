"""Use cases of the room."""

from landsea.journal import Projection
from landsea.lading import store
from landsea.lading.model import ACTS, DocumentIssued
from landsea.lading.service.acts import (
    accept_surrender,
    accomplish,
    prepare_act,
    reject_surrender,
    surrender,
    transfer,
)
from landsea.lading.service.evidence import (
    RecordedAct,
    acts_of,
    evidence,
    evidence_bytes,
    make_provable,
    proof_of_newest_act,
)
from landsea.lading.service.issue import issue, prepare_issue
from landsea.lading.service.read import get_document, list_documents, possible_acts
from landsea.lading.service.render import render_pdf
from landsea.lading.service.sign import Prepared
from landsea.lading.service.verify import describe, verify_file
from landsea.lading.store import StoredDocument

PROJECTION = Projection(
    tables=store.TABLES,
    handlers={DocumentIssued: store.on_issued} | dict.fromkeys(ACTS.values(), store.on_act),
)

__all__ = [
    "PROJECTION",
    "Prepared",
    "RecordedAct",
    "StoredDocument",
    "accept_surrender",
    "accomplish",
    "acts_of",
    "describe",
    "evidence",
    "evidence_bytes",
    "get_document",
    "issue",
    "list_documents",
    "make_provable",
    "possible_acts",
    "prepare_act",
    "prepare_issue",
    "proof_of_newest_act",
    "reject_surrender",
    "render_pdf",
    "surrender",
    "transfer",
    "verify_file",
]
