"""Where the street lies; read also by the tools that run without Django."""

from __future__ import annotations

#: Middle of the street (degrees WGS-84): what is shown before anyone said where they are.
STREET_CENTRE = (23.0361, 113.1500)
