"""The version of the client and of the plug-ins, which are released together."""

VERSION = "0.1.0"
