"""KAM Workbench."""
