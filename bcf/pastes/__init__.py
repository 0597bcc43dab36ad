"""Pasted rows: what a spreadsheet put on the clipboard, read for one section.

Plain functions over plain values: nothing is kept between two looks at a paste. A page
hands in the text and what the person answered so far, and shows the preview it gets back.
"""
