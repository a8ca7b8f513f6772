"""Benchmarks: run by hand, never by the tests. They print ratios within one run, growth, and peak memory."""
