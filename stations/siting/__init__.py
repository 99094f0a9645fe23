"""Where the next stations help most: the thinking, on arrays alone.

:mod:`.problem` what is asked and answered; :mod:`.solving` and :mod:`.fewest` the three questions;
:mod:`.greedy` good answers at once; :mod:`.bounding` a ceiling over all answers; :mod:`.model` the exact
rest, by HiGHS.
"""

from __future__ import annotations

from .fewest import fewest_sites
from .problem import BadSiting, OutOfReach, Problem, Siting
from .solving import best_sites, least_walk

__all__ = ["BadSiting", "OutOfReach", "Problem", "Siting", "best_sites", "fewest_sites", "least_walk"]
