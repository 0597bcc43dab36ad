"""`python -m tests.bench`: every benchmark, one JSON line each."""

import os
import sys

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bcf.settings")
django.setup()
settings.DEBUG = False  # as a server has it: else every statement is kept in a log

from tests.bench.run import main  # noqa: E402 - the models need Django set up

sys.exit(main(sys.argv[1:]))
