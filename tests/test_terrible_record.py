"""One terrible record: every fault told at once, in order, in two languages and three formats."""
