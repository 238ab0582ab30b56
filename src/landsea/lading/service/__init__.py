"""Use cases of the room."""

from landsea.journal import Projection
from landsea.lading import store, store_chain, store_credential, store_elsewhere, store_interchange
from landsea.lading.model import ACTS, BIRTHS
from landsea.lading.service.acts import (
    accomplish,
    ask_part,
    decline,
    enforce,
    expire,
    expire_due,
    leave,
    left_for_paper,
    left_for_register,
    offer,
    pledge,
    release,
    return_from_paper,
    return_from_register,
    revoke_order,
    stay,
    stay_here,
    take,
    transfer,
    withdraw,
)
from landsea.lading.service.amend import amend, amendment, consent
from landsea.lading.service.control import Asked, prove_control
from landsea.lading.service.draft import Draft, read_draft
from landsea.lading.service.elsewhere import import_credential, list_elsewhere, verify_elsewhere
from landsea.lading.service.evidence import (
    RecordedAct,
    acts_of,
    evidence,
    evidence_bytes,
    make_provable,
    proof_of_newest_act,
)
from landsea.lading.service.issue import activate, capture, discard, issue
from landsea.lading.service.orders import begin_order, confirm_order, kinds_of_order
from landsea.lading.service.parts import ask_merge, ask_split, grant
from landsea.lading.service.perform import Doing
from landsea.lading.service.possible import possible_acts
from landsea.lading.service.read import Desk, get_document, list_documents, load_document
from landsea.lading.service.render import render_pdf
from landsea.lading.service.sign import Prepared, prepare
from landsea.lading.service.surrender import accept_surrender, reject_surrender, surrender
from landsea.lading.service.verify import (
    Ask,
    Beside,
    ask_lines,
    beside_at_node,
    describe,
    here_at_node,
    read_beside,
    verify_file,
)
from landsea.lading.service.versions import Consent, ContentVersion, versions_of
from landsea.lading.store import StoredDocument

PROJECTION = Projection(
    tables=(
        *store.TABLES,
        *store_credential.TABLES,
        *store_elsewhere.TABLES,
        *store_interchange.TABLES,
        *store_chain.TABLES,
    ),
    handlers=dict.fromkeys(BIRTHS.values(), store.on_birth)
    | dict.fromkeys(ACTS.values(), store_credential.on_act)
    | store_credential.HANDLERS
    | store_elsewhere.HANDLERS
    | store_interchange.HANDLERS
    | store_chain.HANDLERS,
)

__all__ = [
    "PROJECTION",
    "Ask",
    "Asked",
    "Beside",
    "Consent",
    "ContentVersion",
    "Desk",
    "Doing",
    "Draft",
    "Prepared",
    "RecordedAct",
    "StoredDocument",
    "accept_surrender",
    "accomplish",
    "activate",
    "acts_of",
    "amend",
    "amendment",
    "ask_lines",
    "ask_merge",
    "ask_part",
    "ask_split",
    "begin_order",
    "beside_at_node",
    "capture",
    "confirm_order",
    "consent",
    "decline",
    "describe",
    "discard",
    "enforce",
    "evidence",
    "evidence_bytes",
    "expire",
    "expire_due",
    "get_document",
    "grant",
    "here_at_node",
    "import_credential",
    "issue",
    "kinds_of_order",
    "leave",
    "left_for_paper",
    "left_for_register",
    "list_documents",
    "list_elsewhere",
    "load_document",
    "make_provable",
    "offer",
    "pledge",
    "possible_acts",
    "prepare",
    "proof_of_newest_act",
    "prove_control",
    "read_beside",
    "read_draft",
    "reject_surrender",
    "release",
    "render_pdf",
    "return_from_paper",
    "return_from_register",
    "revoke_order",
    "stay",
    "stay_here",
    "surrender",
    "take",
    "transfer",
    "verify_elsewhere",
    "verify_file",
    "versions_of",
    "withdraw",
]
