"""`python -m tests.assure.hostile [--count N] [--seed N]`: mutants of filled workbooks.

Workbooks of the product are changed by chance, in the bytes of the file and in the XML inside
of a zip file that is right, and each is opened as an upload is. It is read, or it is refused
in a sentence. Anything else fails the run: another exception, the end of the process, a minute
gone by, or memory. A mutant is the same for the same seed and number.
"""
