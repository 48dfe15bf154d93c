"""What differs between Blender's releases: a file per release that changed something, from 3.4 on.

Each line names the release in which it was observed. A newer Blender uses the newest release known here.
"""

from __future__ import annotations

from functools import lru_cache

import bpy

from .r3_4 import Blender34
from .r4_2 import Blender42
from .r5_0 import Blender50
from .r5_2 import Blender52

RELEASES = (Blender34, Blender42, Blender50, Blender52)
OLDEST = RELEASES[0].since


@lru_cache(maxsize=1)
def blender() -> Blender34:
    """The running Blender's release."""
    fitting = [release for release in RELEASES if release.since <= tuple(bpy.app.version[:2])]
    return (fitting or [RELEASES[0]])[-1]()


__all__ = ["OLDEST", "RELEASES", "Blender34", "blender"]
