"""`python -m tests.assure.together [--seconds N]`: ten people editing one plan at once.

They speak HTTP with a real server on a database made for it. Half of them keep to the same
few lines, so that they get in each other's way. Each notes what the server took from them;
afterwards all that was taken must stand, once, under the right name.
"""
