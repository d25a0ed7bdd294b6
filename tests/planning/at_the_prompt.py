"""Runs the planning commands as the command line does, in this process."""

import argparse
import importlib


def lotse(command: str, *arguments: object) -> int:
    """The exit status of `lotse COMMAND ARGUMENTS`."""
    module = importlib.import_module(f"server.planning.{command}")
    parser = argparse.ArgumentParser(prog=f"lotse {command}")
    module.add_arguments(parser)
    return int(module.run(parser.parse_args([str(argument) for argument in arguments])))
