"""How alike a misspelt query and a name are: an alignment that forgives what people really get wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import pinyin, text

# What a character of the name gives when the query has, in its place, …
_SAME_SOUND = 0.65  # … another character of the same sound
_NEAR_SOUND = 0.5  # … one of nearly the same sound
_SWAPPED = 0.7  # … its neighbour, and the neighbour has it
_INSERTED = 0.5  # taken off for a character too many
_NUMBER_INSERTED = 1.5  # taken off for a digit too many in a name with a number
_WRONG_NUMBER = 1.0  # taken off for another number: 夏南二 is never 夏南一
_NUMBER_MISSING = 0.7
_UNTYPED = 0.5  # how much of the rest counts when the query breaks off


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text in normal form, its syllables and its phonetic codes, a character each."""

    text: str
    spoken: Sequence[str]
    codes: str


def spelt(normal: str) -> Spelt:
    spoken = pinyin.syllables(normal)
    return Spelt(normal, spoken, "".join([pinyin.code(syllable) for syllable in spoken]))


def likeness(asked: Spelt, name: Spelt) -> float:
    """0..1: the share of ``name`` that ``asked`` has right, each character by how much it says.

    Damerau's alignment (1964), as a gain to be greatest.
    """
    says = text.weights(name.text)
    columns = len(name.text)
    rest = [0.0] * (columns + 1)
    for at in range(columns - 1, -1, -1):
        rest[at] = rest[at + 1] + says[at]
    total = rest[0]
    skip_name = [_NUMBER_MISSING if char.isdigit() else 0.0 for char in name.text]
    numbered = any(skip_name)
    before: list[float] = []
    above = [0.0] * (columns + 1)
    for column in range(columns):
        above[column + 1] = above[column] - skip_name[column]
    for row, char in enumerate(asked.text):
        number = char.isdigit()
        sound, code = asked.spoken[row], asked.codes[row]
        insertion = _NUMBER_INSERTED if number and numbered else _INSERTED
        left = above[0] - insertion
        line = [left]
        for column, other in enumerate(name.text):
            if char == other:
                best = above[column] + says[column]
            else:
                best = above[column]
                if number and other.isdigit():
                    best -= _WRONG_NUMBER
                elif code == name.codes[column]:
                    same = sound == name.spoken[column]
                    best += says[column] * (_SAME_SOUND if same else _NEAR_SOUND)
                elif number or other.isdigit():
                    best -= _WRONG_NUMBER
                if row and column and char == name.text[column - 1] and asked.text[row - 1] == other:
                    best = max(best, before[column - 1] + _SWAPPED * (says[column] + says[column - 1]))
            if left - skip_name[column] > best:
                best = left - skip_name[column]
            if above[column + 1] - insertion > best:
                best = above[column + 1] - insertion
            line.append(best)
            left = best
        before, above = above, line
    # The query may break off: what then is left of the name counts less.
    best = max([above[column] / (total - rest[column] * (1 - _UNTYPED)) for column in range(columns + 1)])
    # Of two equally like names the one of the same length was meant.
    return best - 0.01 * min(abs(len(asked.text) - columns), 5) if best < 1 else best
