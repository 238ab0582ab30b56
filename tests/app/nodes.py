"""Real nodes for tests: all rooms, migrated tables, their own folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from landsea.app.node import Node, init_node, open_node
from landsea.kernel import Role
from landsea.runtime import SandboxClock, Settings
from tests.lading.world import World
from tests.support import people
from tests.support.journals import START


def settings_for(database_url: str, folder: Path) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    url = "" if database_url.startswith("sqlite") else database_url
    return Settings(home=folder, database_url=url, base_url="http://node.example")


def new_node(settings: Settings) -> Node:
    """A sandbox node whose clock stands still."""
    node = init_node(settings, sandbox=True, jurisdiction="CN")
    clock = node.journal.clock
    assert isinstance(clock, SandboxClock)
    with node.journal.database.write() as connection:
        clock.freeze(connection, START)
    return node


def populate(node: Node) -> World:
    journal = node.journal
    return World(
        journal,
        people.make_operator(journal),
        people.make_person(journal, "Shipper", Role.SHIPPER),
        people.make_person(journal, "Buyer", Role.SHIPPER, country="SG"),
        people.make_person(journal, "Bank", Role.BANK, country="SG"),
        people.make_person(journal, "Stranger", Role.SHIPPER),
    )


def reopened(world: World, settings: Settings) -> World:
    """The same people on the node as it is opened again."""
    return replace(world, journal=open_node(settings).journal)
