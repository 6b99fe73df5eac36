"""The command as people call it: exit statuses, languages, formats, days, and no traceback ever."""
