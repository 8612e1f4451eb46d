"""The slides of the wall: declared as data in ``deck``, each built from a view."""
