"""Pelican and the templates: the plugin, the table of pages, and what only templates know.

May import everything but commands; nothing but pelicanconf.py imports it.
"""
