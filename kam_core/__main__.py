"""``python -m kam_core``: load files, look at them, keep recipes, undo a batch, without opening the app."""

import sys

from kam_core.command import main

if __name__ == "__main__":
    sys.exit(main())
