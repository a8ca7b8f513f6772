"""Text -> model, with a place in the file for every fault; and model -> text.

``nodes`` is the only importer of ruamel. May import ``forms``, ``model`` and ``errors``.
"""

from .load import Checked, check, load
from .schema import model_schema

__all__ = ["Checked", "check", "load", "model_schema"]
