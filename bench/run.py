"""`make bench`: all figures of one run, one after the other."""

from __future__ import annotations

import importlib
import sys

PARTS = ("start", "journal", "plan", "engine", "tracking", "title", "credentials", "scale")


def main() -> None:
    for part in sys.argv[1:] or PARTS:
        importlib.import_module(f"bench.{part}").run()
        print()


if __name__ == "__main__":
    main()
