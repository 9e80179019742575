"""What the figures were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

FLAGS = ("amx_bf16", "avx512_bf16", "avx2")


def describe() -> str:
    """Processor, cores, memory, versions and how busy the computer is."""
    info = _read("/proc/cpuinfo")
    model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), "")
    flags = next((line.split() for line in info if line.startswith("flags")), [])
    memory = next((line.split()[1] for line in _read("/proc/meminfo") if line.startswith("MemTotal")), "0")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    parts = [
        model or platform.processor() or platform.machine(),
        f"{cores} cores",
        f"{int(memory) / 2**20:.0f} GB",
        ", ".join(flag for flag in FLAGS if flag in flags),
        f"Python {platform.python_version()}, torch {version('torch')}, Gradio {version('gradio')}",
        f"load {os.getloadavg()[0]:.1f} at the start",
    ]
    return "; ".join(part for part in parts if part)


def memory_mb(process: int) -> float:
    """Memory that a process has now."""
    resident = next(line for line in _read(f"/proc/{process}/status") if line.startswith("VmRSS"))
    return int(resident.split()[1]) / 1024


def _read(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []
