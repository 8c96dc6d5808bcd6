"""Errors that are told to the person in one sentence, and the exit status each of them ends with."""

INTERRUPTED_STATUS = 130
"""What a shell expects of a command that Ctrl-C ended."""


class PosecheckError(Exception):
    """Something the person can understand and mend; the message is one clear sentence.

    Attributes:
        exit_status: What the command line ends with.
    """

    exit_status = 1


class InputError(PosecheckError):
    """The input (a clip, an image, a recording, a reference file) cannot be used."""


class UsageError(PosecheckError):
    """The command was called in a way that cannot work, such as with the name of an unknown pose."""

    exit_status = 2


class ModelError(PosecheckError):
    """No pose model is at hand, or the one at hand cannot be used."""

    exit_status = 3


class OutputError(PosecheckError):
    """A result could not be written."""
