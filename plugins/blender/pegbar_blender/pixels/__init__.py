"""Reading and writing pictures without bpy and without NumPy, so that a worker thread can do it."""
