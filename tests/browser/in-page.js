// What is asked inside of a page by the browser tests. Put there by the tests, never by the server.
globalThis.pageChecks = {
  /** What is wider than the window, though the page must not scroll sideways. */
  overflow() {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isClipped = (element) => {
      for (let parent = element.parentElement; parent; parent = parent.parentElement) {
        if (parent !== document.body && getComputedStyle(parent).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !isClipped(element),
    );
    return [
      `${scrollWidth} px wide in a window of ${clientWidth} px`,
      ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)),
    ];
  },

  /** Words of charts that are drawn with letters of less than 12 pixels. */
  tinyText() {
    const found = new Map();
    for (const text of document.querySelectorAll("svg text")) {
      const chart = text.closest("svg");
      if (chart.getBoundingClientRect().width === 0 || text.textContent.trim() === "") continue;
      const { a, b } = text.getScreenCTM();
      const size = Number.parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
      if (size >= 12) continue;
      const name = chart.querySelector("title")?.textContent ?? chart.outerHTML.slice(0, 80);
      found.set(name, `“${text.textContent}” of the chart “${name}” is ${size.toFixed(1)} px high`);
    }
    return [...found.values()];
  },

  /** What is to be touched and is lower than 44 pixels. Links within a text are as high as the text. */
  lowTargets() {
    const targets = document.querySelectorAll(
      "button, .button, select, summary, .tabs a, label.check, nav a, input:not([type=hidden], [type=checkbox], [type=radio], .visually-hidden)",
    );
    return [...targets].flatMap((target) => {
      const { width, height } = target.getBoundingClientRect();
      if (width === 0 || height === 0 || height >= 43.5) return [];
      return [`${Math.round(width)} × ${Math.round(height)} px: ${target.outerHTML.slice(0, 100)}`];
    });
  },

  /** Headings of the first level and the title. */
  names() {
    const headings = [...document.querySelectorAll("h1")].map((heading) => heading.textContent.trim());
    return { title: document.title, headings };
  },

  /** Pictures and handlers that no page has: they would come from somebody's text. */
  intruders() {
    const found = [...document.querySelectorAll("img, iframe, object, embed")];
    const handled = [...document.querySelectorAll("*")].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith("on")),
    );
    return [...found, ...handled].map((element) => element.outerHTML.slice(0, 160));
  },

  /** What has the focus. */
  focused() {
    const { id, className, tagName } = document.activeElement ?? {};
    return { id, className: String(className), tagName };
  },

  /** Serious and critical violations, a sentence each. */
  async axe() {
    const { violations } = await axe.run(document, {
      preload: false,
      resultTypes: ["violations"],
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, help, nodes }) => {
        const places = nodes
          .slice(0, 3)
          .map(({ target, any }) => `${target.join(" ")} ${any[0]?.message ?? ""}`.trim());
        return `${id}: ${help} (${nodes.length}): ${places.join("; ")}`;
      });
  },
};
