"""The journey in steps. Each step calls the node's API as one of the parties, says what happened, and checks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from landsea import journal
from landsea.app.demo import events, vessels
from landsea.app.demo.cast import PASSPHRASE, READY, START, Cast, Player
from landsea.app.node import Node
from landsea.app.workers import run_steps
from landsea.runtime import SandboxClock

BOX = "LSDU2611230"


class StepFailed(Exception):
    """A step did not end as the story says."""


@dataclass
class Stage:
    """What the steps share: who plays, what they have made so far."""

    node: Node
    cast: Cast
    console: Console
    made: dict[str, Any] = field(default_factory=dict)

    def now(self) -> datetime:
        with self.node.journal.view(journal.NODE) as view:
            return view.now

    def wait_until(self, moment: datetime) -> None:
        """Advances the sandbox's clock, and lets the workers do what time causes."""
        clock = self.node.journal.clock
        if not isinstance(clock, SandboxClock):
            raise StepFailed("the demo needs a sandbox clock")
        with self.node.journal.database.write() as connection:
            clock.advance(connection, max(timedelta(), moment - clock.now(connection)))
        run_steps(self.node.journal)

    def say(self, text: str) -> None:
        self.console.print(f"        {text}", soft_wrap=True, markup=False)

    def check(self, held: bool, what: str) -> None:
        if not held:
            raise StepFailed(f"expected: {what}")
        self.console.print(f"        [green]✓[/] {what}", soft_wrap=True)


Step = Callable[[Stage], None]


def tell(node: Node, cast: Cast, console: Console) -> None:
    """All steps in order; raises `StepFailed` or `CallFailed` at the first that fails."""
    console.print("[bold]Landsea demo[/]  a sandbox node, synthetic parties, the illustrative timetable `land-sea`\n")
    stage = Stage(node, cast, console)
    for title, step in STEPS:
        elapsed = stage.now() - START
        console.print(f"[bold cyan]Day {elapsed.total_seconds() / 86400:4.1f}[/]  [bold]{title}[/]")
        step(stage)
    total = (stage.now() - READY).total_seconds() / 86400
    console.print(f"\n[bold]Delivered {total:.1f} corridor days after the cargo was ready.[/]")


def plan(stage: Stage) -> None:
    client = stage.cast["forwarder"].client
    taken_in = client.post("/v1/network/vessel-schedules?origin=demo", vessels.services())["counts"]
    stage.check(
        taken_in["vessels"] == 1, "the line's vessel schedule (DCSA OVS 3.0, synthetic) names the ship of the sailing"
    )
    made = client.post(
        "/v1/plans",
        {"origin": "CNCKG", "destination": "SGSIN", "ready": READY.isoformat(), "teu": 2, "goods": "080550"},
    )
    stage.console.print(_plan_table(made["itineraries"]))
    railsea = [one for one in made["itineraries"] if _modes(one)[:1] == ["rail"] and "sea" in _modes(one)]
    stage.check(
        len(made["itineraries"]) >= 2,
        f"{len(made['itineraries'])} itineraries that nothing beats in time, cost and CO2e at once",
    )
    stage.check(bool(railsea), "one of them goes by rail and sea")
    stage.made |= {"plan": made["id"], "itinerary": min(railsea, key=lambda one: one["arrival"])}


def _modes(itinerary: dict[str, Any]) -> list[str]:
    return [leg["mode"] for leg in itinerary["legs"]]


def _plan_table(itineraries: list[dict[str, Any]]) -> Table:
    table = Table("no", "by", "leaves", "arrives", "cost", "kg CO2e", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for one in itineraries:
        cost = f"{one['cost']['currency']} {one['cost']['minor'] / 100:,.0f}"
        modes = " → ".join(_modes(one))
        table.add_row(
            str(one["number"]),
            modes,
            one["departure"][:16],
            one["arrival"][:16],
            cost,
            f"{one['co2e_grams'] / 1000:,.0f}",
        )
    return table


def book(stage: Stage) -> None:
    cast, chosen = stage.cast, stage.made["itinerary"]
    operators = {
        str(no): cast["railway" if leg["mode"] == "rail" else "line"].party
        for no, leg in enumerate(chosen["legs"], start=1)
        if leg["mode"] in ("rail", "sea")
    }
    offer = {
        "itinerary": chosen["number"],
        "customer": cast["shipper"].party,
        "operators": operators,
        "margin_minor": 15_000,
    }
    quote = cast["forwarder"].client.post(f"/v1/plans/{stage.made['plan']}/quotes", offer)["quote"]
    goods = {
        "no": 1,
        "description": "Fresh lemons, Tongnan",
        "hs_code": "080550",
        "packages": 1680,
        "package_code": "CT",
        "gross_weight": {"value": "25200", "unit": "KGM"},
        "container": BOX,
        "temperature": {"set_point": "8", "lowest": "6", "highest": "10"},
    }
    booked = cast["shipper"].client.post(
        f"/v1/quotes/{quote}/accept",
        {
            "parties": [{"party": cast["buyer"].party, "capacity": "consignee"}],
            "goods": [goods],
            "ucr": "6CNDEMO-SYNTHETIC-000001",
            "equipment": [{"container": BOX, "iso_code": "45R1", "seals": ["DEMO0001"]}],
        },
    )
    stage.made |= {"consignment": booked["id"], "booking": booked["booking"]}
    stage.say(f"{cast['shipper'].name} accepts quote {quote}: consignment {booked['id']}, UCR {booked['ucr']}")
    _confirm_legs(stage, booked["legs"])
    state = cast["buyer"].client.get(f"/v1/consignments/{booked['id']}")["state"]
    stage.check(state == "confirmed", "every leg is confirmed by its operator; the buyer sees the same record")


def _confirm_legs(stage: Stage, legs: list[dict[str, Any]]) -> None:
    players = {player.party: player for player in stage.cast.values()}
    for leg in legs:
        who = players.get(leg["operator_party"] or "", stage.cast["forwarder"])
        reference = f"DEMO-{leg['no']:03}"
        path = f"/v1/consignments/{stage.made['consignment']}/legs/{leg['no']}/confirm"
        who.client.post(path, {"reference": reference})
        stage.say(
            f"leg {leg['no']} {leg['from_place']} → {leg['to_place']} ({leg['mode'].lower()}) confirmed by {who.name}"
        )


def issue(stage: Stage) -> None:
    cast = stage.cast
    issued = cast["forwarder"].client.post(
        "/v1/documents",
        {
            "consignment": stage.made["consignment"],
            "negotiable": True,
            "order_of": cast["shipper"].party,
            "passphrase": PASSPHRASE,
        },
    )
    stage.made |= {"document": issued["id"], "number": issued["number"]}
    receipt = issued["receipts"][0]
    stage.say(f"document {issued['number']}, receipt: entry {receipt['position']}, leaf {receipt['leaf'][:16]}…")
    stage.check(
        issued["holder"] == cast["shipper"].party and issued["operative"], "one operative original, held by the shipper"
    )
    again = cast["forwarder"].client.send(
        "POST",
        "/v1/documents",
        _json({"consignment": stage.made["consignment"], "negotiable": True, "passphrase": PASSPHRASE}),
    )
    stage.check(again.status == 409, f"a second original is refused ({again.json['code']})")


PAPERS = {
    "invoice": "shipper",
    "packing-list": "shipper",
    "shipping-instruction": "shipper",
    "vgm": "shipper",
    "customs-declaration": "forwarder",
}


def papers(stage: Stage) -> None:
    before = _open_tasks(stage)
    for kind, who in PAPERS.items():
        text = f"SYNTHETIC {kind} of the Landsea demo, no commercial value\n".encode()
        path = f"/v1/consignments/{stage.made['consignment']}/attachments"
        stage.cast[who].client.upload(path, f"{kind}.txt", text, "text/plain", type=kind)
    after = _open_tasks(stage)
    stage.check(len(after) == 1, f"{', '.join(PAPERS)} close {len(before) - len(after)} of {len(before)} tasks")
    for task in after:
        stage.say(f"open: {task['kind']} until {task['due'][:16]}")


def _close_delivery(stage: Stage) -> None:
    for task in _open_tasks(stage):
        if task["kind"] == "deliver-cargo":
            path = f"/v1/consignments/{stage.made['consignment']}/tasks/{task['id']}/close"
            stage.cast["shipper"].client.post(path, {"note": "through the gate"})


def _open_tasks(stage: Stage) -> list[dict[str, Any]]:
    tasks = stage.cast["shipper"].client.get(f"/v1/consignments/{stage.made['consignment']}/tasks")
    return [task for task in tasks["data"] if task["open"]]


def by_rail(stage: Stage) -> None:
    _move(stage, "rail", stage.cast["railway"])


def transfer(stage: Stage) -> None:
    cast, document = stage.cast, stage.made["document"]
    done = cast["shipper"].client.post(
        f"/v1/documents/{document}/transfer", {"to": cast["buyer"].party, "passphrase": PASSPHRASE}
    )
    stage.check(done["holder"] == cast["buyer"].party, f"{cast['buyer'].name} controls the document now")
    again = cast["shipper"].client.send(
        "POST", f"/v1/documents/{document}/transfer", _json({"to": cast["forwarder"].party, "passphrase": PASSPHRASE})
    )
    stage.check(again.status in (403, 409), f"the shipper can do nothing with it any more ({again.json['code']})")


def by_sea(stage: Stage) -> None:
    _move(stage, "sea", stage.cast["line"])


def _move(stage: Stage, mode: str, operator: Player) -> None:
    """Every leg of the mode: its operator sends what happened, when it happened, as DCSA Track & Trace 2.2."""
    for leg in stage.made["itinerary"]["legs"]:
        if leg["mode"] != mode:
            continue
        for moment, event in events.of_leg(leg, BOX, stage.made["booking"]):
            stage.wait_until(moment)
            operator.client.post("/v1/events", [event])
            stage.say(f"{event['eventDateTime'][:16]}  {events.words(event)}")
            if event.get("equipmentEventTypeCode") == "GTIN":
                _close_delivery(stage)
    timeline = stage.cast["buyer"].client.get(f"/v1/consignments/{stage.made['consignment']}/timeline")
    stage.made["timeline"] = timeline


def arrive(stage: Stage) -> None:
    timeline = stage.cast["buyer"].client.get(f"/v1/consignments/{stage.made['consignment']}/timeline")
    legs = [leg for leg in timeline["legs"] if leg["arrival"]["actual"]]
    stage.check(len(legs) >= 2, f"the buyer sees actual times of {len(legs)} legs against the plan")
    stage.check(not timeline["exceptions"], "no cut-off and no connection was missed")


def surrender(stage: Stage) -> None:
    cast, document = stage.cast, stage.made["document"]
    given = cast["buyer"].client.post(f"/v1/documents/{document}/surrender", {"passphrase": PASSPHRASE})
    stage.check(given["state"] == "surrendered", "the buyer has surrendered it for delivery")
    taken = cast["forwarder"].client.post(f"/v1/documents/{document}/accept", {"passphrase": PASSPHRASE})
    stage.check(taken["state"] == "accepted", "the issuer has accepted the surrender; nobody can transfer it again")


def deliver(stage: Stage) -> None:
    cast, document = stage.cast, stage.made["document"]
    for moment, event in events.gate_out(stage.made["itinerary"], BOX, stage.made["booking"], stage.now()):
        stage.wait_until(moment)
        cast["line"].client.post("/v1/events", [event])
        stage.say(f"{event['eventDateTime'][:16]}  {events.words(event)}")
    done = cast["forwarder"].client.post(f"/v1/documents/{document}/accomplish", {"passphrase": PASSPHRASE})
    stage.check(
        done["state"] == "accomplished" and not done["operative"], "the goods are delivered and the document is spent"
    )


def verify(stage: Stage) -> None:
    from landsea.lading import verify_file

    pdf = stage.cast["buyer"].client.download(f"/v1/documents/{stage.made['document']}/pdf")
    (stage.node.settings.home / "document.pdf").write_bytes(pdf)
    report = verify_file(pdf, [stage.node.journal.signer.verifier])
    stage.say(
        f"{stage.node.settings.home / 'document.pdf'} ({len(pdf):,} bytes), verified offline: {report.verdict.value}"
    )
    stage.check("SANDBOX" in report.verdict.value.upper(), "a sandbox's document never verifies as valid")
    evidence = stage.cast["buyer"].client.download(f"/v1/documents/{stage.made['document']}/evidence.json")
    forged = verify_file(evidence.replace(b"Fresh lemons", b"Fresh gems__"), [stage.node.journal.signer.verifier])
    failed = [check.name for check in forged.checks if check.outcome.value == "fail"]
    stage.check(forged.verdict.value == "INVALID", f"one changed word and it is invalid ({', '.join(failed)})")


def prove(stage: Stage) -> None:
    journal.sign_checkpoint(stage.node.journal)
    found = journal.verify(stage.node.journal)
    stage.check(
        not found.findings, f"the journal verifies: {found.size} entries, {found.checkpoints} signed checkpoints"
    )
    with stage.node.journal.database.read() as connection:
        before = journal.dump(stage.node.journal, connection)
    journal.rebuild(stage.node.journal)
    with stage.node.journal.database.read() as connection:
        same = journal.dump(stage.node.journal, connection) == before
    stage.check(same, f"replaying it yields the same {len(before)} tables")


def _json(value: Any) -> bytes:
    import json

    return json.dumps(value).encode()


STEPS: tuple[tuple[str, Step], ...] = (
    ("Plan: lemons from Chongqing to Singapore", plan),
    ("Book: a quote becomes a booking, operators confirm their legs", book),
    ("Papers: attachments close tasks before their cut-offs", papers),
    ("One document for rail and sea", issue),
    ("By rail to the Beibu Gulf", by_rail),
    ("Sold afloat: the document passes to the buyer", transfer),
    ("By sea to Singapore", by_sea),
    ("Arrived: plan and fact side by side", arrive),
    ("The document is surrendered for delivery", surrender),
    ("Delivered", deliver),
    ("The printed copy, verified offline", verify),
    ("The journal proves it all", prove),
)
