"""A stand-in for the part of Maya's Python that Pegbar uses.

It keeps nodes, attributes and options, refuses commands, flags and attributes that it does not know, and every use on
another thread than the main one. It is written from Autodesk's documentation, and shows that the plug-in uses Maya as
documented: not that Maya behaves so.
"""
