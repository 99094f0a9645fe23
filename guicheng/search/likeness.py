"""How alike a misspelt query and a name are: an alignment that forgives what people really get wrong."""

from __future__ import annotations

from collections.abc import Sequence

from . import pinyin, text

# What a character of the name gives when the query has, in its place, …
_SAME_SOUND = 0.65  # … another character of the same sound
_NEAR_SOUND = 0.5  # … one of nearly the same sound
_SWAPPED = 0.7  # … its neighbour, and the neighbour has it
_INSERTED = 0.5  # taken off for a character too many
_WRONG_NUMBER = 1.0  # taken off for another number: 夏南二 is never 夏南一
_UNTYPED = 0.4  # how much of the rest counts when the query breaks off


def likeness(asked: str, asked_spoken: Sequence[str], name: str, spoken: Sequence[str]) -> float:
    """0..1: the share of ``name`` that ``asked`` has right, each character by how much it says.

    Both in normal form with their syllables. Damerau's alignment (1964), as a gain to be greatest.
    """
    says = text.weights(name)
    rows, columns = len(asked), len(name)
    rest = [0.0] * (columns + 1)
    for at in range(columns - 1, -1, -1):
        rest[at] = rest[at + 1] + says[at]
    total = rest[0]
    skip_name = [0.7 if char.isdigit() else 0.0 for char in name]
    before: list[float] = []
    above = [0.0] * (columns + 1)
    for column in range(columns):
        above[column + 1] = above[column] - skip_name[column]
    for row in range(rows):
        char = asked[row]
        number = char.isdigit()
        insertion = 0.9 if number else _INSERTED
        line = [above[0] - insertion]
        for column in range(columns):
            other = name[column]
            weight = says[column]
            if char == other:
                gain = weight
            elif number and other.isdigit():
                gain = -_WRONG_NUMBER
            elif asked_spoken[row] == spoken[column]:
                gain = weight * _SAME_SOUND
            elif pinyin.fold(asked_spoken[row]) == pinyin.fold(spoken[column]):
                gain = weight * _NEAR_SOUND
            else:
                gain = -_WRONG_NUMBER if number or other.isdigit() else 0.0
            best = max(above[column] + gain, line[column] - skip_name[column], above[column + 1] - insertion)
            if row and column and char == name[column - 1] and asked[row - 1] == other and char != other:
                best = max(best, before[column - 1] + _SWAPPED * (weight + says[column - 1]))
            line.append(best)
        before, above = above, line
    # The query may break off: what then is left of the name counts less.
    return max(above[column] / (total - rest[column] * (1 - _UNTYPED)) for column in range(columns + 1))
