"""Translation of foreign forms: `feed` reads and writes the network's files (GTFS shape and freight columns)."""
