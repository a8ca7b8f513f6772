"""Result -> something to look at: tables, pictures, words, reports, in any dress.

May import everything inside; knows no command line. A neutral ``Table`` stands between results and writers.
"""
