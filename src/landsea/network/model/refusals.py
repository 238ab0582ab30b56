"""Refusals of the network."""

from __future__ import annotations

from landsea.kernel import Refusal


class NoNetwork(Refusal):
    code = "no-network"
    status = 409
    text = "This node has no network yet. An operator imports one with `landsea network import DIR`; the shipped one is `land-sea`."


class UnknownPlace(Refusal):
    code = "no-such-place"
    status = 404
    text = "The network has no place {place}. Search by name with `landsea network show NAME`, or import a network that has it."


class UnknownFacility(Refusal):
    code = "no-such-facility"
    status = 404
    text = (
        "The network has no facility {facility}. The facilities of a place are listed by `landsea network show PLACE`."
    )


class UnknownTrip(Refusal):
    code = "no-such-trip"
    status = 404
    text = "The network has no trip {trip}. The trips that call at a place are listed by `landsea network show PLACE`."


class NoSuchSailing(Refusal):
    code = "no-such-sailing"
    text = "No run of {trip} starts at {start}. Its next starts are {near}."


class SailingExists(Refusal):
    code = "sailing-exists"
    status = 409
    text = "A run of {trip} starts at {start} already. Give another time."


class NoSuchClosure(Refusal):
    code = "no-such-closure"
    status = 404
    text = "There is no closure {closure}. The closures in force are listed at /v1/closures."


class AlreadyOpen(Refusal):
    code = "already-open"
    status = 409
    text = "The closure {closure} ended at {end}. Nothing is left to reopen."


class NoFolder(Refusal):
    code = "no-folder"
    status = 404
    text = (
        "There is no folder {folder} with the files of a network. Name the folder that holds stops.csv and the others."
    )


class BadParameter(Refusal):
    code = "bad-parameter"
    status = 400
    text = "The query parameter {name} cannot be answered: {why}. Correct it or leave it out."


class UnknownParameter(BadParameter):
    code = "unknown-parameter"
    text = "{name}={value} is not a filter of this list: {why}. Correct it or leave it out."


class NoSuchVersion(Refusal):
    code = "no-such-network-version"
    status = 404
    text = "The network has no version {version}; its newest is {newest}. They are listed at /v1/network/versions."
