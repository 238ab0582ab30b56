"""Which platform this node is, and with whom it exchanges documents: all of it configured by the node's operator."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import BadValue, NotListed, PartyId
from landsea.lading import store_interchange as store
from landsea.lading.platforms.facts import (
    CarrierDescribed,
    CarrierDetails,
    Counterpart,
    CounterpartConfigured,
    CounterpartRemoved,
    PlatformOpened,
)
from landsea.lading.platforms.profiles import PROFILES, STRICT
from landsea.lading.platforms.receiving import Trust
from landsea.lading.platforms.refusals import (
    BadPlatform,
    BadTrial,
    NotAPlatform,
    NoTrials,
    NotThatPlatform,
    NotWithThatPlatform,
    PlatformIsOpen,
)
from landsea.lading.platforms.values import IdentifyingCode, Party
from landsea.lading.service.platforms import keys
from landsea.lading.wire.jws import BadCertificate, Certificate, parse_certificate
from landsea.lading.wire.shapes import faults
from landsea.lading.wire.shapes.base import one_of
from landsea.lading.wire.shapes.parties import COUNTRY
from landsea.policy import jurisdiction

HERE = "interchange-here"
MAY = ("send-envelopes", "receive-envelopes", "ask-issuance", "issue", "ask-surrender", "answer-surrender")
"""What a counterpart may do: send to us; be sent to; ask us to issue (a carrier); be asked to issue for a carrier of ours; surrender to a
carrier of ours; be surrendered to (a carrier)."""
HOURS_MAX = 8760
"""The longest that an answer is waited for before people settle what was sent."""
_CODE = re.compile(r"[A-Z0-9]{2,4}")
_TRIAL = re.compile(r"[a-z0-9-]{1,24}")
_LISTS = {"GLEIF": "LEI", "DNB": "DUNS"}
"""Code list provider -> the scheme of a party's identifier."""


def open_platform(work: Work, code: str) -> tuple[str, ...]:
    """Makes this node the eBL platform `code` (two to four letters or digits, as DCSA lists them); returns its certificates.

    By an operator of the node, once: what a platform signed names it.
    """
    identity.require_node_operator(work, "open the node to other eBL platforms")
    if (known := store.find_here(work.connection)) is not None:
        raise PlatformIsOpen(code=known[0])
    if not _CODE.fullmatch(code):
        raise BadPlatform(name=repr(code), why="a code has two to four capital letters or digits", mend="Use yours.")
    certificates = (keys.certificate(work.journal.signer, "platform", work.site.origin, work.now),)
    work.append(HERE, 0, PlatformOpened(code, certificates))
    return certificates


def own_code(view: View) -> str:
    """Raises `NotAPlatform` while the node is not open to others."""
    found = store.find_here(view.connection)
    if found is None:
        raise NotAPlatform
    return found[0]


def own_certificates(view: View) -> tuple[str, ...]:
    """What to give to counterparts, in PEM."""
    found = store.find_here(view.connection)
    if found is None:
        raise NotAPlatform
    return found[1]


def describe_carrier(work: Work, party: PartyId, details: CarrierDetails) -> str:
    """Lets `party` issue documents that go to other platforms; returns the certificate under which its issuance manifests are signed.

    By an operator of the node.
    """
    identity.require_node_operator(work, "let a carrier issue to other platforms")
    found = identity.get_party(work, party)
    for text, shape in ((details.carrier.provider, one_of("SMDG", "NMFTA")), (details.country, COUNTRY)):
        if wrong := faults(shape, text):
            raise BadPlatform(name=found.name_en, why=f"{text!r}: {wrong[0].why}", mend="Correct it.")
    known = store.find_carrier(work.connection, party)
    made = known[1] if known else keys.certificate(work.journal.signer, f"carrier {party}", found.name_en, work.now)
    stream = f"carrier:{party}"
    work.append(stream, work.version(stream), CarrierDescribed(party, details, made))
    return made


def configure_counterpart(work: Work, given: Counterpart) -> Counterpart:
    """Adds or changes a platform or carrier. An empty `id` makes a new one. By an operator of the node."""
    identity.require_node_operator(work, "configure eBL platforms")
    own_code(work)
    found = replace(given, id=given.id or work.new_id("cpt"))
    _require_good(work, found)
    stream = f"counterpart:{found.id}"
    work.append(stream, work.version(stream), CounterpartConfigured(found))
    return found


def change_counterpart(work: Work, named: str, given: Counterpart) -> Counterpart:
    """All of a counterpart anew, which is named by its id or code. By an operator of the node."""
    identity.require_node_operator(work, "configure eBL platforms")
    return configure_counterpart(work, replace(given, id=get_counterpart(work, named).id))


def remove_counterpart(work: Work, named: str) -> None:
    """Its certificates are believed no more, and nothing is sent to it. By an operator of the node."""
    identity.require_node_operator(work, "configure eBL platforms")
    id = get_counterpart(work, named).id
    stream = f"counterpart:{id}"
    work.append(stream, work.version(stream), CounterpartRemoved(id))


def require_trial(view: View, trial: str) -> str:
    """The name under which a sandbox keeps what it receives apart; empty is none. Raises `NoTrials` and `BadTrial`."""
    if trial and not view.site.sandbox:
        raise NoTrials
    if trial and not _TRIAL.fullmatch(trial):
        raise BadTrial(name=repr(trial[:40]))
    return trial


def list_counterparts(view: View) -> list[Counterpart]:
    return store.list_counterparts(view.connection)


def get_counterpart(view: View, id: str) -> Counterpart:
    """By its id or by a platform code of it."""
    for one in store.list_counterparts(view.connection):
        if one.id == id or id in one.codes:
            return one
    raise NotListed(what="platform", id=id)


def require_may(one: Counterpart, may: str) -> None:
    if may not in one.may:
        raise NotWithThatPlatform(name=one.name, may=may)


def require_caller(view: View, one: Counterpart, caller: PartyId | None) -> None:
    """That an unsigned message comes from `one`: with an API key of the party that it is on this node.

    DCSA leaves to the parties how they know each other. Only a sandbox may go without.
    """
    if one.party is None and view.site.sandbox:
        return
    if one.party is None or caller != one.party:
        raise NotThatPlatform(name=one.name)


def certificates_of(one: Counterpart) -> tuple[Certificate, ...]:
    return tuple(parse_certificate(pem) for pem in one.certificates)


def carrier_of(view: View, carrier: tuple[str, str], may: str) -> Counterpart | None:
    """The counterpart that speaks for a carrier (list, code) and may do so here."""
    for one in store.list_counterparts(view.connection):
        if may in one.may and any((each.provider, each.code) == carrier for each in one.carriers):
            return one
    return None


def trust(view: View) -> Trust:
    """Whom this platform believes now."""
    code = own_code(view)
    platforms: dict[str, tuple[Certificate, ...]] = {
        code: tuple(parse_certificate(pem) for pem in own_certificates(view))
    }
    carriers = {
        (details.carrier.provider, details.carrier.code): (parse_certificate(pem),)
        for details, pem in store.list_carriers(view.connection)
    }
    senders = {}
    for one in store.list_counterparts(view.connection):
        pinned = certificates_of(one)
        for each in one.codes:
            platforms[each] = (*platforms.get(each, ()), *pinned)
            if "send-envelopes" in one.may:
                senders[each] = PROFILES[one.profile]
        for carrier in one.carriers:
            named = (carrier.provider, carrier.code)
            carriers[named] = (*carriers.get(named, ()), *pinned)
    return Trust(code, platforms, carriers, senders, lambda said: find_receiver(view, said.codes))


def find_receiver(view: View, codes: tuple[IdentifyingCode, ...]) -> PartyId | None:
    """The party of this node that all the codes it knows lead to, if it can hold documents (has a title key)."""
    found = {one.id for one in (_party_of(view, code) for code in codes) if one is not None}
    if len(found) != 1:
        return None
    party = found.pop()
    able = any(key.superseded_at is None for key in identity.public_keys(view, party))
    return party if able else None


def _party_of(view: View, code: IdentifyingCode) -> identity.Party | None:
    """GLEIF: LEI, DNB: DUNS; W3C: a DID of this node; ZZZ or our own platform code: the party's id here, or an identifier of the scheme
    that `codeListName` names."""
    if code.provider in _LISTS:
        return _by_identifier(view, _LISTS[code.provider], code.code)
    if code.provider == "W3C":
        return identity.find_party(view, code.code.rpartition(":")[2]) if _is_ours(view, code.code) else None
    if code.provider not in ("ZZZ", own_code(view)):
        return None
    return identity.find_party(view, code.code) or _by_identifier(view, code.list_name, code.code)


def _is_ours(view: View, did: str) -> bool:
    party = did.rpartition(":")[2]
    return identity.find_party(view, party) is not None and identity.did_of(view, party) == did


def _by_identifier(view: View, scheme: str, value: str) -> identity.Party | None:
    try:
        identifier = identity.Identifier(scheme, value)
    except BadValue:
        return None
    return identity.find_party_by_identifier(view, identifier)


def party_said(view: View, party: PartyId) -> Party:
    """How this platform names one of its parties to others."""
    found = identity.get_party(view, party)
    codes = [IdentifyingCode("ZZZ", party)]
    schemes = {scheme: provider for provider, scheme in _LISTS.items()}
    codes += [
        IdentifyingCode(schemes[one.scheme], one.value, one.scheme)
        for one in found.identifiers
        if one.scheme in schemes
    ]
    return Party((found.name_en or found.name_zh)[:70], own_code(view), tuple(codes))


def _require_good(view: View, one: Counterpart) -> None:
    wrong = _wrong(view, one)
    if wrong is not None:
        why, mend = wrong
        raise BadPlatform(name=one.name or one.id, why=why, mend=mend)
    jurisdiction(one.jurisdiction)


def _wrong(view: View, one: Counterpart) -> tuple[str, str] | None:
    url = urlsplit(one.base_url)
    sandbox = view.site.sandbox
    if one.profile not in PROFILES:
        return f"there is no profile {one.profile!r}", "Known are " + ", ".join(PROFILES) + "."
    if one.profile != STRICT.name and not sandbox:
        return f"the profile {one.profile} is for sandboxes", "Use strict."
    if unknown := [may for may in one.may if may not in MAY]:
        return f"{unknown[0]!r} is nothing a platform may do", "Known are " + ", ".join(MAY) + "."
    if one.base_url and (url.scheme not in ("https", "http") or not url.hostname or url.query or url.fragment):
        return "its base URL is not http(s)://host[/path]", "Give the address before /v3/."
    if one.base_url and url.scheme == "http" and not sandbox:
        return "its base URL is not https", "Only a sandbox may send without TLS."
    if own_code(view) in one.codes:
        return "it has this node's own code", "Use its own."
    if any(not re.fullmatch(r"\S{1,4}", code) for code in one.codes):
        return "a platform code has one to four characters and no blank", "Use the code that DCSA lists."
    if not 1 <= one.disputed_after_hours <= HOURS_MAX:
        return f"it would be waited for {one.disputed_after_hours} hours", f"Give 1 to {HOURS_MAX}."
    for pem in one.certificates:
        try:
            parse_certificate(pem)
        except BadCertificate as error:
            return f"a certificate cannot be used: {error}", "Give X.509 in PEM with RSA, P-256, P-384 or Ed25519."
    return None
