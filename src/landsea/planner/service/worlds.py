"""Placeholder while the network is being joined."""

from landsea.planner.service.world import World


def world_for(view: object, request: object) -> World:
    raise NotImplementedError


def shipped_world(request: object) -> World:
    raise NotImplementedError
