"""What other programs do with a running app: the examples in three languages, and an agent over MCP."""

import ast
import asyncio
import base64
import json
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import soundfile
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from mcp.types import CallToolResult, Tool
from running_app import APP, first_page

EXAMPLES = APP.parent / "explorer" / "examples"
NODE_MODULES = APP.parent / "tests" / "js" / "node_modules"
TOOLS = {
    "render",
    "encode",
    "imitate",
    "neighbours",
    "library",
    "morph",
    "similar",
    "export_kit",
    "export_kit_as",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `python app.py --mcp`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, str(APP), "--mcp", "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path_factory.mktemp("app"))
    try:
        first_page(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_python_example(url: str, tmp_path: Path) -> None:
    said = run(sys.executable, str(EXAMPLES / "render.py"), url, cwd=tmp_path)
    for name in ("between.wav", "morph.wav"):
        assert soundfile.info(tmp_path / name).samplerate == 44_100
    likes = re.findall(r"^(\d+)% .+ \(\w+\)$", said, re.MULTILINE)
    assert len(likes) == 3 and sorted(map(int, likes), reverse=True) == [*map(int, likes)]


@pytest.mark.skipif(not (NODE_MODULES / "@gradio" / "client").is_dir(), reason="needs npm ci in tests/js")
def test_the_javascript_example(url: str, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    shutil.copy(EXAMPLES / "render.mjs", tmp_path)
    said = run("node", "render.mjs", url, cwd=tmp_path)
    assert soundfile.info(tmp_path / "variation.wav").frames > 0
    assert len(re.findall(r"^\d+% .+ \(\w+\)$", said, re.MULTILINE)) == 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_curl_example(url: str, tmp_path: Path) -> None:
    said = run("sh", str(EXAMPLES / "render.sh"), url, cwd=tmp_path)
    assert soundfile.info(tmp_path / "place.wav").samplerate == 44_100
    found = json.loads(said)[0]
    assert len(found) == 3
    assert all(0 <= one["likeness"] <= 1 and one["name"] and one["label"] for one in found)


def test_every_endpoint_is_in_the_openapi_description(url: str) -> None:
    with urllib.request.urlopen(f"{url}/gradio_api/openapi.json") as answer:
        paths = json.load(answer)["paths"]
    asked = {path.removeprefix("/gradio_api/call/v2/") for path in paths if "/call/v2/" in path}
    assert asked == TOOLS
    for name in TOOLS:
        assert paths[f"/gradio_api/call/v2/{name}"]["post"]["summary"]


def with_agent(url: str, act: Callable[[ClientSession], Awaitable]) -> object:
    async def connected() -> object:
        async with (
            streamablehttp_client(f"{url}/gradio_api/mcp/") as (reader, writer, _),
            ClientSession(reader, writer) as session,
        ):
            await session.initialize()
            return await act(session)

    return asyncio.run(connected())


def call(url: str, tool: str, **arguments: object) -> CallToolResult:
    return with_agent(url, lambda session: session.call_tool(tool, arguments))


def heard(result: CallToolResult, tmp_path: Path) -> soundfile._SoundFileInfo:
    """The sound whose address is in an answer."""
    address = re.search(r"http://[^' ]+\.wav", result.content[0].text)[0]
    path, _ = urllib.request.urlretrieve(address, tmp_path / "heard.wav")
    return soundfile.info(path)


def test_an_agent_finds_the_endpoints_and_nothing_else(url: str) -> None:
    tools: list[Tool] = with_agent(url, lambda session: session.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.description.count(".") and "Returns:" in tool.description
        for name, schema in tool.inputSchema["properties"].items():
            assert schema["description"].endswith("."), (tool.name, name)  # Gradio reads one line of each
            assert schema["type"] in ("string", "number")
    render = next(tool for tool in tools if tool.name == "render")
    assert render.inputSchema["required"] == ["recipe"]
    for kind in ("point", "place", "mix", "noise", "shape", "prior", "latent"):
        assert f'{{"kind": "{kind}"' in render.description


def test_an_agent_renders_the_recipes_of_the_description(url: str, tmp_path: Path) -> None:
    tools = with_agent(url, lambda session: session.list_tools()).tools
    described = next(tool.description for tool in tools if tool.name == "render")
    point = '{"kind": "point", "id": 3}'
    recipes = re.findall(r'(\{"kind": [^:]*(?:: ?[^:]*?)*?\})(?=:|\.|$)', described)
    assert len(recipes) >= 6
    for recipe in recipes:
        if '"z"' not in recipe:
            text = recipe.replace("[recipe, recipe]", f"[{point}, {point}]")
            result = call(url, "render", recipe=text.replace('"of": recipe', f'"of": {point}'))
            assert not result.isError, (recipe, result.content[0].text)
            assert heard(result, tmp_path).frames > 0


def test_an_agent_sends_sounds_and_gets_what_lies_between(url: str, tmp_path: Path) -> None:
    sent = []
    for sound in (0, 700):
        rendered = call(url, "render", recipe=f'{{"kind": "point", "id": {sound}}}')
        assert heard(rendered, tmp_path).channels in (1, 2)
        data = base64.b64encode((tmp_path / "heard.wav").read_bytes()).decode()
        sent.append(f"data:audio/wav;base64,{data}")
    morphed = call(url, "morph", first=sent[0], second=sent[1], weight=0.25)
    assert not morphed.isError, morphed.content[0].text
    assert heard(morphed, tmp_path).frames > 0
    facts = ast.literal_eval(morphed.content[0].text)[1]
    recipe = json.loads(facts["recipe"])
    assert (recipe["kind"], recipe["weights"]) == ("mix", [0.75, 0.25])
    alike = call(url, "similar", file=sent[0], k=2)
    assert not alike.isError, alike.content[0].text
    assert "likeness" in alike.content[0].text


def test_an_agent_is_refused_in_a_sentence(url: str) -> None:
    result = call(url, "render", recipe='{"kind": "chord"}')
    assert result.isError
    assert result.content[0].text.startswith("The kind of a recipe is one of point, place, mix")


def test_without_the_package_the_option_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "without.py").write_text(
        "import runpy, sys; from importlib.machinery import PathFinder\n"
        "class Without(PathFinder):\n"
        "    @classmethod\n"
        "    def find_spec(cls, name, path=None, target=None):\n"
        "        return None if name == 'mcp' else super().find_spec(name, path, target)\n"
        "sys.meta_path[:] = [Without if finder is PathFinder else finder for finder in sys.meta_path]\n"
        f"sys.argv = ['app.py', '--mcp']; runpy.run_path({str(APP)!r}, run_name='__main__')\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(tmp_path / "without.py")]
    done = subprocess.run(command, cwd=APP.parent, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stderr == (
        "Tools for agents need a package that is not installed (mcp): pip install -r requirements-mcp.txt.\n"
    )
