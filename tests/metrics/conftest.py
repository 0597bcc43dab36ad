"""The project's own reference data, for the tests of this folder."""

from tests.examples.conftest import reference  # noqa: F401
