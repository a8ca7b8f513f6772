"""JSON answers as plain values, straight from what their leaves stand for."""

from __future__ import annotations

from typing import Any

from commonground.output.writers.json_text import Numbers, StateRows


def plain_values(value: Any) -> Any:
    """Return a value whose long lists of states are lists of Python."""
    if isinstance(value, Numbers):
        return [int(state) + 1 for state in value.states]
    if isinstance(value, StateRows):
        graph = value.graph
        return [
            {
                "number": state + 1,
                "label": graph.labels[state],
                "options": graph.yn(state),
                "description": graph.descriptions[state],
            }
            for state in map(int, value.states)
        ]
    if isinstance(value, dict):
        return {key: plain_values(part) for key, part in value.items()}
    return [plain_values(part) for part in value] if isinstance(value, list) else value
