"""Translation at the edge: spreadsheets in, CSV out."""
