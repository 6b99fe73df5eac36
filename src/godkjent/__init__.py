"""The public register of approved call centres: records in, a checked static site out."""
