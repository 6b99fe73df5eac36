"""Every address of the site in one place: a promise that never breaks (see the register's design).

Paths are without the site's own prefix and language, end in `/` for pages, and never begin with one.
"""

from __future__ import annotations

FRONT = ""
CENTRES = "sentre/"
DECISIONS = "vedtak/"
DECISIONS_FEED = "vedtak/feed.atom"
NOT_FOUND = "404.html"
API_CENTRES = "api/v1/centres.json"
WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"
OPENSEARCH = "opensearch.xml"
OFFLINE = "uten-nett/"
MISUSE = "misbruk/"
LOG = "logg/"
LOG_CHECKPOINT = "logg/checkpoint"
LOG_KEY = "logg/vkey"
LOG_WITNESSES = "logg/witnesses"
LOG_STAMP = "logg/checkpoint.tsr"
LOG_STAMP_AUTHORITY = "logg/timestamp-authority.pem"
TOOL = "kontroller/godkjent-verify.pyz"
BUILD_INPUTS = "kontroller/build-inputs.json"
SBOM = "kontroller/sbom.json"
LICENCES = "kontroller/licences.txt"
SECURITY = ".well-known/security.txt"
REPORTING = "sikkerhet/"
BUILD = "build.json"
CHECKED = "oppdatert/"
PULSE = "oppdatert/dag.svg"
EDIT = "rediger/"
EDIT_DATA = "rediger/data.json"
EDIT_VALIDATOR = "rediger/validator.js"
MANIFEST_OF_ALL = "manifest.sha256"


def decision_file(decision: str) -> str:
    """One published decision: the exact bytes whose hash is in the log."""
    return f"logg/vedtak/{decision}.json"


def edit_centre(slug: str) -> str:
    """One centre as the forms need it."""
    return f"rediger/senter/{slug}.json"


NAMES_INDEX = "search/names.json"
NAMES_PARTS = "search/names/"
MISUSE_INDEX = "search/misuse.json"
COMPARE = "sentre/sammenlign/"
BULK = "sentre/sjekk/"
BUYERS = "sentre/sentre.json"
CENTRES_PARTS = "sentre/liste/"
DECISIONS_PARTS = "vedtak/liste/"
NUMBERS_PARTS = "nummer/liste/"
EVERYTHING = "alle/"
"""What comes after the address of a list's parts, for the page that has it whole."""
VERIFY = "verifiser/"
MARK = "merke/"


EMBED = "embed/v1/check.js"
"""The check that stands on other sites: this address and the element's name last."""


def embed_words(language: str) -> str:
    """The words of that check in one language."""
    return f"embed/v1/{language}.json"


def centres_shard(group: str) -> str:
    """The centres of one letter, as the live list draws them."""
    return f"{CENTRES_PARTS}{group}.json"


def centre(slug: str) -> str:
    """One centre's page; the slug may change, and the old address then leads to the new one."""
    return f"sentre/{slug}/"


def centre_feed(slug: str) -> str:
    """One centre's decisions as a feed."""
    return f"sentre/{slug}/feed.atom"


def confirmation(slug: str) -> str:
    """What the register says of one centre, as a document to print."""
    return f"sentre/{slug}/bekreftelse.pdf"


NUMBERS = "nummer/"


def number(first: str, last: str) -> str:
    """The page of a registered number, or of a range by both its ends."""
    return f"nummer/{first}/" if first == last else f"nummer/{first}-{last}/"


def verification(organisation_number: str) -> str:
    """What a badge points to; never changes and is never removed."""
    return f"verifiser/{organisation_number}/"


def badge(organisation_number: str) -> str:
    """The live badge; never changes and is never removed."""
    return f"merke/{organisation_number}.svg"


def badge_picture(organisation_number: str) -> str:
    """The live badge as a picture, for e-mail."""
    return f"merke/{organisation_number}.png"


def neutral_badge(organisation_number: str) -> str:
    """The mark without status: safe to copy and print."""
    return f"merke/{organisation_number}-kontroller.svg"


def neutral_badge_picture(organisation_number: str) -> str:
    """The mark without status as a picture."""
    return f"merke/{organisation_number}-kontroller.png"


def qr(organisation_number: str, kind: str) -> str:
    """The code that leads to the verification page, alone; `kind` is svg or png."""
    return f"merke/{organisation_number}-qr.{kind}"


def badge_page(organisation_number: str) -> str:
    """The marks of one centre, and the code to paste."""
    return f"merke/{organisation_number}/"


def api_centre(organisation_number: str) -> str:
    """One centre as JSON."""
    return f"api/v1/centres/{organisation_number}.json"


def names_part(number: int) -> str:
    """One part of the index of names, where the register is large."""
    return f"{NAMES_PARTS}{number}.json"


def pages_index(language: str) -> str:
    """The search index of the prose pages in one language."""
    return f"search/pages-{language}.json"


def lookup(table: str, part: str) -> str:
    """One part of a look-up table; `part` is the digits that all its rows share, or `all` when there is one part."""
    return f"api/v1/lookup/{table}/{part}.json"


API = "api/v1/"
LOOKUP_INDEX = "api/v1/lookup/index.json"
API_NUMBERS = "api/v1/numbers.json"
NUMBERS_CSV = "api/v1/numbers.csv"
NUMBER_CHANGES = "api/v1/numbers-changes.json"
API_HISTORY = "api/v1/history.json"
OPENAPI = "api/v1/openapi.json"
DATASET = "api/v1/dataset.jsonld"
API_DECISIONS = "api/v1/decisions.json"
API_STATISTICS = "api/v1/statistics.json"
CENTRES_CSV = "api/v1/centres.csv"
DECISIONS_CSV = "api/v1/decisions.csv"
STATISTICS_CSV = "api/v1/statistics.csv"
RENEWALS = "sentre/fornyelser.ics"
STATISTICS = "statistikk/"
DATA = "data/"
REQUIREMENTS = "krav/"
SCHEME = "ordningen/"


def schema(name: str) -> str:
    """One schema of the records, as JSON Schema."""
    return f"schemas/{name}.schema.json"


def table_schema(path: str) -> str:
    """What the columns of the table at `path` hold, beside it."""
    return f"{path.removesuffix('.csv')}.schema.json"


def json_feed(path: str) -> str:
    """The same feed as JSON Feed, beside the one at `path`."""
    return f"{path.removesuffix('.atom')}.json"


def kind_feed(kind: str) -> str:
    """The decisions of one kind as a feed."""
    return f"vedtak/{kind}/feed.atom"


def calendar(slug: str) -> str:
    """What comes up for one centre, as a calendar."""
    return f"sentre/{slug}/fornyelse.ics"


def file_of(path: str) -> str:
    """The file that a host serves for an address."""
    return f"{path}index.html" if path.endswith("/") or not path else path


DID = ".well-known/did.json"
REVOCATIONS = "status/revocation.json"
SUSPENSIONS = "status/suspension.json"
CHECKS = "kontroller/"


def credential(organisation_number: str) -> str:
    """The latest signed credential of a centre that is or was approved."""
    return f"api/v1/centres/{organisation_number}/credential.json"


UNDER_CENTRES = frozenset(
    address.removeprefix(CENTRES).partition("/")[0]
    for address in tuple(globals().values())
    if isinstance(address, str) and address.startswith(CENTRES) and address != CENTRES
)
"""What stands under the list and is no centre: no centre may be called so, now or before."""
PROSE = (
    "krav/",
    "ordningen/",
    "klage/",
    "tips/",
    "for-callsentre/",
    "hjelp/",
    "rettigheter/",
    "personvern/",
    "tilgjengelighet/",
    REPORTING,
    MISUSE,
    STATISTICS,
    DATA,
)
"""Pages that people write in `content/`, and that others link to: each is there in every language."""
