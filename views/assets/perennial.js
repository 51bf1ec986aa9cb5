// What pages need beyond links, forms and htmx. Everything works without it.

/**
 * A range shows its value: <input type="range" data-output="id">, written as in data-locale where that is given; with data-money (a currency,
 * or nothing) as an amount.
 */
document.addEventListener("input", (event) => {
  const { output, unit = "", locale, money } = event.target.dataset ?? {};
  const shown = output && document.getElementById(output);
  if (!shown) return;
  const written = { maximumFractionDigits: 0, ...(money && { style: "currency", currency: money }) };
  const value = event.target.value;
  shown.textContent = (locale ? new Intl.NumberFormat(locale, written).format(value) : value) + unit;
});

/** Prints the page: <button data-print>. */
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});

/** Copies a text: <button data-copy="text">. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = "Copied";
});

/** A row with data-href is a link wherever it is clicked. */
document.addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-href]");
  if (row && !event.target.closest("a, button, input, label, select")) location.assign(row.dataset.href);
});

/** Dropping a file on <label class="drop"> puts it into its input. */
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const drop = event.target.closest?.(".drop");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name !== "drop") return;
    const input = drop.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** A chosen file is named: <output data-file-of="input id">. */
document.addEventListener("change", (event) => {
  if (event.target.type !== "file") return;
  const shown = document.querySelector(`[data-file-of="${event.target.id}"]`);
  if (shown) shown.textContent = event.target.files[0]?.name ?? "";
});

/** A file is sent with its progress shown: <form data-upload="id of what holds a progress">. The server answers as it does to htmx. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  const shown = document.getElementById(form.dataset?.upload ?? "");
  if (!shown) return;
  event.preventDefault();
  const [bar, words] = [shown.querySelector("progress"), shown.querySelector("span")];
  const button = form.querySelector("button");
  const request = new XMLHttpRequest();
  shown.hidden = false;
  button.disabled = true;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const share = total > 0 ? Math.floor((100 * loaded) / total) : 0;
    bar.value = share;
    words.textContent = share < 100 ? `Sending: ${share}%` : "Sent. Looking at it";
  });
  request.addEventListener("error", () => {
    words.textContent = "The connection was lost. Try again.";
    button.disabled = false;
  });
  request.addEventListener("load", () => {
    const next = request.getResponseHeader("HX-Redirect");
    if (next) location.assign(next);
    else document.getElementById("body").innerHTML = request.responseText;
  });
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("HX-Request-Type", "partial");
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
});

/** A line of tabs shows the current one, though it lies beyond the edge. */
function bringInto(line, item) {
  line.scrollLeft = item.offsetLeft - line.offsetLeft - (line.clientWidth - item.offsetWidth) / 2;
}
for (const current of document.querySelectorAll(":is(.tabs, .choice) > [aria-current]"))
  bringInto(current.parentElement, current);

/** Beside a long page, <nav class="marks"> marks the section that is being read. */
let isMarking = false;
function mark() {
  isMarking = false;
  for (const nav of document.querySelectorAll("nav.marks")) {
    const links = [...nav.querySelectorAll("a")];
    const top = ({ hash }) => document.getElementById(hash.slice(1))?.getBoundingClientRect().top;
    const read = links.findLast((link) => top(link) < innerHeight / 3) ?? links[0];
    for (const link of links) {
      if (link !== read) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "location");
        bringInto(nav, link);
      }
    }
  }
}
if (document.querySelector("nav.marks")) {
  const soon = () => {
    if (!isMarking) requestAnimationFrame(mark);
    isMarking = true;
  };
  for (const name of ["scroll", "hashchange"]) addEventListener(name, soon, { passive: true });
  soon();
}
