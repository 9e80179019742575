"""The listening test: its trials are fair, and its statistics are those of a fair coin."""

from math import comb

import numpy as np
import pytest

from vae.course.listening import Abx, chance_of, needed, power


def test_chance_is_the_share_of_all_ways_to_toss_a_coin():
    for right in range(11):
        assert chance_of(right, 10) == pytest.approx(sum(comb(10, k) for k in range(right, 11)) / 2**10)


def test_nine_of_ten_show_a_difference_and_no_score_of_four_does():
    assert needed(10) == 9
    assert needed(4) is None
    assert chance_of(9, 10) < 0.05 <= chance_of(8, 10)


def test_more_trials_find_more_listeners_and_guessing_is_found_as_rarely_as_it_may_be():
    few, many = (power(trials, [0.5, 0.7, 0.9]) for trials in (10, 40))
    assert few[0] < 0.05 and many[0] < 0.05
    assert (many[1:] > few[1:]).all()
    assert (power(4, [0.9]) == 0).all()


def test_x_is_one_of_the_two_and_who_knows_which_is_right_every_time():
    test = Abx.draw(40, seed=3)
    first, second = np.zeros(5, np.float32), np.ones(5, np.float32)
    truth = "".join(
        "B" if np.array_equal(test.sounds(k, first, second)["X"], second) else "A" for k in range(40)
    )
    assert {"A", "B"} == set(truth)
    assert test.right(truth) == 40
    assert test.right(truth.translate(str.maketrans("AB", "ba"))) == 0


def test_answers_must_fit():
    with pytest.raises(ValueError, match="3 letters"):
        Abx.draw(3, seed=0).right("AB")
    with pytest.raises(ValueError, match="each A or B"):
        Abx.draw(3, seed=0).right("ABX")
