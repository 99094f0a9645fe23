"""What a visitor would not see but a careful one would find in the browser's console."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# Runs before the page's own scripts; the name it calls is put in by the debugger, past any policy.
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event => window.reportViolation(
    `${event.effectiveDirective} forbids ${event.blockedURI || 'inline'} on ${event.documentURI}`));
"""


class Problems:
    """Collects from every page of the contexts it watches; ``found`` is the list of sentences."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.found: list[str] = []
        self.allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Problems that match the regular expression belong to this test."""
        self.allowed.append(re.compile(pattern))
        self.found = [problem for problem in self.found if not self._is_allowed(problem)]

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._web_error)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("request", self._request)
        context.expose_binding("reportViolation", lambda source, text: self._add(f"CSP: {text}"))
        context.add_init_script(REPORT_VIOLATIONS)

    def _is_allowed(self, problem: str) -> bool:
        return any(pattern.search(problem) for pattern in self.allowed)

    def _add(self, problem: str) -> None:
        if not self._is_allowed(problem):
            self.found.append(problem)

    def _console(self, message: ConsoleMessage) -> None:
        # Answers that fail are told by _response, which knows a page from a part of one.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._add(f"console: {message.text} ({message.location.get('url', '')})")

    def _web_error(self, error: WebError) -> None:
        self._add(f"script: {error.error}")

    def _failed(self, request: Request) -> None:
        # Aborted: the visitor went on to another page, or the answer became a download.
        if request.failure != "net::ERR_ABORTED":
            self._add(f"request: {request.failure} {request.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self._add(f"other site: {request.url}")

    def _response(self, response: Response) -> None:
        # A page that is not there is the test's own business; a part of a page, or a crash, never is.
        page = response.request.is_navigation_request()
        if response.status >= (500 if page else 400):
            self._add(f"answer: {response.status} {response.url}")
