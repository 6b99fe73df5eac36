"""What the board's settings let the public see: standing, history, views. The only room that may hide a sanction.

May import register, language and addresses.
"""
