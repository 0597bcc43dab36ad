"""A made-up England: its boards and bodies, and what its answers are written with.

The plans are money, so `schemes.england` makes them.
"""
