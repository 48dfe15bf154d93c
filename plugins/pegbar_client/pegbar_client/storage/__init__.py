"""Files of the client on this machine."""
