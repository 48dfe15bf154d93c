"""The client of Pegbar's plug-ins: everything that Blender and Maya share. Standard library only, no host imports."""

from .errors import Cancelled, PegbarError
from .form.draft import Draft
from .session.session import Session
from .session.state import Connection, State
from .settings import Settings, load_settings, save_settings
from .version import VERSION

__all__ = [
    "VERSION",
    "Cancelled",
    "Connection",
    "Draft",
    "PegbarError",
    "Session",
    "Settings",
    "State",
    "load_settings",
    "save_settings",
]
