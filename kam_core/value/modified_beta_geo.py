"""
MBG/NBD: as BG/NBD, but customers may leave right after their first purchase too (Batislam, Denizel & Filiztekin 2007, Int. J. of
Research in Marketing 24(3), 201-209; Hoppe & Wagner 2007), so those who never came back may have left.
"""

from __future__ import annotations

from typing import ClassVar

from kam_core.value.beta_geo import BetaGeoModel


class ModifiedBetaGeoModel(BetaGeoModel):
    """MBG/NBD with parameters r, alpha, a, b."""

    chances: ClassVar[int] = 1
