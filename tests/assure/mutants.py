"""Mutants of a module: its code with one small thing changed, such as `<` for `<=`.

What functions do is changed, and only that. Text, annotations, decorators and what is worked
out on import are no rule; nor is what only sets how wide a number may be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
}
#: Arguments that no answer hangs on.
NO_RULE = {"max_digits", "decimal_places", "strict", "maxsize"}


@dataclass(frozen=True)
class Mutant:
    """A module's tree with one change, and what the change is."""

    line: int
    change: str
    tree: ast.Module


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every mutant of a module's source, in order."""
    number = 0
    while True:
        tree = ast.parse(source)
        mutator = _Mutator(number)
        tree = mutator.visit(tree)
        if not mutator.change:
            return
        yield Mutant(mutator.line, mutator.change, ast.fix_missing_locations(tree))
        number += 1


class _Mutator(ast.NodeTransformer):
    """Makes the change with one number and leaves the rest as it is."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.line = 0
        self.change = ""

    def _chosen(self, node: ast.expr, change: str) -> bool:
        self.left -= 1
        if self.left == -1:
            self.line, self.change = node.lineno, f"{change} in {ast.unparse(node)}"
        return self.left == -1

    def visit_Module(self, node: ast.Module) -> ast.AST:
        return self._visit_definitions(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._visit_definitions(node)

    def _visit_definitions(self, node: ast.Module | ast.ClassDef) -> ast.AST:
        for statement in node.body:
            if isinstance(statement, ast.ClassDef | ast.FunctionDef):
                self.visit(statement)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        return node if node.arg in NO_RULE else self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        for place, op in enumerate(node.ops):
            if self._chosen(node, f"{type(op).__name__} turned"):
                node.ops[place] = SWAPS[type(op)]()  # type: ignore[call-overload]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self._chosen(node, f"{type(node.op).__name__} turned"):
            node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) in SWAPS and self._chosen(node, f"{type(node.op).__name__} turned"):
            node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not | ast.Invert) and self._chosen(node, "negation dropped"):
            return node.operand
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        if self._chosen(node, "branches swapped"):
            node.body, node.orelse = node.orelse, node.body
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            if self._chosen(node, "turned"):
                return ast.copy_location(ast.Constant(not node.value), node)
        elif isinstance(node.value, int) and self._chosen(node, "one more"):
            return ast.copy_location(ast.Constant(node.value + 1), node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node
