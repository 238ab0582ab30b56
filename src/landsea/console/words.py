"""Words for the codes the rooms use. `N_` marks a text for translation; it is translated where it is shown."""

from __future__ import annotations


def N_(text: str) -> str:
    return text


MODES = {
    "rail": N_("rail"),
    "sea": N_("sea"),
    "river": N_("river"),
    "road": N_("road"),
    "air": N_("air"),
}
ROLES = {
    "operator": N_("operator"),
    "shipper": N_("shipper"),
    "carrier": N_("carrier"),
    "bank": N_("bank"),
    "customs": N_("customs"),
    "viewer": N_("viewer"),
}
CUTOFFS = {
    "cargo": N_("cargo cut-off"),
    "document": N_("document cut-off"),
    "customs": N_("customs cut-off"),
}
COSTS = {
    "transport": N_("transport"),
    "loading": N_("loading"),
    "unloading": N_("unloading"),
    "storage": N_("storage"),
}
STATES = {
    "draft": ("quiet", N_("draft")),
    "open": ("info", N_("open")),
    "offered": ("info", N_("offered")),
    "requested": ("info", N_("waiting for the operator")),
    "pending": ("info", N_("waiting for the operator")),
    "booked": ("info", N_("booked")),
    "confirmed": ("good", N_("confirmed")),
    "declined": ("bad", N_("declined")),
    "rolled": ("warn", N_("rolled")),
    "cancelled": ("quiet", N_("cancelled")),
    "split": ("quiet", N_("split")),
    "expired": ("quiet", N_("expired")),
    "accepted": ("good", N_("accepted")),
    "issued": ("good", N_("issued")),
    "surrendered": ("warn", N_("surrendered")),
    "accomplished": ("quiet", N_("accomplished")),
    "void": ("quiet", N_("void")),
    "in_transit": ("info", N_("in transit")),
    "in-transit": ("info", N_("in transit")),
    "arrived": ("good", N_("arrived")),
    "delivered": ("good", N_("delivered")),
    "done": ("good", N_("done")),
    "overdue": ("bad", N_("overdue")),
    "waived": ("quiet", N_("waived")),
    "active": ("good", N_("active")),
    "bound": ("good", N_("bound")),
    "unbound": ("warn", N_("unbound")),
}
