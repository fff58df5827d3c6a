"""The chat front end: its words, rules, messengers and command line."""
