"""How the register speaks: sentences in its languages, dates and numbers, text made safe, refusals that carry a sentence.

May import nothing of ours.
"""
