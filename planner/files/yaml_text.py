"""Values as YAML 1.2 text: block style, decimals as they were written, no anchors."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

ONE_LINE: Final = 2**31
"""Width at which nothing is folded: a folded text is hard to search for."""


def yaml_text(value: object) -> str:
    """Return JSON values, exact decimals among them, as YAML text that `yaml.parse` reads back equal."""
    writer = YAML(typ="safe", pure=True)
    writer.Representer = _Representer
    writer.default_flow_style = False
    writer.width = ONE_LINE
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = StringIO()
    writer.dump(value, stream)
    return stream.getvalue()


class _Representer(SafeRepresenter):
    """Writes decimals exactly, and a list that stands in two places twice."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def represent_str(self, data: str) -> ScalarNode:
        """Write text; what an editor may hide or change (breaks, controls, odd blanks) as escapes."""
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=None if data.isprintable() else '"')

    def decimal(self, value: Decimal) -> ScalarNode:
        text = format(value, "f")
        kind = "float" if "." in text else "int"
        return self.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Representer.add_representer(str, _Representer.represent_str)
_Representer.add_representer(Decimal, _Representer.decimal)
