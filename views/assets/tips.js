// Words beside what is pointed at, touched or focused: terms with data-tip, and the marks of charts, whose <title> says
// what they are. Without this script the browser shows the titles itself.

const tip = document.createElement("div");
tip.id = "tip";
tip.popover = "manual";
tip.setAttribute("role", "tooltip");
document.body.append(tip);

/** What the words belong to. */
let shownFor = null;

/** `Nov 2011: revenue 12, customers 3; a year earlier 9`: a heading and lines. */
function write(text) {
  const [, head, rest] = /^([^:]{1,60}): ([\s\S]+)$/.exec(text) ?? [null, null, text];
  const lines = rest.split(/; |\n/);
  tip.replaceChildren();
  for (const [line, name] of [...(head ? [[head, "strong"]] : []), ...lines.map((line) => [line, "span"])]) {
    const part = document.createElement(name);
    part.textContent = line;
    tip.append(part);
  }
}

function show(mark, at) {
  if (shownFor !== mark) {
    hide();
    shownFor = mark;
    mark.classList.add("pointed");
    write(mark.dataset.tip);
    tip.showPopover();
  }
  const box = mark.getBoundingClientRect();
  const x = at?.x ?? box.left + box.width / 2;
  const top = at ? Math.max(box.top, at.y - 40) : box.top;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(innerWidth - width - 8, x - width / 2));
  const above = top - height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above < 8 ? Math.min(box.bottom, (at?.y ?? box.bottom) + 24) + 8 : above}px`;
}

function hide() {
  shownFor?.classList.remove("pointed");
  shownFor = null;
  if (tip.matches(":popover-open")) tip.hidePopover();
}

/** Takes the titles of a chart's marks from the browser, which would show them late and never on a phone. */
function marksOf(chart) {
  const [named] = chart.querySelectorAll(":scope > title");
  if (named) {
    chart.setAttribute("aria-label", named.textContent);
    chart.setAttribute("aria-describedby", chart.querySelector(":scope > desc").id);
    chart.removeAttribute("aria-labelledby");
    named.remove();
  }
  for (const title of chart.querySelectorAll("title")) {
    const mark = title.parentElement;
    mark.dataset.tip = title.textContent;
    if (mark.localName === "a" && !mark.hasAttribute("aria-label"))
      mark.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  return [...chart.querySelectorAll("[data-tip]")];
}

/** How far a pointer may be from the mark that it means, in pixels. */
const REACH = 28;

function markAt(event) {
  const target = event.target.closest?.("[data-tip]");
  const chart = event.target.closest?.("svg.chart");
  if (!chart) return target;
  const marks = marksOf(chart);
  const direct = event.target.closest("[data-tip]");
  if (direct) return direct;
  let [best, least] = [null, REACH];
  for (const mark of marks) {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    const dx = Math.max(left - event.clientX, 0, event.clientX - right);
    const dy = Math.max(top - event.clientY, 0, event.clientY - bottom);
    const distance = Math.hypot(dx, dy);
    if (distance < least) [best, least] = [mark, distance];
  }
  return best;
}

document.addEventListener("pointermove", (event) => {
  if (event.pointerType === "touch") return;
  const mark = markAt(event);
  if (mark) show(mark, { x: event.clientX, y: event.clientY });
  else if (shownFor && shownFor !== document.activeElement) hide();
});

/** The first touch tells, the second follows the link. */
let wasShown = false;
document.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "touch") return;
  const mark = markAt(event);
  wasShown = mark !== null && mark === shownFor;
  if (mark) show(mark, { x: event.clientX, y: event.clientY });
  else hide();
});
document.addEventListener("click", (event) => {
  const isLink = event.target.closest?.("svg.chart a, a.term");
  if (event.pointerType === "touch" && isLink && !wasShown) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const chart = event.target.closest?.("svg.chart");
  if (chart) marksOf(chart);
  const mark = event.target.closest?.("[data-tip]");
  if (mark && event.target.matches(":focus-visible")) show(mark);
});
document.addEventListener("focusout", hide);
document.addEventListener("scroll", hide, { passive: true, capture: true });

/** Escape hides it; the arrows go from mark to mark of a chart that has the focus. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return hide();
  const chart = event.target.closest?.("svg.chart");
  if (!chart || !["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
  const marks = marksOf(chart);
  if (marks.length === 0) return;
  event.preventDefault();
  const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  const next = Math.max(0, Math.min(marks.length - 1, marks.indexOf(shownFor) + step));
  show(marks[next]);
  said.textContent = marks[next].dataset.tip;
});

/** Read out as the arrows move. */
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("aria-live", "polite");
document.body.append(said);
