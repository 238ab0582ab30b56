"""The time-space diagram of a plan (运行图): days across, places down by how far they lie on the way, every itinerary a line.

Plain numbers for `templates/diagram.html`: across in per cent of the width, so that one drawing fits a phone, a desk and paper; down in
pixels, so that words keep their size.
"""

from landsea.console.diagram.axes import part_of
from landsea.console.diagram.draw import diagram_body

__all__ = ["diagram_body", "part_of"]
