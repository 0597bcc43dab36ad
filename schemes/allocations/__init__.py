"""Published allocation lists: uploaded, read, held against the national total, and loaded."""
