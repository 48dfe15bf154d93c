"""What the open scene says about itself, and what the add-on keeps in it."""
