"""The commands of the command line, one file for each step of the data's way."""
