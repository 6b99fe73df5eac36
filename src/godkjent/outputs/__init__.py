"""What is published, one module for each thing, each a function of the edition.

May import acts, trust and what lies below; never the private names of another output.
"""
