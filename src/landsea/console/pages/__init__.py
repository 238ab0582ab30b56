"""The pages, by what they are about. Importing this package registers them all."""

from landsea.console.pages import account, plan
from landsea.console.web import router

__all__ = ["account", "plan", "router"]
