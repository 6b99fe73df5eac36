"""What the hosts of the site are told: one table, and in the words of each: `_headers`, nginx and Apache.

`_headers` and `_redirects` go with the site, for hosts that read them (Netlify, Cloudflare Pages and their kind). The other
two are documents for a machine of one's own: `python scripts/hosts.py` writes them anew from the table.

Nothing is compressed beforehand. A front page with its style and scripts is 31.2 kB as a server packs it (gzip 5), and
would be 30.5 kB packed beforehand as tightly as can be (26.0 with brotli, against 28.5); for that every file would have a
twin that a server hands out without a look at the file itself, and in a register an old twin is a wrong answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..language.texts import LANGUAGES

HEADERS = "_headers"
REDIRECTS = "_redirects"
EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000",
}
"""What every answer says besides what it is; the pages' own content policy stands in the pages."""
KEPT = "public, max-age=31536000, immutable"
ASKED = "no-cache"
_KEPT = ("static",)
"""The folders whose files bear an imprint of their content in their names: only those may be kept without asking again."""
_OPEN_FOLDERS = ("api", "embed", "logg", "merke", "schemas", "search", "status", r".well-known")
_OPEN_FILES = ("build.json", "did.json")
"""What programs on other sites may read."""
TYPES: Mapping[str, str] = {
    "atom": "application/atom+xml",
    "css": "text/css",
    "csv": "text/csv",
    "html": "text/html",
    "ics": "text/calendar",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "pdf": "application/pdf",
    "pem": "application/x-pem-file",
    "png": "image/png",
    "pyz": "application/zip",
    "sha256": "text/plain",
    "svg": "image/svg+xml",
    "tsr": "application/timestamp-reply",
    "txt": "text/plain",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
_PLAIN = ("logg/checkpoint", "logg/vkey", "logg/witnesses")
"""Text whose names have no ending."""
_BINARY = ("pdf", "pem", "png", "pyz", "tsr", "woff2")
_SAYS_ITSELF = ("svg", "xml")
"""Text that says in the file itself that it is UTF-8."""
_OTHERS = LANGUAGES[1:]


def _types(*without: str) -> list[str]:
    """The types that are text, which is worth packing, without those of some endings."""
    return sorted({kind for ending, kind in TYPES.items() if ending not in (*_BINARY, *without)})


def is_open(path: str) -> bool:
    """Whether programs on other sites may read what stands at `path`, which begins with `/` at the site's root."""
    return path.startswith(tuple(f"/{folder}/" for folder in _OPEN_FOLDERS)) or path.removeprefix("/") in _OPEN_FILES


def headers(base: str) -> str:
    """The `_headers` file for a site that stands under `base`.

    Nothing is said of how long the rest may be kept: those hosts ask again for every page by themselves, and two rules for
    one header would be joined into one that contradicts itself.
    """
    blocks = {f"{base}*": [f"{name}: {value}" for name, value in EVERYWHERE.items()]}
    blocks |= {f"{base}{folder}/*": [f"Cache-Control: {KEPT}"] for folder in _KEPT}
    opened = [*(f"{folder}/*" for folder in _OPEN_FOLDERS), *_OPEN_FILES]
    blocks |= {f"{base}{path}": ["Access-Control-Allow-Origin: *"] for path in opened}
    return "".join(f"{path}\n{''.join(f'  {line}{chr(10)}' for line in lines)}" for path, lines in blocks.items())


def redirects(base: str) -> str:
    """The `_redirects` file: each language has its own page for what is not there."""
    return "".join(f"{base}{code}/*  {base}{code}/404.html  404\n" for code in _OTHERS)


def nginx() -> str:
    """The configuration for nginx, as it stands in docs/."""
    return _NGINX.format(
        kept_as=KEPT,
        asked=ASKED,
        kept="|".join(_KEPT),
        folders=_either(_OPEN_FOLDERS),
        files=_either(_OPEN_FILES),
        languages="\n".join(f'    ~/{code}/   "{code}/";' for code in _OTHERS),
        types="\n".join(
            f"        {kind:28} {ending};" for ending, kind in sorted(TYPES.items(), key=lambda one: one[1])
        ),
        plain=_either(_PLAIN),
        texts=_wrapped(_types(*_SAYS_ITSELF, "html"), " " * 18),
        packed=_wrapped(_types("html"), " " * 15),
        headers="\n".join(f'    add_header {name} "{value}" always;' for name, value in EVERYWHERE.items()),
    )


def apache() -> str:
    """The configuration for Apache, as it stands in docs/."""
    return _APACHE.format(
        kept_as=KEPT,
        asked=ASKED,
        kept="|".join(_KEPT),
        folders=_either(_OPEN_FOLDERS),
        files=_either(_OPEN_FILES),
        languages="\n".join(_APACHE_LANGUAGE.format(code=code) for code in _OTHERS),
        types="\n".join(f"        AddType {kind} .{ending}" for ending, kind in TYPES.items()),
        texts=" ".join(f".{ending}" for ending in TYPES if ending not in (*_BINARY, *_SAYS_ITSELF)),
        plain=_either(_PLAIN),
        packed=_wrapped(_types(), " " * 16, " \\"),
        headers="\n".join(f'        Header always set {name} "{value}"' for name, value in EVERYWHERE.items()),
    )


def _either(paths: tuple[str, ...]) -> str:
    return "|".join(path.replace(".", r"\.") for path in paths)


def _wrapped(words: list[str], indent: str, end: str = "") -> str:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 100:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return f"{end}\n{indent}".join(lines)


_NGINX = """\
# Registeret på en egen maskin med nginx. Legg filen i /etc/nginx/conf.d/, bytt ut de tre linjene som er merket, og sett på TLS
# slik dere pleier. Et nettsted som bygges for en sti (SITEURL=https://nemnda.example/register), legges i en mappe med stiens
# navn under `root`, her /srv/registeret/register/. Filen er laget av programmet (python scripts/hosts.py).

map $uri $kept {{
    ~/({kept})/ "{kept_as}"; # navnet bærer et avtrykk av innholdet
    default   "{asked}"; # alt annet spørres det etter hver gang: en status kan ha endret seg
}}
map $uri $open {{
    ~/({folders})/ "*"; # det programmer på andre nettsteder leser
    ~/({files})$ "*";
    default   "";
}}
map $uri $spoken {{
{languages}
    default "";
}}

server {{
    listen 80;
    server_name registeret.example; # BYTT UT
    root /srv/registeret;           # BYTT UT: mappen med nettstedet
    set $base "";                   # BYTT UT med stien, for eksempel "/register", når nettstedet ligger under en

    types {{
{types}
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {texts};

    add_header Cache-Control $kept always;
    add_header Access-Control-Allow-Origin $open always;
{headers}

    absolute_redirect off; # /sentre leder til /sentre/ på det navnet leseren kom med
    index index.html;
    error_page 404 $base/${{spoken}}404.html; # på leserens språk
    location / {{
        try_files $uri $uri/ =404;
    }}
    location ~ /({plain})$ {{
        default_type text/plain;
    }}

    gzip on;
    gzip_vary on;
    gzip_comp_level 5;
    gzip_types {packed};
}}
"""
_APACHE_LANGUAGE = """\
        <If "%{{REQUEST_URI}} =~ m#/{code}/#">
            ErrorDocument 404 ${{STI}}{code}/404.html
        </If>"""
_APACHE = """\
# Registeret på en egen maskin med Apache 2.4. Legg filen i /etc/apache2/sites-available/, bytt ut det som er merket, sett på
# TLS slik dere pleier, og kjør: a2enmod headers brotli && a2ensite registeret. Et nettsted som bygges for en sti
# (SITEURL=https://nemnda.example/register), legges i en mappe med stiens navn under DocumentRoot, her
# /srv/registeret/register/. På et webhotell legges linjene mellom <Directory> og </Directory> i filen .htaccess øverst i
# nettstedet, med stien i stedet for ${{STI}}. Filen er laget av programmet (python scripts/hosts.py).

# BYTT UT: stien, for eksempel "/register/", når nettstedet ligger under en
Define STI "/"

<VirtualHost *:80>
    # BYTT UT
    ServerName registeret.example
    # BYTT UT, her og i neste linje: mappen med nettstedet
    DocumentRoot "/srv/registeret"
    <Directory "/srv/registeret">
        Require all granted
        Options -Indexes -MultiViews
        DirectoryIndex index.html
        ErrorDocument 404 ${{STI}}404.html
{languages}

{types}
        AddCharset utf-8 {texts}
        <If "%{{REQUEST_URI}} =~ m#/({plain})$#">
            ForceType "text/plain; charset=utf-8"
        </If>

{headers}
        # Alt spørres det etter hver gang, for en status kan ha endret seg ...
        Header always set Cache-Control "{asked}"
        # ... unntatt filer der navnet bærer et avtrykk av innholdet.
        <If "%{{REQUEST_URI}} =~ m#/({kept})/#">
            Header always set Cache-Control "{kept_as}" "expr=%{{REQUEST_STATUS}} -lt 400"
        </If>
        # Det programmer på andre nettsteder leser.
        <If "%{{REQUEST_URI}} =~ m#/({folders})/|/({files})$#">
            Header always set Access-Control-Allow-Origin "*"
        </If>

        # Pakket eller ikke er det samme fil: den som har den, får vite at den er uendret.
        RequestHeader edit If-None-Match "^\\"(.+)-(?:gzip|br)\\"$" "\\"$1-gzip\\", \\"$1-br\\", \\"$1\\""
        <IfModule mod_brotli.c>
            AddOutputFilterByType BROTLI_COMPRESS;DEFLATE \\
                {packed}
        </IfModule>
        <IfModule !mod_brotli.c>
            AddOutputFilterByType DEFLATE \\
                {packed}
        </IfModule>
    </Directory>
</VirtualHost>
"""
