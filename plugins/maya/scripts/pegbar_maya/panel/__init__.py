"""The dock panel. Its widgets read the session's state, and wait neither for the network nor for a disk."""
