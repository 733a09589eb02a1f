"""The README's examples run, and do what it says."""

import doctest

from tests.house.checkout import ROOT


def test_the_examples_of_the_readme_do_what_they_say():
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert failed == 0
    assert tried >= 5
