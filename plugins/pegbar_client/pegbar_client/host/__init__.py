"""The host of the client."""
