"""How many examples each test by chance takes: few in `make test`, many in `make assure`."""

import os

EXAMPLES = int(os.environ.get("BCF_EXAMPLES", "3"))
