"""The words of the bot, called with made-up values."""
