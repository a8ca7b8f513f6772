"""The preference language: against a grammar written independently for lark, and against brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Transformer
from lark.exceptions import LarkError

from commonground.forms.truth import truth
from commonground.model import OptionKey
from commonground.model import statement as s

GRAMMAR = r"""
?start: conditional
?conditional: disjunction | conditional "if"i disjunction -> if_ | conditional "iff"i disjunction -> iff
?disjunction: conjunction | disjunction ("or"i | "|") conjunction -> or_
?conjunction: negation | conjunction ("and"i | "&") negation -> and_
?negation: ("not"i | "-") negation -> not_ | "(" conditional ")" | atom
?atom: /(?<!-)-----(?!-)/ -> every | /[a-e](?![a-z0-9_.])/ -> name | /[1-5](?![0-9])/ -> number
%import common.WS
%ignore WS
"""
PARSER = Lark(GRAMMAR, parser="earley", lexer="dynamic_complete")
OPTIONS = tuple(OptionKey("p", letter) for letter in "abcde")
EVERY = np.array([[(i >> o) & 1 for o in range(5)] for i in range(32)], dtype=np.int8)


class Evaluate(Transformer):
    def every(self, t):
        return np.ones(32, dtype=bool)

    def name(self, t):
        return EVERY[:, "abcde".index(str(t[0]))] == 1

    def number(self, t):
        return EVERY[:, int(t[0]) - 1] == 1

    def not_(self, t):
        return ~t[-1]

    def and_(self, t):
        return t[0] & t[-1]

    def or_(self, t):
        return t[0] | t[-1]

    def if_(self, t):
        return t[0] | ~t[1]

    def iff(self, t):
        return t[0] == t[1]


words = st.sampled_from(
    ["a", "b", "c", "2", "5", "not ", "-", " & ", " and ", " | ", " OR ", " if ", " IFF ", "(", ")"]
)


@settings(max_examples=1500, deadline=None, derandomize=True, database=None)
@given(st.lists(words, min_size=1, max_size=9).map("".join))
def test_same_language_and_same_truth_as_the_grammar(text):
    try:
        expected = Evaluate().transform(PARSER.parse(text))
    except LarkError:
        expected = None
    try:
        node, faults = s.resolve(s.parse(text), OPTIONS)
    except s.StatementFault as fault:
        node, faults = None, (fault,)
    assert all(0 <= fault.offset <= len(text) for fault in faults)
    if expected is None:
        assert node is None or not isinstance(node, s.Node) or faults, text
    else:
        assert node is not None, (text, faults)
        assert truth(node, EVERY).tolist() == expected.tolist(), text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("-a & b | c if d", "(((not a) and b) or c) if d"),
        ("a if b if c", "(a if b) if c"),
        ("a iff b if c", "(a iff b) if c"),
        ("a | b & c", "a | (b & c)"),
        ("-a & b", "(-a) & b"),
        ("-1 IF 3", "not a if c"),
        ("1 IFF -2", "a iff not b"),
        ("Y---N", "a & -e"),
        ("p.a & -YN-- | b", "(a & -YN--) | b"),
        ("- -Y---", "not b"),
        ("-----", "a or not a"),
        ("a & (-----)", "a"),
        ("--a", "a"),
    ],
)
def test_precedence(text, same):
    left, right = (s.resolve(s.parse(t), OPTIONS)[0] for t in (text, same))
    assert truth(left, EVERY).tolist() == truth(right, EVERY).tolist()


@pytest.mark.parametrize(
    ("text", "offset", "mend"),
    [
        ("a - b", 2, "`a & -b`"),
        ("a & (b | c", 10, "opened at character 5"),
        ("a & b)", 5, "bracket too many"),
        ("!a", 0, "write `not`"),
        ("a = ", 3, ""),
        ("a in [b c]", 8, ""),
        ("a = b & c = -d", 12, ""),
        ("a -> b", 3, "`b if a`"),
        ("", 0, ""),
        ("a and", 5, ""),
    ],
)
def test_faults_say_where_and_how_to_mend(text, offset, mend):
    with pytest.raises(s.StatementFault) as caught:
        s.parse(text)
    assert caught.value.offset == offset
    assert mend in caught.value.mend


@pytest.mark.parametrize(
    ("text", "issue", "sign", "values"),
    [
        ("status = federal", "status", "=", ("federal",)),
        ("a!=b", "a", "!=", ("b",)),
        ("seats<=-2.50", "seats", "<=", ("-2.50",)),
        ("in in [in, 3]", "in", "in", ("in", "3")),
        ("x > 7", "x", ">", ("7",)),
        ("share <= 5/7", "share", "<=", ("5/7",)),
        ("x in [-1/2, 0.5]", "x", "in", ("-1/2", "0.5")),
    ],
)
def test_comparisons_of_issues(text, issue, sign, values):
    node = s.parse(text)
    assert (node.issue, node.sign, node.values) == (issue, sign, values)
    assert s.parse(f"-{text} & (a | {text})").parts[0] == s.Not(
        s.Comparison(issue, sign, values, 1, tuple(place + 1 for place in node.value_offsets))
    )
    resolved, faults = s.resolve(node, OPTIONS)
    assert resolved is None
    assert [fault.offset for fault in faults] == [0]


def test_an_equals_sign_between_options_gets_its_mend():
    assert "`a iff b`" in s.resolve(s.parse("a = b"), OPTIONS)[1][0].mend


def test_every_unknown_name_is_reported_with_a_suggestion():
    options = (OptionKey("p", "release"), OptionKey("q", "attack"), OptionKey("r", "attack"))
    node, faults = s.resolve(s.parse("releese & attack | q.atack | 9 | YN"), options)
    assert node is None
    assert [fault.offset for fault in faults] == [0, 10, 19, 29, 33]
    assert "release" in faults[0].mend
    assert "q.attack" in faults[1].mend
    assert "q.attack" in faults[2].mend


@pytest.mark.parametrize(
    "text", ["(" * 5000, "-" * 1900 + "a", "a if " * 300 + "a", "a" * 3000, "(" * 61 + "a" + ")" * 61]
)
def test_absurd_depth_and_length_are_refused(text):
    with pytest.raises(s.StatementFault):
        s.parse(text)


def test_long_flat_statements_are_fine():
    node, faults = s.resolve(s.parse(" & ".join(["a"] * 400)), OPTIONS)
    assert not faults
    assert truth(node, EVERY).sum() == 16
