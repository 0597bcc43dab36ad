"""A PostgreSQL of the project's own, for development and tests.

Used when DATABASE_URL is not set. `base` is the Django backend, `server` starts and
stops the server, `account` finds a user that PostgreSQL agrees to run as.
"""
