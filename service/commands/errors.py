"""What a command says where it cannot do what was asked."""


class CommandFailed(Exception):
    """Why a command failed, in one sentence."""
