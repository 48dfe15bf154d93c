"""The client of Pegbar's plug-ins: everything that Blender and Maya share. Standard library only, no host imports."""

from .errors import Cancelled, PegbarError
from .version import VERSION

__all__ = ["VERSION", "Cancelled", "PegbarError"]
