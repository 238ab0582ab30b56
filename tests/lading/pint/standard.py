"""DCSA's own schemas and example messages, where the reference data is at hand. None of it is part of the project."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

DATA = Path(__file__).parents[4] / "shared" / "data" / "dcsa"
FILES = {"PINT": "EBL_PINT_v3.0.0.yaml", "ISS": "EBL_ISS_v3.0.0.yaml", "SUR": "EBL_SUR_v3.0.0.yaml"}


@cache
def components(standard: str) -> Any:
    """The schemas of a standard, `None` without the reference data."""
    path = DATA / "openapi" / FILES[standard]
    if not path.exists():
        return None
    said = yaml.load(path.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return json.loads(json.dumps(said["components"], default=str))


@cache
def validator(standard: str, schema: str) -> Any:
    found = components(standard)
    if found is None:
        return None
    root = {"$ref": f"#/components/schemas/{schema}", "components": found}
    return jsonschema_rs.Draft4Validator(root, validate_formats=True)


def require(standard: str, schema: str) -> Any:
    """The validator; skips the test with its reason when the reference data is not there."""
    found = validator(standard, schema)
    if found is None:
        pytest.skip(f"the reference data is not there: {FILES[standard]} of DCSA beside the project (../shared)")
    return found


def errors(standard: str, schema: str, value: Any) -> list[str]:
    """What the standard's schema says is wrong; empty without the reference data."""
    found = validator(standard, schema)
    if found is None:
        return []
    return [f"{'/'.join(map(str, one.instance_path))}: {one.message[:200]}" for one in found.iter_errors(value)]


def message(name: str) -> Any:
    path = DATA / "messages" / name
    if not path.exists():
        pytest.skip(f"the reference data is not there: {name} of DCSA beside the project (../shared)")
    return json.loads(path.read_text())
