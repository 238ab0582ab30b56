"""The document desk: which documents there are, one document with what may be done now, each act in two steps, issue, verification."""

from landsea.console.pages.documents import acts, desk, issue, sheet, verify

__all__ = ["acts", "desk", "issue", "sheet", "verify"]
