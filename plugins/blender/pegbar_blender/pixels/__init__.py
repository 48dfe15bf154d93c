"""Reading and writing pictures without bpy and without NumPy, so that another process can do it."""
