"""What every page is held to, in a real browser.

`Watch` notes what a page does from its first byte; `faults(page, watch)` then looks at it
at both widths. An empty list is a pass. Axe comes last: it puts styles of its own into the
page, which the content policy rightly complains about.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

#: A desk and a phone.
WIDTHS = (1280, 360)
#: What a desk shows at 400 per cent: nothing may need scrolling sideways there either.
NARROWEST = 320
#: In milliseconds: so long a script has to ask for what it wants once its page is there.
SETTLED = 50
MOST_ROUNDS = 400
#: WCAG 2.0 to 2.2 at A and AA, and what the makers of axe recommend beside it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What axe does not see: links and references that lead nowhere, and two of one id.
STRUCTURE = """() => {
  const faults = [];
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const known = new Set(ids);
  if (known.size < ids.length) {
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
    faults.push(`two elements have one id: ${twice.join(", ")}`);
  }
  // The pickers of dates and times in Django's admin are buttons that it writes as links.
  const pickers = ":is(.datetimeshortcuts, .calendarbox, .clockbox) *";
  for (const link of document.querySelectorAll(`[href^="#"]:not(${pickers})`)) {
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (!known.has(id)) faults.push(`a link leads nowhere: #${id}`);
  }
  const references = ["for", "aria-describedby", "aria-labelledby", "aria-controls",
                      "aria-owns", "aria-details", "headers", "list", "form"];
  for (const name of references) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      for (const id of element.getAttribute(name).split(/\\s+/).filter(Boolean)) {
        if (!known.has(id)) faults.push(`${name} points at no element: ${id}`);
      }
    }
  }
  const controls = "input:not([type=hidden]):not([type=submit]), select, textarea";
  for (const control of document.querySelectorAll(controls)) {
    const named = control.labels.length || control.ariaLabel ||
                  control.getAttribute("aria-labelledby");
    if (!named) faults.push(`a control has no label: ${control.outerHTML}`);
  }
  return faults;
}"""

# Contrast takes axe four fifths of its time, and a table's rows look alike. Text is alike if
# it and all around it have the same tag, classes and style: the first of each is looked at.
CONTRAST = """() => {
  const known = new Set();
  const shown = (element, around) => {
    const style = getComputedStyle(element);
    const look = [around, element.tagName, element.className, element.disabled, style.color,
                  style.backgroundColor, style.backgroundImage, style.opacity, style.fontSize,
                  style.fontWeight, style.textShadow].join(" ");
    element.toggleAttribute("data-looked-at", known.has(look));
    known.add(look);
    for (const child of element.children) shown(child, look);
  };
  shown(document.body, "");
  axe.configure({ rules: [{ id: "color-contrast", selector: ":not([data-looked-at])" }] });
}"""


class Watch:
    """Complaints of the browser about a page, and fonts that it asked for.

    Start it before the page is opened.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.underway: set[Request] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def _console(self, message: ConsoleMessage) -> None:
        policy = "Content Security Policy" in message.text
        # A failed document is what error pages are; other failures are seen as responses.
        if policy or (message.type == "error" and "Failed to load resource" not in message.text):
            self.complaints.append(f"console: {message.text}")

    def settle(self) -> None:
        """Wait until the page is loaded and has had an answer to all that it asked for."""
        self.page.wait_for_load_state()
        for _ in range(MOST_ROUNDS):
            self.page.wait_for_timeout(SETTLED)
            if not self.underway:
                return
        self.complaints += [f"never answered: {request.url}" for request in self.underway]

    def _request(self, request: Request) -> None:
        self.underway.add(request)
        if request.resource_type == "font":
            self.complaints.append(f"a font was asked for: {request.url}")

    def _ended(self, request: Request) -> None:
        self.underway.discard(request)

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status}: {response.url}")


def faults(page: Page, watch: Watch) -> list[str]:
    """Everything wrong with the page that is open, at each width."""
    watch.settle()
    found = [*watch.complaints, *page.evaluate(STRUCTURE)]
    page.evaluate(Axe().axe_script)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"at {width}: {fault}" for fault in (*_overflow(page), *_axe(page))]
    page.set_viewport_size({"width": NARROWEST, "height": 256})
    return found + [f"at {NARROWEST}: {fault}" for fault in _overflow(page)]


def _overflow(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"the page scrolls sideways by {wide} pixels"] if wide > 0 else []


def _axe(page: Page) -> list[str]:
    page.evaluate(CONTRAST)
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    violations = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
