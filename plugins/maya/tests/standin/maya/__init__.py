"""A stand-in for the part of Maya's Python that Pegbar uses.

It keeps nodes, attributes and options, refuses commands, flags and attributes that it does not know, and every use on
another thread than the main one. Its flags, attributes and return values are those that its authors know of Maya; only
those of ``ogsRender`` were compared with a copy of Autodesk's reference (2024). It can't show that Maya behaves so.
"""
