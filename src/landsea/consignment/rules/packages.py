"""Package codes of UN/ECE Recommendation 21 (annexes V and VI; UN/EDIFACT 7065): by first character, the second ones that exist."""

from __future__ import annotations

from collections.abc import Sequence

from landsea.consignment.model import GoodsItem
from landsea.consignment.model.refusals import UnknownPackage

_BY_FIRST = {
    "1": "ABDFGW",
    "2": "C",
    "3": "AH",
    "4": "34ABCDFGH",
    "5": "HLM",
    "6": "HP",
    "7": "AB",
    "8": "ABC",
    "A": "ABCDEFGHIJLMPTV",
    "B": "4ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "C": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "D": "ABCGHIJKLMNPRSTUVWXY",
    "E": "CDEFGHIN",
    "F": "BCDEILOPRTWX",
    "G": "BILRUYZ",
    "H": "ABCGNR",
    "I": "ABCDEFGHKLNZ",
    "J": "BCGRTY",
    "K": "GI",
    "L": "EGTUVZ",
    "M": "ABCERSTWX",
    "N": "AEFGSTUV",
    "O": "123456789ABCDEFGHIJKLMNPQRSTUVWXYZ",
    "P": "1234ABCDEFGHIJKLNOPRTUVXYZ",
    "Q": "ABCDFGHJKLMNPQRS",
    "R": "DGJKLOTZ",
    "S": "ABCDEHIKLMOPSTUVWXYZ",
    "T": "1BCDEGIKLNORSTUVWYZ",
    "U": "CN",
    "V": "AGIKLNOPQRSY",
    "W": "ABCDFGHJKLMNPQRSTUVWXYZ",
    "X": "ABCDFGHJK",
    "Y": "ABCDFGHJKLMNPQRSTVWXYZ",
    "Z": "ABCDFGHJKLMNPQRSTUVWXYZ",
}
PACKAGES = frozenset(first + second for first, seconds in _BY_FIRST.items() for second in seconds)


def check_packages(goods: Sequence[GoodsItem]) -> None:
    for index, item in enumerate(goods):
        if item.package_code not in PACKAGES:
            raise UnknownPackage(package=item.package_code, item=item.no, pointer=f"/goods/{index}/package_code")
