"""How the numbers are made, from what, and what they do not say."""

from pages.ui import method
from pages.ui.frame import open_page

view = open_page("Method", "How the numbers are made")
method.show_corpus(view)
method.show_rules(view)
method.show_accuracy(view)
method.show_names_accuracy(view)
method.show_rejected(view)
