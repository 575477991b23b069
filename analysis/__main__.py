"""The command line: the same results without a browser. `python -m analysis --help` says what there is."""

import sys

from analysis.commands import main

if __name__ == "__main__":
    sys.exit(main())
