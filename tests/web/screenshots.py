"""Pictures of every page, wide and on a phone: .venv/bin/python -m tests.web.screenshots FOLDER [PAGE ...]

--lang en, --theme dark and --size phone|desk choose; without them Vietnamese and light, both sizes. --screen takes what
is on the screen without scrolling; README's pictures are made so:

.venv/bin/python -m tests.web.screenshots tests/web/pictures plan "plan week" "plan session" --size desk --screen
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

import structlog

from tests.api.serving import served
from tests.web.browser import DESK, PHONE, Chromium
from tests.web.office import make_app, make_office
from tests.web.pages import OUTSIDE, PAGES, path_of


def main() -> None:
    """Take them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("page", nargs="*", default=list(PAGES))
    options.add_argument("--lang", choices=("vi", "en"), default="vi")
    options.add_argument("--theme", choices=("light", "dark"), default="light")
    options.add_argument("--size", choices=("desk", "phone", "both"), default="both")
    options.add_argument("--screen", action="store_true", help="not the whole page, only the first screen of it")
    given = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    given.folder.mkdir(parents=True, exist_ok=True)
    sizes = {"desk": DESK, "phone": PHONE}
    wanted = sizes if given.size == "both" else {given.size: sizes[given.size]}
    app = make_app()
    with tempfile.TemporaryDirectory() as folder, Chromium.started() as chromium:
        office = make_office(Path(folder))
        with office.opened(Path(folder)) as desk, served(app) as address:
            app.state.desk = desk
            for name in given.page:
                for size, window in wanted.items():
                    who = None if name in OUTSIDE else "lan"
                    look = {"lang": given.lang, "theme": given.theme, "size": window}
                    with chromium.visiting(address, office, who, **look) as page:
                        page.goto(path_of(name, office.ids))
                        page.wait_for_timeout(200)
                        file = given.folder / f"{name.replace(' ', '-')}-{size}.png"
                        page.screenshot(path=file, full_page=not given.screen)
                        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
