"""The laws of studies: where a storm closes ports, and what counts as an effect."""
