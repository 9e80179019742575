"""Repositories of the Hub's stand-in: files, commits, and the names of commits."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from starlette.responses import JSONResponse


class Refused(Exception):
    """An answer as the Hub gives it when it says no."""

    def __init__(self, status: int, message: str, code: str | None = None) -> None:
        self.answer = JSONResponse({"error": message}, status, {"X-Error-Message": message})
        if code:
            self.answer.headers["X-Error-Code"] = code


@dataclass(frozen=True)
class Blob:
    """A file in a repository: where its content is, and what Git and the large-file store call it."""

    path: Path
    size: int
    sha1: str
    sha256: str
    large: bool


@dataclass
class Repo:
    """A repository: every commit's files, and the names of commits."""

    kind: str
    name: str
    private: bool
    sdk: str | None = None
    commits: dict[str, dict[str, Blob]] = field(default_factory=dict)
    refs: dict[str, dict[str, str]] = field(default_factory=lambda: {"branches": {}, "tags": {}})

    def __post_init__(self) -> None:
        self.commit("main", {})

    def commit(self, branch: str, files: dict[str, Blob]) -> str:
        made = (
            f"{self.kind} {self.name} {len(self.commits)} {sorted((k, v.sha256) for k, v in files.items())}"
        )
        commit = hashlib.sha1(made.encode()).hexdigest()
        self.commits[commit] = files
        self.refs["branches"][branch] = commit
        return commit

    def resolve(self, revision: str) -> str:
        commit = (self.refs["branches"] | self.refs["tags"]).get(revision, revision)
        if commit not in self.commits:
            raise Refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        return commit

    def files(self, revision: str = "main") -> dict[str, bytes]:
        """The content of every file, for tests."""
        return {path: blob.path.read_bytes() for path, blob in self.commits[self.resolve(revision)].items()}
