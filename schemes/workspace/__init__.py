"""An NHS body's own money in all of its boards, on one page."""
