"""Settings for working on the site; publishconf.py adds what only the published site has."""

import os

from godkjent.language.texts import SOURCE, SPOKEN
from godkjent.site import (
    plugin,  # an import error stops the build here; Pelican itself would go on without the register
)

AUTHOR = "Callcenternemnda"
SITENAME = "Godkjent Callcenter"
SITEURL = os.environ.get("SITEURL", "http://127.0.0.1:8000").rstrip("/")
TIMEZONE = "Europe/Oslo"
DEFAULT_LANG = SOURCE
LANGUAGES = list(SPOKEN)

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGINS = [plugin]

# What is costly to make is kept here for the next build: drawings, documents, compiled templates, and what was made of what.
KEPT = os.environ.get("KEPT", "build")

# The register: where its records are, and the day it is built for (else SOURCE_DATE_EPOCH, else today in Oslo).
REGISTRY = os.environ.get("REGISTRY", "registry")
AS_OF = os.environ.get("AS_OF")

# The folder with the keys for trying things out. The build reads the public halves alone; «godkjent sign» signs. Without
# keys the site is unsigned and says so, and so it is with UNSIGNED=1.
KEYS = os.environ.get("KEYS")
UNSIGNED = os.environ.get("UNSIGNED") == "1"

# The decision log goes on from the site as it is published, a folder or an address; a new one begins only when asked for.
PREVIOUS = os.environ.get("PREVIOUS")
NEW_LOG = os.environ.get("NEW_LOG", "1") == "1"

# How many processes make the centres' pages (else one for each processor), and which part of the site is built: 2/8.
JOBS = os.environ.get("JOBS")
PART = os.environ.get("PART")

# Where changes are proposed and history is read, for example https://github.com/OWNER/REPO; without it there are no such links.
REPOSITORY_URL = os.environ.get("REPOSITORY_URL")

# Whether readers may check a call without a network; False takes away what their devices have kept.
OFFLINE = os.environ.get("OFFLINE", "1") == "1"

# So many centres, numbers or decisions at most stand on one page; longer lists are told in parts by letter, series or year.
# A phone that is four times slower than a desk draws 300 lines in half a second.
LONGEST_LIST = int(os.environ.get("LONGEST_LIST", "300"))

# Prose pages only: everything else comes from the register's own generator.
PAGE_PATHS = ["pages"]
READERS = {"rst": None, "html": None}
ARTICLE_PATHS = []
STATIC_PATHS = []
DIRECT_TEMPLATES = []
TEMPLATE_EXTENSIONS = [".html", ".svg", ".xml", ".js"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
THEME_STATIC_PATHS = []  # the plugin bundles theme/static and names each file by its content
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"

JINJA_ENVIRONMENT = {
    "autoescape": True,  # Pelican's default is off; text from a record is data
    "extensions": ["jinja2.ext.i18n"],
    "trim_blocks": True,
    "lstrip_blocks": True,
}
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.toc": {"permalink": False},
    },
    "output_format": "html5",
}
