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
    "rail-road": N_("rail and road"),
    "road-river": N_("road and river"),
    "rail-river": N_("rail and river"),
    "multimodal": N_("multimodal"),
}
ROLES = {
    "operator": N_("operator"),
    "shipper": N_("shipper"),
    "carrier": N_("carrier"),
    "bank": N_("bank"),
    "customs": N_("customs"),
    "viewer": N_("viewer"),
}
PARTY_ROLES = ROLES | {"operator": N_("multimodal operator")}
"""What a company is; a person acts for it in one of `ROLES`."""
PACKAGES = {
    "BA": N_("barrel"),
    "BE": N_("bundle"),
    "BG": N_("bag"),
    "BL": N_("bale"),
    "BX": N_("box"),
    "CN": N_("container"),
    "CR": N_("crate"),
    "CS": N_("case"),
    "CT": N_("carton"),
    "CY": N_("cylinder"),
    "DR": N_("drum"),
    "JC": N_("jerrican"),
    "NE": N_("unpacked piece"),
    "PC": N_("parcel"),
    "PK": N_("package"),
    "PX": N_("pallet"),
    "RO": N_("roll"),
    "SA": N_("sack"),
    "TK": N_("tank"),
}
"""UN/ECE Recommendation 21 codes of packages that the corridor's goods come in."""
CAPACITIES = {
    "forwarder": N_("Forwarder"),
    "shipper": N_("Shipper"),
    "consignee": N_("Consignee"),
    "notify": N_("Notify party"),
    "carrier": N_("Carrier"),
    "bank": N_("Bank"),
    "customs": N_("Customs"),
}
CUTOFFS = {
    "cargo": N_("cargo cut-off"),
    "vgm": N_("VGM cut-off"),
    "dangerous": N_("dangerous goods cut-off"),
    "document": N_("document cut-off"),
    "customs": N_("customs cut-off"),
}
PASSAGES = {
    "bab-el-mandeb": N_("Bab-el-Mandeb"),
    "bosporus": N_("Bosporus"),
    "cape-of-good-hope": N_("Cape of Good Hope"),
    "danish-straits": N_("Danish straits"),
    "dardanelles": N_("Dardanelles"),
    "dover-strait": N_("Strait of Dover"),
    "gibraltar-strait": N_("Strait of Gibraltar"),
    "hormuz-strait": N_("Strait of Hormuz"),
    "korea-strait": N_("Korea Strait"),
    "luzon-strait": N_("Luzon Strait"),
    "makassar-strait": N_("Makassar Strait"),
    "malacca-strait": N_("Strait of Malacca"),
    "panama-canal": N_("Panama Canal"),
    "qiongzhou-strait": N_("Qiongzhou Strait"),
    "singapore-strait": N_("Singapore Strait"),
    "suez-canal": N_("Suez Canal"),
    "sunda-strait": N_("Sunda Strait"),
    "taiwan-strait": N_("Taiwan Strait"),
    "torres-strait": N_("Torres Strait"),
}
SIZES = {
    "22": N_("20 ft"),
    "42": N_("40 ft"),
    "45": N_("40 ft high cube"),
    "L5": N_("45 ft high cube"),
}
CONTAINERS = {
    "22G1": N_("20 ft dry (20GP)"),
    "42G1": N_("40 ft dry (40GP)"),
    "45G1": N_("40 ft high cube (40HC)"),
    "L5G1": N_("45 ft high cube (45HC)"),
    "22R1": N_("20 ft reefer (20RF)"),
    "45R1": N_("40 ft high cube reefer (40RH)"),
    "22U1": N_("20 ft open top (20OT)"),
    "42U1": N_("40 ft open top (40OT)"),
    "22P1": N_("20 ft flat rack (20FR)"),
    "42P1": N_("40 ft flat rack (40FR)"),
}
"""Size-type codes (ISO 6346 annexes D and E) that the corridor's boxes have, with the trade's short names."""
COSTS = {
    "transport": N_("transport"),
    "loading": N_("loading"),
    "unloading": N_("unloading"),
    "storage": N_("storage"),
    "documents": N_("document fee"),
    "service of the forwarder": N_("service of the forwarder"),
}
TRANSFER = N_("Transfer between terminals")
"""What the planner calls a move on demand; it is no service of the network."""
TASKS = {
    "deliver-cargo": N_("Deliver the cargo to the terminal"),
    "invoice": N_("Hand in the invoice"),
    "packing-list": N_("Hand in the packing list"),
    "documents": N_("Hand in the shipping instruction"),
    "customs-declaration": N_("Declare to customs"),
    "vgm": N_("State the verified gross mass"),
    "dangerous-goods": N_("Hand in the dangerous goods declaration"),
}
ATTACHMENTS = {
    "invoice": N_("Commercial invoice"),
    "packing-list": N_("Packing list"),
    "shipping-instruction": N_("Shipping instruction"),
    "customs-declaration": N_("Customs declaration"),
    "dangerous-goods": N_("Dangerous goods declaration"),
    "vgm": N_("Verified gross mass (VGM)"),
    "certificate": N_("Certificate"),
    "contract": N_("Contract"),
    "photo": N_("Photo"),
    "other": N_("Other file"),
}
EXCEPTIONS = {
    "cutoff-missed": N_("Cut-off missed"),
    "connection-missed": N_("Connection missed"),
}
CLASSIFIERS = {
    "PLN": N_("planned"),
    "EST": N_("estimated"),
    "ACT": N_("actual"),
}
EVENTS = {
    "ARRI": N_("Arrival"),
    "DEPA": N_("Departure"),
    "LOAD": N_("Loaded"),
    "DISC": N_("Discharged"),
    "GTIN": N_("Gate in"),
    "GTOT": N_("Gate out"),
    "STUF": N_("Stuffed"),
    "STRP": N_("Stripped"),
    "PICK": N_("Picked up"),
    "DROP": N_("Dropped off"),
    "INSP": N_("Inspected"),
    "RSEA": N_("Resealed"),
    "RMVD": N_("Seal removed"),
    "AVPU": N_("Available for pick-up"),
    "AVDO": N_("Available for drop-off"),
    "CUSS": N_("Selected for customs scan"),
    "CUSI": N_("Selected for customs inspection"),
    "CUSR": N_("Released by customs"),
    "CROS": N_("Crossed the border"),
    "RECE": N_("Received"),
    "DRFT": N_("Draft"),
    "PENA": N_("Waits for approval"),
    "PENU": N_("Waits for an update"),
    "PENC": N_("Waits for confirmation"),
    "REJE": N_("Rejected"),
    "APPR": N_("Approved"),
    "ISSU": N_("Issued"),
    "SURR": N_("Surrendered"),
    "SUBM": N_("Submitted"),
    "VOID": N_("Void"),
    "CONF": N_("Confirmed"),
    "REQS": N_("Requested"),
    "CMPL": N_("Completed"),
    "HOLD": N_("On hold"),
    "RELS": N_("Released"),
    "CANC": N_("Cancelled"),
}
FACTS = {
    "consignment-booked": N_("Booked"),
    "contact-named": N_("Contact named"),
    "leg-confirmed": N_("Leg confirmed"),
    "leg-declined": N_("Leg declined"),
    "leg-rolled": N_("Leg rolled"),
    "consignment-amended": N_("Amended"),
    "party-added": N_("Party added"),
    "consignment-split": N_("Split"),
    "consignment-cancelled": N_("Cancelled"),
    "document-bound": N_("Document issued"),
    "document-released": N_("Document no longer operative"),
    "attachment-added": N_("File attached"),
    "task-closed": N_("Task done"),
}
UNITS = {
    "days": N_("days"),
    "flights a week": N_("flights a week"),
    "countries and regions": N_("countries and regions"),
    "ports": N_("ports"),
}
RECOVERIES = {
    "requested": N_("waiting for a second person"),
    "approved": N_("approved"),
    "used": N_("done"),
}
STATUSES = {
    "planned": N_("planned"),
    "preparing": N_("preparing"),
    "at-origin": N_("at the origin"),
    "on-road": N_("on the road"),
    "on-rail": N_("on the train"),
    "on-river": N_("on the river"),
    "in-flight": N_("in flight"),
    "at-sea": N_("at sea"),
    "in-transit": N_("in transit"),
    "at-terminal": N_("at the terminal"),
    "at-port": N_("at the port"),
    "arrived": N_("arrived"),
    "discharged": N_("discharged"),
    "available": N_("available for pick-up"),
    "delivered": N_("delivered"),
}
STATES = {
    "open": ("info", N_("open")),
    "offered": ("info", N_("offered")),
    "accepted": ("good", N_("accepted")),
    "withdrawn": ("quiet", N_("withdrawn")),
    "expired": ("quiet", N_("expired")),
    "booked": ("info", N_("booked")),
    "part-confirmed": ("info", N_("partly confirmed")),
    "requested": ("info", N_("waiting for the operator")),
    "confirmed": ("good", N_("confirmed")),
    "declined": ("bad", N_("declined")),
    "under-document": ("good", N_("under document")),
    "surrendered": ("warn", N_("surrendered")),
    "completed": ("quiet", N_("completed")),
    "cancelled": ("quiet", N_("cancelled")),
    "issued": ("good", N_("issued")),
    "accomplished": ("quiet", N_("accomplished")),
    "captured": ("warn", N_("captured from paper")),
    "leaving": ("warn", N_("changing its medium")),
    "away": ("quiet", N_("elsewhere")),
    "split": ("quiet", N_("split")),
    "merged": ("quiet", N_("merged")),
    "discarded": ("quiet", N_("dropped")),
    "done": ("good", N_("done")),
    "overdue": ("bad", N_("overdue")),
    "active": ("good", N_("active")),
    "unbound": ("warn", N_("unbound")),
    "added": ("info", N_("added")),
    "blanked": ("warn", N_("blanked")),
    "paused": ("warn", N_("paused")),
    "pending": ("info", N_("waiting to be sent")),
    "failed": ("warn", N_("failed, will be tried again")),
    "delivered": ("good", N_("received")),
    "given-up": ("bad", N_("given up")),
    "refused": ("bad", N_("not to be sent")),
}
ROOMS = {
    "consignment": N_("Consignments and quotes"),
    "identity": N_("Parties and their keys"),
    "lading": N_("Transport documents and title"),
    "network": N_("Network, sailings, closures"),
    "planner": N_("Plans, studies, proposals"),
    "tracking": N_("Events and exceptions"),
}
"""What a webhook can be told of, by room."""
PAUSES = {
    "asked": N_("by your party"),
    "gave-up": N_("the receiver did not take it in the end"),
    "gone": N_("the receiver said that it is gone (410)"),
}
FAILURES = {
    "timeout": N_("no answer in time"),
    "not-reached": N_("not reached"),
    "tls": N_("no valid TLS certificate"),
    "address-refused": N_("leads to an address this node does not send to"),
    "not-http": N_("the answer is not HTTP"),
    "bad-answer": N_("the answer is not 2xx"),
    "gone": N_("gone"),
    "policy-refused": N_("no rule lets it leave"),
    "no-longer-visible": N_("your party may no longer see it"),
}
DATA_CLASSES = {
    "transport-document": N_("content of transport documents"),
    "title-act": N_("acts on title"),
    "consignment": N_("consignments"),
    "event": N_("events"),
    "commercial": N_("plans, quotes, prices"),
    "schedule": N_("network and schedules"),
    "party": N_("companies and public keys"),
    "personal-data": N_("personal data"),
    "notice": N_("test messages"),
}
RELEASES = {
    "chain-registry": N_("to take a document to a chain"),
    "dcsa-envelope": N_("transfer to another platform"),
    "dcsa-issuance-request": N_("to have a platform issue a document"),
    "dcsa-issuance-response": N_("answer to another platform about an issue"),
    "dcsa-surrender-request": N_("surrender to a carrier elsewhere"),
    "dcsa-surrender-response": N_("answer to another platform about a surrender"),
    "webhook": N_("to tell a webhook"),
}
"""What data were asked to leave the node for (`Release.purpose`)."""
TABLES = {
    "capacity_word": CAPACITIES,
    "cutoff_word": CUTOFFS,
    "passage_word": PASSAGES,
    "size_word": SIZES,
    "container_word": CONTAINERS,
    "cost_word": COSTS,
    "task_word": TASKS,
    "attachment_word": ATTACHMENTS,
    "exception_word": EXCEPTIONS,
    "classifier_word": CLASSIFIERS,
    "event_word": EVENTS,
    "fact_word": FACTS,
    "recovery_word": RECOVERIES,
    "unit_word": UNITS,
    "status_word": STATUSES,
    "mode_name": MODES,
    "role_name": ROLES,
    "party_role": PARTY_ROLES,
    "release_word": RELEASES,
    "room_word": ROOMS,
    "pause_word": PAUSES,
    "failure_word": FAILURES,
    "data_class_word": DATA_CLASSES,
}
"""Function of templates -> its words: each takes a code and answers the word in the reader's language, or the code itself."""
