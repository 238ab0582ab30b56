"""Studies: scenarios applied to the network, computed on many processes, kept."""
