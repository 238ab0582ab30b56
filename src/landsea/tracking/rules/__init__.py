"""The law of tracking: pure functions of sets of events, a plan and, where time matters, a moment that is given."""
