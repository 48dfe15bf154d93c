"""Maya runs this at its start, before the interface is complete."""

from maya import utils

utils.executeDeferred("from pegbar_maya import install; install.install()")
