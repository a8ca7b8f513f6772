"""How the attribution model was trained; see README.md."""
