"""Arrays -> results. Pure: no printing, files, clock or global random state.

May import ``forms``, ``model`` and ``errors``. A result is frozen and carries what was asked.
"""
