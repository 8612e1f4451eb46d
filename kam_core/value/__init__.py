"""
What accounts are worth: profit, the whale curve, retention and lifetime value. Pure functions of frames and parameters.

The models of the field are here by their names; each takes a frame with frequency, recency, T (``rfm_summary`` makes one).

>>> BetaGeoModel({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}).expected_purchases_new_customer(52)
1.44
"""

from kam_core.value.beta_geo import BetaGeoModel
from kam_core.value.gamma_gamma import GammaGammaModel
from kam_core.value.modified_beta_geo import ModifiedBetaGeoModel
from kam_core.value.pareto_nbd import ParetoNBDModel
from kam_core.value.rfm_summary import rfm_summary
from kam_core.value.shifted_beta_geo import ShiftedBetaGeoModel

__all__ = ["BetaGeoModel", "GammaGammaModel", "ModifiedBetaGeoModel", "ParetoNBDModel", "ShiftedBetaGeoModel", "rfm_summary"]
