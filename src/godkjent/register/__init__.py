"""The folder read as text, typed by the schemas and made into frozen values; the status on a day; what falls due.

May import language and addresses.
"""
