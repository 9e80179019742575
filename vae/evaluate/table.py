"""What `vae.evaluate` measured as text for a terminal, and the notes that its figures need."""

COLUMNS = ("envelope_db", "onset_error", "flatness_gap_db", "lsd", "mss", "tail_dbfs")
LABEL_COLUMNS = ("envelope_db", "onset_error", "flatness_gap_db")


def cell(found: dict[str, float] | None, *, digits: int = 3, tail: bool = False) -> str:
    """One figure: its median and quartiles; of tails the 95th percentile; a dash where there is none."""
    if found is None:
        return "–"
    if tail:
        return f"{found['p95']:.1f}"
    return f"{found['median']:.{digits}f} ({found['p25']:.{digits}f}–{found['p75']:.{digits}f})"


def notes(result: dict) -> list[str]:
    """What has to be known to read the figures, a sentence or two each."""
    found = []
    if rival := result.get("rival"):
        found.append(
            f"{rival['name']} is measured at its own {rival['sample_rate']} Hz, against the original resampled to "
            "that: this favours it, for all that it leaves out above does not count."
        )
    if result.get("generation"):
        found.append(
            "New sounds are drawn around training sounds alone. Fréchet distance and coverage are against the "
            "held-out sounds, their spread is over 20 random halves of each set; novelty is the distance from the "
            "nearest training sound, 0 a copy, 1 as far as training sounds are from each other."
        )
    return found


def _line(name: str, cells: list[str], width: int = 24) -> str:
    return f"{name:<26}" + "".join(f"{one:>{width}}" for one in cells)


def table(result: dict) -> str:
    """The result as text: reconstruction by method and by label, worst sounds, model, map, morphs, new sounds."""
    count = result["held_out"]
    lines = [
        f"{count} held-out sounds; medians (25–75 %), tails at their 95th percentile"
        if count
        else "No sound was held out: these are the training sounds",
        _line("", list(COLUMNS)),
    ]
    for method, found in result["measures"].items():
        cells = [cell(found[name], tail=name == "tail_dbfs") for name in COLUMNS]
        lines.append(_line(method, cells))
    lines += ["", _line("label (sounds)", list(LABEL_COLUMNS))]
    for label, found in result["labels"].items():
        lines.append(
            _line(f"{label} ({found['count']})", [cell(found[name], digits=2) for name in LABEL_COLUMNS])
        )
    lines += [
        "",
        "worst: " + ", ".join(f"{one['name']} {one['envelope_db']:.1f}" for one in result["worst"]),
        "",
    ]
    lines += [*_model_lines(result), *_map_lines(result), *_generation_lines(result)]
    return "\n".join([*lines, *(f"Note: {note}" for note in notes(result))]).strip()


def _model_lines(result: dict) -> list[str]:
    model, latent = result["measures"]["model"], result["latent"]
    return [
        f"model: mse {cell(model['mse'], digits=4)}, kl {cell(model['kl'], digits=1)} nat, "
        f"{latent['active_dims']} of {latent['dims']} dimensions active"
    ]


def _map_lines(result: dict) -> list[str]:
    if not result["map"]:
        return []
    trust = result["map"]["trustworthiness"]
    purity, morphs = result["map"]["label_purity"], result["smoothness"]
    return [
        f"map: trustworthiness {trust:.3f}, label purity {purity['mean']:.3f} "
        f"({purity['p25']:.2f}–{purity['p75']:.2f})",
        "smoothness: " + ", ".join(f"{way} {cell(found, digits=2)}" for way, found in morphs.items()),
    ]


def _generation_lines(result: dict) -> list[str]:
    if not result["generation"]:
        return []
    lines = ["", _line("new sounds", ["frechet", "coverage", "novelty"])]
    for name, found in result["generation"].items():
        lines.append(_line(name, [cell(found[key], digits=2) for key in ("frechet", "coverage", "novelty")]))
    return lines
