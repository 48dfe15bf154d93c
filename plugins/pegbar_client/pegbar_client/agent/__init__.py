"""The session in a process of its own, so that no Python thread runs inside the host.

Blender is not stable with Python threads: 3.4.1, 4.2.23 and 5.0.1 crashed with them, 5.2.3 did not. The process also
shares no interpreter lock with the host's interface. See docs/decisions/0022-plugin-agent.md.
"""

from .proxy import SessionProxy

__all__ = ["SessionProxy"]
