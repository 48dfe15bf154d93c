"""Pegbar in Maya: submit from the scene, and get results back into it."""
