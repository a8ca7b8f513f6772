"""Documents and models together: a first model from documents, and an audit of what a model rests on.

What a drafter proposes is a ``Proposal``; ``make_draft`` takes out what no passage supports and writes the file.
Drafters are pure but for ``llm``, which asks a language model over the network, and only when called. Nothing here
prints or writes files. May import ``documents``, ``reading`` and what lies further in; never ``output`` or ``cli``.
"""
