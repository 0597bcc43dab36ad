"""The grid: what a browser's script asks of a section's table and sends to it.

Everything here goes the one way in that the row forms go; without the script they remain.
"""
