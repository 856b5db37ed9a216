"""Writes the golden numbers of this folder with PyTorch. See README.md."""

import argparse
from pathlib import Path

import torch

from bidirectional import write_bidirectional
from curves import write_curves
from free import write_free
from initialisers import write_initialisers
from optimisers import write_optimisers
from schedules import write_schedules
from traces import write_traces
from truncated import write_truncated
from windows import write_windows

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "dist" / "samples" / "moby-dick.txt"
PARTS = ["windows", "bidirectional", "free", "traces", "optimisers", "schedules", "initialisers", "truncated", "curves"]


def main():
    """Writes the parts named on the command line, by default all of them."""
    arguments = read_arguments()
    torch.set_num_threads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if "windows" in arguments.parts:
        write_windows(arguments.out / "windows")
    if "bidirectional" in arguments.parts:
        write_bidirectional(arguments.out / "bidirectional")
    if "free" in arguments.parts:
        write_free(arguments.out / "free")
    if "traces" in arguments.parts:
        write_traces(arguments.out / "traces")
    if "optimisers" in arguments.parts:
        write_optimisers(arguments.out / "optimisers.safetensors")
    if "schedules" in arguments.parts:
        write_schedules(arguments.out / "schedules.safetensors")
    if "initialisers" in arguments.parts:
        write_initialisers(arguments.out / "initialisers.safetensors")
    if "truncated" in arguments.parts:
        write_truncated(arguments.out / "truncated.safetensors")
    if "curves" in arguments.parts:
        write_curves(arguments.out / "curves", arguments.data, arguments.units, arguments.embedding)


def read_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"any of {', '.join(PARTS)}; default all")
    parser.add_argument("--data", type=Path, default=DATA, help="book of the curves")
    parser.add_argument("--units", type=int, default=64, help="units of the curves' models")
    parser.add_argument("--embedding", type=int, default=32, help="embedding of the curves' models")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to, default this one")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    return arguments


if __name__ == "__main__":
    main()
