"""What is signed: keys, proofs, credentials, status lists, the decision log; and how outsiders verify them.

May import public, checks and what lies below; its verifiers import nothing that signs.
"""
