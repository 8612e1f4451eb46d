"""
How much rests on few customers (methods 16).

``measure`` holds the figures, ``holders`` whose share is whose (account, group, owner ...), ``trend`` the same at quarter-ends,
``loss`` what may be lost, ``dependence`` who needs whom.
"""

from kam_core.concentration.measure import LEVELS, Concentration, concentration

__all__ = ["LEVELS", "Concentration", "concentration"]
