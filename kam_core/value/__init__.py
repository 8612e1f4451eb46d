"""What accounts are worth: profit, the whale curve, retention and lifetime value. Pure functions of frames and parameters."""
