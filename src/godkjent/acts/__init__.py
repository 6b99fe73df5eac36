"""How the register is changed: the board's acts, YAML as written, a decision appended, a detail set right, the effect in words.

May import checks, public and what lies below; never outputs.
"""
