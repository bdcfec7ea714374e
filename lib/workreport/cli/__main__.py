"""``python -m workreport.cli``."""

from workreport.cli import main

main()
