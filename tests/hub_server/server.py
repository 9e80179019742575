"""A server that speaks as much of the Hub's HTTP as `huggingface_hub` needs to push and load: a stand-in for tests."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

import pytest
import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from hub_server.repositories import Blob, Refused, Repo

LARGE = 10_000_000
"""Bytes of a file; the Hub takes longer ones through its large-file store alone."""
BINARY = (".safetensors", ".npz", ".npy", ".onnx", ".zip", ".wav", ".flac", ".png", ".parquet", ".bin", ".pt")
DATE = "2026-01-01T00:00:00.000Z"


class Hub:
    """Repositories in memory, their content in a folder, behind HTTP.

    Attributes:
        url: the address; give it to `huggingface_hub` as `HF_ENDPOINT`.
        users: token -> user name. Only a repository's owner writes to it, and sees it if it is private.
        repos: (kind, "user/name") -> repository; kind is "model", "dataset" or "space".
        asked: method and path of every request.
    """

    def __init__(self, store: Path, users: dict[str, str]) -> None:
        self.url = ""
        self.users = users
        self.repos: dict[tuple[str, str], Repo] = {}
        self.asked: list[str] = []
        self._store = store

    def user(self, request: Request) -> str | None:
        header = request.headers.get("authorization")
        if header is None:
            return None
        token = header.removeprefix("Bearer ")
        if token not in self.users:
            raise Refused(401, "Invalid credentials in Authorization header")
        return self.users[token]

    def repo(self, request: Request, *, write: bool = False) -> Repo:
        """The repository of a request, if whoever asks may read it, or write to it."""
        user, path = self.user(request), request.path_params
        kind, name = path.get("kind", "models").removesuffix("s"), f"{path['owner']}/{path['name']}"
        repo = self.repos.get((kind, name))
        if repo is None or (repo.private and user != path["owner"]):
            if user is None:  # the Hub tells strangers nothing about what there is
                raise Refused(401, "Invalid username or password.", "RepoNotFound")
            raise Refused(404, "Repository not found", "RepoNotFound")
        if write and user != path["owner"]:
            if user is None:
                raise Refused(401, "Invalid username or password.")
            raise Refused(403, "Forbidden: you must be the owner of this repository")
        return repo

    def keep(self, content: bytes, *, large: bool) -> Blob:
        sha256 = hashlib.sha256(content).hexdigest()
        sha1 = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
        path = self._store / sha256
        path.write_bytes(content)
        return Blob(path, len(content), sha1, sha256, large)

    def create(self, request: Request, asked: dict) -> Response:
        user = self.user(request)
        owner, kind = asked.get("organization") or user, asked.get("type") or "model"
        if user is None:
            raise Refused(401, "Invalid username or password.")
        if owner != user:
            raise Refused(403, f'You don\'t have the rights to create a {kind} under the namespace "{owner}"')
        name = f"{owner}/{asked['name']}"
        page = self.url + ("" if kind == "model" else f"/{kind}s") + "/" + name
        if (kind, name) in self.repos:
            return JSONResponse({"error": f"You already created this {kind} repo", "url": page}, 409)
        private = asked.get("visibility") == "private" or bool(asked.get("private"))
        self.repos[kind, name] = Repo(kind, name, private, asked.get("sdk"))
        return JSONResponse({"url": page, "name": name})

    def validate(self, request: Request, asked: dict) -> Response:
        front = asked["content"].split("---\n")
        try:
            fine = len(front) < 3 or isinstance(yaml.safe_load(front[1]), dict)
        except yaml.YAMLError:
            fine = False
        errors = [] if fine else [{"message": "the metadata is not YAML"}]
        return JSONResponse({"warnings": [], "errors": errors}, 200 if fine else 400)

    def preupload(self, request: Request, asked: dict) -> Response:
        repo = self.repo(request, write=True)
        there = repo.commits[repo.resolve(request.path_params["revision"])]
        modes = []
        for one in asked["files"]:
            large = one["size"] > LARGE or one["path"].endswith(BINARY)
            old = there.get(one["path"])
            oid = old and (old.sha256 if old.large else old.sha1)
            mode = "lfs" if large else "regular"
            modes.append({"path": one["path"], "uploadMode": mode, "shouldIgnore": False, "oid": oid})
        return JSONResponse({"files": modes})

    def batch(self, request: Request, asked: dict) -> Response:
        self.repo(request, write=True)
        objects = []
        for one in asked["objects"]:
            missing = not (self._store / one["oid"]).exists()
            upload = {"upload": {"href": f"{self.url}/lfs/{one['oid']}"}}
            objects.append({**one, **({"actions": upload} if missing else {})})
        return JSONResponse({"transfer": "basic", "objects": objects})

    def upload(self, request: Request, content: bytes) -> Response:
        if hashlib.sha256(content).hexdigest() != request.path_params["oid"]:
            raise Refused(400, "The content is not that of the object")
        self.keep(content, large=True)
        return Response()

    def commit(self, request: Request, content: bytes) -> Response:
        repo, branch = self.repo(request, write=True), request.path_params["revision"]
        files = dict(repo.commits[repo.resolve(branch)])
        for line in content.splitlines():
            operation = json.loads(line)
            value, key = operation["value"], operation["key"]
            if key == "file":
                kept = self.keep(base64.b64decode(value["content"]), large=False)
                if kept.size > LARGE or value["path"].endswith(BINARY):
                    raise Refused(400, f"{value['path']} has to go through the large-file store")
                files[value["path"]] = kept
            elif key == "lfsFile":
                if not (self._store / value["oid"]).exists():
                    raise Refused(400, f"The content of {value['path']} was not uploaded")
                files[value["path"]] = self.keep((self._store / value["oid"]).read_bytes(), large=True)
            elif key in ("deletedFile", "deletedFolder"):
                gone = value["path"].rstrip("/")
                files = {path: blob for path, blob in files.items() if not f"{path}/".startswith(f"{gone}/")}
        made = repo.commit(branch, files)
        return JSONResponse({"commitUrl": f"{self.url}/{repo.name}/commit/{made}", "commitOid": made})

    def info(self, request: Request) -> Response:
        repo = self.repo(request)
        commit = repo.resolve(request.path_params.get("revision", "main"))
        files = [{"rfilename": path} for path in repo.commits[commit]]
        told = {"id": repo.name, "sha": commit, "private": repo.private, "siblings": files, "sdk": repo.sdk}
        return JSONResponse({**told, "tags": [], "downloads": 0, "likes": 0, "lastModified": DATE})

    def tree(self, request: Request) -> Response:
        repo = self.repo(request)
        listed = []
        for path, blob in repo.commits[repo.resolve(request.path_params["revision"])].items():
            entry = {"type": "file", "path": path, "size": blob.size, "oid": blob.sha1}
            if blob.large:
                entry["lfs"] = {"oid": blob.sha256, "size": blob.size, "pointerSize": 134}
            listed.append(entry)
        return JSONResponse(listed)

    def name_commit(self, request: Request, asked: dict) -> Response:
        repo, path = self.repo(request, write=True), request.path_params
        if path["what"] == "branch":
            start = repo.resolve(asked.get("startingPoint", "main"))
            repo.refs["branches"][path["revision"]] = start
        else:
            repo.refs["tags"][asked["tag"]] = repo.resolve(path["revision"])
        return JSONResponse({})

    def refs(self, request: Request) -> Response:
        named = {
            kind: [
                {"name": name, "ref": f"refs/{kind}/{name}", "targetCommit": at} for name, at in all_.items()
            ]
            for kind, all_ in self.repo(request).refs.items()
        }
        return JSONResponse({"converts": [], **named})

    def file(self, request: Request) -> Response:
        repo, path = self.repo(request), request.path_params["path"]
        commit = repo.resolve(request.path_params["revision"])
        blob = repo.commits[commit].get(path)
        if blob is None:
            refused = Refused(404, "Entry not found", "EntryNotFound")
            refused.answer.headers["X-Repo-Commit"] = commit
            raise refused
        etag = f'"{blob.sha256 if blob.large else blob.sha1}"'
        return FileResponse(blob.path, headers={"ETag": etag, "X-Repo-Commit": commit})

    def who(self, request: Request) -> Response:
        user = self.user(request)
        if user is None:
            raise Refused(401, "Invalid username or password.")
        return JSONResponse({"type": "user", "name": user, "fullname": user, "orgs": []})

    def app(self) -> Starlette:
        """Everything that is answered."""
        api, at = "/api/{kind:str}/{owner}/{name}", "/{revision}"

        def answer(path: str, reply: Callable[..., Response], method: str = "GET", body: str = "") -> Route:
            @wraps(reply)
            async def answered(request: Request) -> Response:
                self.asked.append(f"{request.method} {request.url.path}")
                taken = await request.body()
                try:
                    return reply(
                        request, *([json.loads(taken or "{}")] if body == "json" else [taken] if body else [])
                    )
                except Refused as refused:
                    return refused.answer

            return Route(path, answered, methods=[method])

        routes = [
            answer("/api/whoami-v2", self.who),
            answer("/api/repos/create", self.create, "POST", "json"),
            answer("/api/validate-yaml", self.validate, "POST", "json"),
            answer(api + "/preupload" + at, self.preupload, "POST", "json"),
            answer(api + "/commit" + at, self.commit, "POST", "bytes"),
            answer(api + "/{what}" + at, self.name_commit, "POST", "json"),
            answer(api + "/revision" + at, self.info),
            answer(api + "/tree" + at, self.tree),
            answer(api + "/refs", self.refs),
            answer(api, self.info),
            answer("/lfs/{oid}", self.upload, "PUT", "bytes"),
        ]
        for prefix in ("/{kind:str}", ""):
            routes.append(
                answer(prefix + "/{owner}/{name}.git/info/lfs/objects/batch", self.batch, "POST", "json")
            )
            routes.append(answer(prefix + "/{owner}/{name}/resolve" + at + "/{path:path}", self.file))
        return Starlette(
            routes=[*routes, Route("/{path:path}", lambda _: PlainTextResponse("Not found", 404))]
        )


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A Hub for one test, for `huggingface_hub` in this process and in those that it starts.

    Its users are alice, who is logged in, and bob; their tokens are "hf_alice" and "hf_bob".
    """
    from huggingface_hub import constants

    with hub_server(tmp_path / "hub", {"hf_alice": "alice", "hf_bob": "bob"}) as served:
        home = tmp_path / "hf-home"
        for name, value in {"HF_ENDPOINT": served.url, "HF_HOME": str(home), "HF_TOKEN": "hf_alice"}.items():
            monkeypatch.setenv(name, value)
        for name in ("HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_PROGRESS_BARS", "HF_HUB_DISABLE_TELEMETRY"):
            monkeypatch.setenv(name, "1")
        monkeypatch.setattr(constants, "ENDPOINT", served.url)
        address = served.url + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(home / "hub"))
        monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(home / "token"))
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        yield served


@contextmanager
def hub_server(store: Path, users: dict[str, str]) -> Iterator[Hub]:
    """Serves an empty Hub on a free port of this machine, for as long as the context lasts."""
    store.mkdir(parents=True, exist_ok=True)
    hub = Hub(store, users)
    server = uvicorn.Server(uvicorn.Config(hub.app(), port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the stand-in of the Hub did not start"
        time.sleep(0.01)
    hub.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield hub
    server.should_exit = True
    thread.join()
