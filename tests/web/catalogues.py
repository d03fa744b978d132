"""The catalogues of the pages' words, brought up to date with what templates and code say.

.venv/bin/python -m tests.web.catalogues [TRANSLATIONS.json]

Vietnamese stands in the templates; its catalogue repeats it. What has no English yet is listed; a JSON object of
Vietnamese to English (a list of two for a plural; `context|message` where there is one) fills it in.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[2]
LANGS: Final = ("vi", "en")
METHODS: Final = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS: Final = {"**.html": {"encoding": "utf-8", "trimmed": "true", "silent": "false"}}
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "text": None}


def file_of(lang: str) -> Path:
    """Where a language's words stand."""
    return ROOT / "web" / "translations" / lang / "LC_MESSAGES" / "messages.po"


def extracted() -> Catalog:
    """What templates and code say."""
    found = Catalog(project="chungtay", charset="utf-8")
    for file, _, message, comments, context in extract_from_dir(ROOT / "web", METHODS, OPTIONS, KEYWORDS):
        found.add(message, None, [(f"web/{file}", 0)], auto_comments=comments, context=context)
    return found


def read(lang: str) -> Catalog:
    """A language's words as they are kept."""
    file = file_of(lang)
    return read_po(BytesIO(file.read_bytes() if file.exists() else b""), locale=lang, abort_invalid=True)


def updated(lang: str, known: dict[str, Any]) -> Catalog:
    """A language's words for all that is said now, and for nothing else."""
    catalogue = read(lang)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        key = f"{message.context}|{ids[0]}" if message.context else str(ids[0])
        text = ids[:1] if lang == "vi" else known.get(key)
        if text is not None:
            message.string = tuple(map(str, text)) if isinstance(message.id, tuple) else "".join(map(str, text))
        message.locations = [(name, 0) for name in sorted({file for file, _ in message.locations})]
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """Messages without words in a language."""
    found: list[str] = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (not all(strings) or len(strings) < 1):
            found.append(str(message.id[0] if isinstance(message.id, tuple) else message.id))
    return found


def written(catalogue: Catalog) -> bytes:
    """A catalogue as it stands in its file; nothing in it changes with the day."""
    out = BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, omit_header=True, include_lineno=False)
    lang = str(catalogue.locale)
    plural = catalogue.plural_forms
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Plural-Forms: {plural}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def main() -> None:
    """Write the catalogues anew."""
    known = json.loads(Path(sys.argv[1]).read_text("utf-8")) if len(sys.argv) > 1 else {}
    for lang in LANGS:
        catalogue = updated(lang, known)
        file_of(lang).parent.mkdir(parents=True, exist_ok=True)
        file_of(lang).write_bytes(written(catalogue))
        for message in missing(catalogue):
            sys.stdout.write(f"{lang}: {message}\n")


if __name__ == "__main__":
    main()
