"""The composition root: settings, the node, the ASGI application, workers, the `landsea` command."""
