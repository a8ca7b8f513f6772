#!/bin/sh
# Retrain the attribution model: run.sh CORPUS WINK_VECTORS.json WEIGHTS.npz (from the repository root; see README.md).
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python -m training.attribution.vectors "$2" "$work"
python training/attribution/parse.py "$1" "$work/parses.json"
python -m training.attribution.train "$1" "$work" "$3" --parses "$work/parses.json"
