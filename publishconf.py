"""Settings for the published site: the same as pelicanconf.py, but its address must be given."""

import os
import sys

sys.path.insert(0, os.curdir)
from pelicanconf import *  # noqa: F403

if not os.environ.get("SITEURL", "").startswith("https://"):
    sys.exit("Sett SITEURL til adressen siden skal ligge på, for eksempel SITEURL=https://registeret.example")
SITEURL = os.environ["SITEURL"].rstrip("/")
NEW_LOG = os.environ.get("NEW_LOG") == "1"
PUBLISHED = True
