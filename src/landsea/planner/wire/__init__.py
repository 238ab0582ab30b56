"""Foreign standards: DCSA Commercial Schedules 1.0."""
