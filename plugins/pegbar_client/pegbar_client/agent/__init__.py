"""The session in a process of its own, so that no Python thread runs inside the host.

Blender up to 5.0 crashes if Python threads run while a script renders (seen in 3.4.1, 4.2.23 and 5.0.1; not in 5.2.3).
The process also shares no interpreter lock with the host's interface.
"""

from .proxy import SessionProxy

__all__ = ["SessionProxy"]
