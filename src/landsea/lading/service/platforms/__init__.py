"""The exchange of documents with other eBL platforms and carriers: DCSA PINT 3.0, eBL Issuance 3.0, eBL Surrender 3.0."""

from landsea.lading.service.platforms.asking import ask_receiver
from landsea.lading.service.platforms.barring import Incoming, find_incoming, list_incoming, refuse_incoming
from landsea.lading.service.platforms.configured import (
    HOURS_MAX,
    MAY,
    change_counterpart,
    configure_counterpart,
    describe_carrier,
    get_counterpart,
    list_counterparts,
    open_platform,
    own_certificates,
    own_code,
    remove_counterpart,
    require_trial,
)
from landsea.lading.service.platforms.disputes import ask_again, dispute, document_of, is_disputed, list_disputes
from landsea.lading.service.platforms.disputes import steps as exchange_steps
from landsea.lading.service.platforms.issuance import issue_elsewhere
from landsea.lading.service.platforms.receiving import (
    finish_transfer,
    receive_document,
    receive_envelope,
    validate_receiver,
)
from landsea.lading.service.platforms.reply import Reply
from landsea.lading.service.platforms.sending import (
    SendDocument,
    get_exchange,
    list_sent,
    names_elsewhere,
    send,
    unfit_for_platforms,
)
from landsea.lading.service.platforms.surrender import answer as answer_surrender
from landsea.lading.service.platforms.surrender import surrender_elsewhere
from landsea.lading.service.platforms.worker import PlatformCourier, send_due
from landsea.lading.store_interchange import Outgoing

__all__ = [
    "HOURS_MAX",
    "MAY",
    "Incoming",
    "Outgoing",
    "PlatformCourier",
    "Reply",
    "SendDocument",
    "answer_surrender",
    "ask_again",
    "ask_receiver",
    "change_counterpart",
    "configure_counterpart",
    "describe_carrier",
    "dispute",
    "document_of",
    "exchange_steps",
    "find_incoming",
    "finish_transfer",
    "get_counterpart",
    "get_exchange",
    "is_disputed",
    "issue_elsewhere",
    "list_counterparts",
    "list_disputes",
    "list_incoming",
    "list_sent",
    "names_elsewhere",
    "open_platform",
    "own_certificates",
    "own_code",
    "receive_document",
    "receive_envelope",
    "refuse_incoming",
    "remove_counterpart",
    "require_trial",
    "send",
    "send_due",
    "surrender_elsewhere",
    "unfit_for_platforms",
    "validate_receiver",
]
