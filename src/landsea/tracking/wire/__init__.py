"""Foreign standards of events."""
