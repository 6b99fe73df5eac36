"""What may be wrong with a record: a rule is an object, and published history is a family of rules like the others.

May import register, language and addresses.
"""
