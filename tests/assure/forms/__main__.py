import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bcf.settings")
django.setup()

from tests.assure.forms.run import main  # noqa: E402 - the models need Django set up

sys.exit(main(sys.argv[1:]))
