"""What the tests of official files stand on."""

import pytest

from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from tests.workbooks.reading import EXAMPLESHIRE


@pytest.fixture
def version(examples: None) -> Version:
    """Exampleshire's plan of two years."""
    return newest_version(*EXAMPLESHIRE)
