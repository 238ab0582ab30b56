"""Foreign standards of notify."""
