"""Four numbers at a time: what the kernels do with one state's record, as vector instructions.

A record is ``WIDTH`` values int32 that stand side by side in a flat array; ``at`` is where it begins. Written down as
vectors because a compiler does not find them by itself, and branches on "is it less" would be guessed wrongly.

numba's cache of machine code looks at the kernels' files only: after a change here, touch ``tiles`` and ``views``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

from .table import WIDTH

__all__ = ["copied", "least", "lowered", "lowered_from", "lowered_tied", "replaced"]

_RECORD = ir.VectorType(ir.IntType(32), WIDTH)
_BITS = ir.IntType(32 * WIDTH)


class _Writer:
    """Loads, stores and compares records for one intrinsic under construction."""

    def __init__(self, context: Any, builder: Any, signature: Any, values: Any) -> None:
        self._context, self.builder, self._signature, self.values = context, builder, signature, values

    def place(self, argument: int, at: Any) -> Any:
        """Return the address of the record that begins at ``at`` in an array argument."""
        kind = self._signature.args[argument]
        array = self._context.make_array(kind)(self._context, self.builder, self.values[argument])
        return self.builder.bitcast(self.builder.gep(array.data, [at]), _RECORD.as_pointer())

    def load(self, argument: int, at: Any) -> Any:
        return self.builder.load(self.place(argument, at), align=4)

    def store(self, value: Any, argument: int, at: Any) -> None:
        self.builder.store(value, self.place(argument, at), align=4)

    def less(self, one: Any, other: Any) -> Any:
        return self.builder.select(self.builder.icmp_signed("<", one, other), one, other)

    def more(self, one: Any, other: Any) -> Any:
        return self.builder.select(self.builder.icmp_signed(">", one, other), one, other)

    def differ(self, one: Any, other: Any) -> Any:
        changed = self.builder.bitcast(self.builder.xor(one, other), _BITS)
        return self.builder.icmp_unsigned("!=", changed, ir.Constant(_BITS, 0))


def _instruction(function: Callable[..., Any]) -> Any:
    """Return the function as numba sees it; what it is called with does not show in its signature."""
    return intrinsic(function)


def _code(build: Callable[[_Writer], Any]) -> Callable[..., Any]:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        result = build(_Writer(context, builder, signature, values))
        return context.get_dummy_value() if result is None else result

    return generate


@_instruction
def copied(typing: Any, into: Any, at: Any, source: Any, start: Any) -> Any:
    """Write the record of ``source`` at ``start`` into ``into`` at ``at``."""

    def build(w: _Writer) -> None:
        w.store(w.load(2, w.values[3]), 0, w.values[1])

    return types.void(into, types.intp, source, types.intp), _code(build)


@_instruction
def replaced(typing: Any, into: Any, at: Any, source: Any, start: Any) -> Any:
    """Write one record over another; return whether they differed."""

    def build(w: _Writer) -> Any:
        new, old = w.load(2, w.values[3]), w.load(0, w.values[1])
        w.store(new, 0, w.values[1])
        return w.differ(new, old)

    return types.boolean(into, types.intp, source, types.intp), _code(build)


@_instruction
def lowered(typing: Any, values: Any, at: Any, chain: Any, link: Any, floor: Any) -> Any:
    """Lower a record to what stands in the chain, but not below ``floor``; then the chain to the record before it."""

    def build(w: _Writer) -> None:
        old, best = w.load(0, w.values[1]), w.load(2, w.values[3])
        bound = w.load(4, ir.Constant(ir.IntType(64), 0))
        w.store(w.less(old, w.more(best, bound)), 0, w.values[1])
        w.store(w.less(old, best), 2, w.values[3])

    return types.void(values, types.intp, chain, types.intp, floor), _code(build)


@_instruction
def lowered_tied(typing: Any, values: Any, at: Any, chain: Any, link: Any, level: Any, tie: Any, floor: Any) -> Any:
    """As ``lowered`` where members may tie: ``level`` holds what is strictly better, taken anew where no tie is."""

    def build(w: _Writer) -> None:
        old, best = w.load(0, w.values[1]), w.load(2, w.values[3])
        bound = w.load(6, ir.Constant(ir.IntType(64), 0))
        better = w.builder.select(w.values[5], w.load(4, w.values[3]), best)
        w.store(w.less(old, w.more(better, bound)), 0, w.values[1])
        w.store(w.less(old, best), 2, w.values[3])
        w.store(better, 4, w.values[3])

    return types.void(values, types.intp, chain, types.intp, level, types.boolean, floor), _code(build)


@_instruction
def least(typing: Any, chain: Any, at: Any, before: Any, values: Any, start: Any) -> Any:
    """Write the least of ``chain`` at ``before`` and ``values`` at ``start`` into ``chain`` at ``at``."""

    def build(w: _Writer) -> None:
        w.store(w.less(w.load(0, w.values[2]), w.load(3, w.values[4])), 0, w.values[1])

    return types.void(chain, types.intp, types.intp, values, types.intp), _code(build)


@_instruction
def lowered_from(typing: Any, values: Any, at: Any, chain: Any, link: Any, floor: Any) -> Any:
    """Lower a record to what stands in the chain, but not below ``floor``; return whether that changed it."""

    def build(w: _Writer) -> Any:
        old = w.load(0, w.values[1])
        bound = w.load(4, ir.Constant(ir.IntType(64), 0))
        new = w.less(old, w.more(w.load(2, w.values[3]), bound))
        w.store(new, 0, w.values[1])
        return w.differ(new, old)

    return types.boolean(values, types.intp, chain, types.intp, floor), _code(build)
