"""A page in headless Chromium with a window of its own for each contestant, from a server of this machine."""

import functools
import http.server
import threading
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from tools import chromium

ROOT = Path(__file__).parents[2]
GRAPHICS = [
    # Without a graphics card: WebGL and WebGPU on the processor, where this Chromium can.
    "--enable-unsafe-swiftshader",
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
]


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}
    extensions_map[".wasm"] = "application/wasm"

    def end_headers(self):
        # Memory that threads share, and a clock of 5 microseconds, are for pages that are isolated in this way.
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, *arguments):
        pass


class Page:
    """One page. Each contestant lives in a frame with nothing else in it; all share the page's main thread."""

    def __enter__(self):
        self._playwright = sync_playwright().start()
        try:
            self._browser = chromium.start(self._playwright, *GRAPHICS)
        except RuntimeError as error:
            self._playwright.stop()
            raise SystemExit(str(error)) from None  # it says which command installs one
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=ROOT))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/tools/bench/frame.html"
        self._system = self._browser.new_browser_cdp_session()
        self._page = self._browser.new_page()
        self._page.goto(self.address)
        self._frames = {}
        return self

    def __exit__(self, *trouble):
        self._browser.close()
        self._playwright.stop()
        self._server.shutdown()

    @property
    def version(self) -> str:
        return self._browser.version

    def open(self, name: str, module: str, options: dict) -> str:
        """A frame for one contestant. Returns what it says about itself.

        Raises:
            RuntimeError: when it cannot start in this browser; says why.
        """
        element = self._page.evaluate_handle(
            """async (address) => {
                const frame = document.createElement("iframe");
                const loaded = new Promise((resolve) => { frame.onload = resolve; });
                frame.src = address;
                document.body.append(frame);
                await loaded;
                return frame;
            }""",
            self.address,
        )
        self._frames[name] = element.as_element().content_frame()
        start = """async ([module, options]) => {
            globalThis.contestant = await (await import(module)).open(options);
            return contestant.about;
        }"""
        return self._evaluate(name, start, [f"./{module}", options])

    def call(self, name: str, method: str, *arguments):
        """contestant.method(...arguments) in its frame."""
        return self._evaluate(name, "([method, all]) => contestant[method](...all)", [method, list(arguments)])

    def _evaluate(self, name, code, argument):
        try:
            return self._frames[name].evaluate(code, argument)
        except Error as error:
            raise RuntimeError(error.message.splitlines()[0].removeprefix("Frame.evaluate: ")) from error

    def clear(self) -> None:
        """Away with all contestants."""
        self._page.goto(self.address)
        self._frames = {}

    def processor_seconds(self) -> float:
        """What all the browser's processes have used so far."""
        return sum(each["cpuTime"] for each in self._system.send("SystemInfo.getProcessInfo")["processInfo"])
