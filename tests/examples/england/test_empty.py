"""The made-up England of a database that holds nothing yet."""

import pytest

from bcf.examples.england.places import EnglandError
from schemes.england import make_england


@pytest.mark.django_db
def test_without_reference_data_it_says_what_to_do() -> None:
    with pytest.raises(EnglandError, match=r"There are 0 plan collections, not 1\. Run load_r"):
        make_england()
