"""The wall: what a room needs to see of the portfolio, one slide at a time, large and driven by keys."""

from pages.ui import frame, wall

view = frame.here()
card, room = wall.card(view), wall.room()
wall.asked(view)
wall.draw(view, card, wall.slide(view, card, room), room)
