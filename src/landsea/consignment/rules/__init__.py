"""The room's law, pure: which act is possible when and for whom, what facts make of a record, what an itinerary and goods must be."""
