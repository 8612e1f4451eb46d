"""
Effort and what comes of it (methods 8 and 10): effort against plan, targets each in its own measure, efficiency, where hours would
bring more, and whether what was invested raised confidence.
"""

from __future__ import annotations

from kam_core.effort.confidence import READINGS, confidence_path, effectiveness
from kam_core.effort.efficiency import Efficiency, efficiency
from kam_core.effort.plan import effort_pairs
from kam_core.effort.shift import after_shift, shifts
from kam_core.effort.targets import attained, by_measure, refused

__all__ = [
    "READINGS", "Efficiency", "after_shift", "attained", "by_measure", "confidence_path", "effectiveness", "efficiency",
    "effort_pairs", "refused", "shifts",
]  # fmt: skip
