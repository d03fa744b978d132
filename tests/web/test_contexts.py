"""Templates and their contexts: neither has what the other does not know; nothing in them is script or style."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from jinja2 import nodes

import web
from web.render import environment

WEB: Final = Path(web.__file__).parent
FORBIDDEN: Final = re.compile(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?! src)|hx-vals='js|\|\s*safe")


def test_templates_read_only_what_their_context_has() -> None:
    contexts = classes(WEB)
    strays = {
        f"{template}: page.{name}"
        for template, fields in contexts.items()
        for name in fields_read(template)
        if name not in fields
    }
    assert strays == set()


def test_contexts_hold_only_what_their_template_reads() -> None:
    loose = {
        f"{template}: {name}"
        for template, fields in classes(WEB, own=True).items()
        for name in fields - fields_read(template) - fields_read_by_macros(template)
    }
    assert loose == set()


def test_no_template_has_script_or_style_in_it() -> None:
    for file in sorted(WEB.rglob("*.html")):
        text = file.read_text("utf-8")
        assert re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?! src)|hx-vals='js", text) is None, (
            file
        )
        assert "|safe" not in text.replace(" ", ""), file


def classes(folder: Path, *, own: bool = False) -> dict[str, set[str]]:
    """Templates with the names of the fields, properties and methods of their contexts; `own`: of nothing above."""
    found = {node.name: node for node in _class_definitions(folder)}
    names_of = own_names if own else all_names
    templates: dict[str, set[str]] = {}
    for node in found.values():
        for item in node.body:
            match item:
                case ast.AnnAssign(target=ast.Name("template"), value=ast.Constant(str(name))):
                    templates[name] = names_of(node.name, found) - {"template"}
    return templates


def own_names(name: str, found: dict[str, ast.ClassDef]) -> set[str]:
    """The names of a class alone."""
    return all_names(name, {name: found[name]})


def all_names(name: str, found: dict[str, ast.ClassDef]) -> set[str]:
    """The names of a class and of those that it is made from."""
    if name not in found:
        return set()
    names: set[str] = set()
    for item in found[name].body:
        match item:
            case ast.AnnAssign(target=ast.Name(id)) | ast.FunctionDef(name=id):
                names.add(id)
    bases = (base.id for base in found[name].bases if isinstance(base, ast.Name))
    return names.union(*(all_names(base, found) for base in bases))


def _class_definitions(folder: Path) -> Iterator[ast.ClassDef]:
    for file in sorted(folder.rglob("*.py")):
        yield from (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.ClassDef))


def _tree(template: str) -> nodes.Template:
    made = environment("vi")
    assert made.loader is not None
    return made.parse(made.loader.get_source(made, template)[0])


def fields_read(template: str) -> set[str]:
    """What a template, and those that it extends or includes, read of `page`."""
    made = environment("vi")
    assert made.loader is not None
    tree = made.parse(made.loader.get_source(made, template)[0])
    names = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "page"
    }
    parents: Iterator[nodes.Extends | nodes.Include] = chain(tree.find_all(nodes.Extends), tree.find_all(nodes.Include))
    for above in parents:
        if isinstance(above.template, nodes.Const):
            names |= fields_read(above.template.value)
    return names


def fields_read_by_macros(template: str) -> set[str]:
    """What macros that a template imports read of a `page` that they are given."""
    return {
        name
        for node in _tree(template).find_all(nodes.FromImport)
        if isinstance(node.template, nodes.Const)
        for name in fields_read(node.template.value)
    }
