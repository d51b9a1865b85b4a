"""`python -m nexudus_contract`: the same as the command of that name."""

import sys

from nexudus_contract.cli import main

sys.exit(main())
