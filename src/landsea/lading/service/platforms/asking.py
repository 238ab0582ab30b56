"""Asking another platform for the name of a party there, before a document is sent to it (PINT 3.0.0, receiver validation)."""

from __future__ import annotations

import json

from landsea.journal import Journal, Work
from landsea.kernel import Actor, Phrase
from landsea.lading.platforms.facts import Counterpart
from landsea.lading.platforms.refusals import NoAnswerFrom, NotKnownThere
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service.platforms.client import call
from landsea.lading.service.platforms.configured import get_counterpart, own_code, require_may
from landsea.lading.service.platforms.releases import require_release
from landsea.lading.wire.pint import parse_validated
from landsea.lading.wire.pint.outgoing import render_code

VALIDATION = "receiver-validation"
PATH = "/v3/receiver-validation"


def ask_receiver(node: Journal, actor: Actor, platform: str, code: IdentifyingCode) -> str:
    """The name that the platform gives for the code; not signed, so it binds nobody. Asked outside any transaction, for at most 30 s.

    Raises `ReleaseRefused` where the code may not leave, `NotKnownThere`, and `NoAnswerFrom` for whatever else is said.
    """
    to = node.run(actor, lambda work: _released(work, platform, code))
    answer = call(to.base_url, "POST", PATH, json.dumps(render_code(code)).encode())
    if answer.status == 404:
        raise NotKnownThere(name=to.name, code=code.code)
    name = parse_validated(answer.body) if answer.status == 200 else None
    if name is None:
        raise NoAnswerFrom(name=to.name, why=answer.why or _why(answer.status))
    return name


def _why(status: int) -> Phrase:
    return Phrase("it answered HTTP {status}; ask again later, or ask its operator", status=status)


def _released(work: Work, platform: str, code: IdentifyingCode) -> Counterpart:
    own_code(work)
    to = get_counterpart(work, platform)
    require_may(to, "receive-envelopes")
    require_release(work, VALIDATION, to, f"party:{code.code}")
    return to
