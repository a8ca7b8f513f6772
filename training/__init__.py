"""How the models in the package were made; not part of the wheel."""
