"""Where does each account stand on two indices, how did it come there, how sure is that, and what follows from it?"""

from pages.ui import frame, proof
from pages.ui.matrix import choose

view = frame.page(frame.here().t("Matrices"), slide="matrix")
name = choose.matrix(view)
choose.part(view, name)
proof.open_if_asked(view)
