// From every card with charts: the data as CSV, the picture as SVG and PNG.

const menuOfChart = document.createElement("div");
menuOfChart.id = "chart-menu";
menuOfChart.popover = "auto";
document.body.append(menuOfChart);

/** The charts of a card that can be seen, and its tables that are read as charts. */
const chartsOf = (card) =>
  [...card.querySelectorAll(".plot > svg.chart, table.heat")].filter((chart) => chart.checkVisibility());

function offer() {
  for (const card of document.querySelectorAll(".card:has(.plot > svg.chart, table.heat)")) {
    if (card.querySelector(".chart-more")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chart-more";
    button.setAttribute(
      "aria-label",
      `Data and pictures: ${card.querySelector("h2, h3")?.textContent ?? "chart"}`,
    );
    button.textContent = "•••";
    card.append(button);
  }
}
offer();
document.addEventListener("htmx:after:swap", offer);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".chart-more");
  if (!button) return;
  menuOfChart.replaceChildren();
  const charts = chartsOf(button.closest(".card"));
  for (const chart of charts) {
    const title = titleOf(chart);
    if (charts.length > 1)
      menuOfChart.append(Object.assign(document.createElement("p"), { textContent: title }));
    add("Data as CSV", () =>
      save(new Blob([`\ufeff${csvOf(chart)}\n`], { type: "text/csv" }), `${title}.csv`),
    );
    if (chart.localName !== "svg") continue;
    add("Picture as SVG", () =>
      save(new Blob([standalone(chart)], { type: "image/svg+xml" }), `${title}.svg`),
    );
    add("Picture as PNG", async () => save(await pngOf(chart), `${title}.png`));
  }
  menuOfChart.showPopover();
  const { right, bottom } = button.getBoundingClientRect();
  const { width, height } = menuOfChart.getBoundingClientRect();
  menuOfChart.style.left = `${Math.max(8, right - width)}px`;
  menuOfChart.style.top = `${Math.max(8, Math.min(bottom + 4, innerHeight - height - 8))}px`;
  menuOfChart.querySelector("button")?.focus();
});

function add(words, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  button.addEventListener("click", () => {
    menuOfChart.hidePopover();
    act();
  });
  menuOfChart.append(button);
}

function titleOf(chart) {
  const named = chart.querySelector(":scope > title, :scope > caption");
  return (named?.textContent ?? chart.getAttribute("aria-label") ?? "chart").trim();
}

/** The figures that the server gave the wide drawing; of a table what it shows. */
function csvOf(chart) {
  if (chart.localName === "table")
    return [...chart.rows]
      .map((row) =>
        [...row.cells]
          .map((cell) => `"${cell.textContent.trim().replaceAll('"', '""').replace(/\s+/g, " ")}"`)
          .join(","),
      )
      .join("\n");
  const drawings = chart.closest(".each-width") ?? chart;
  return drawings.querySelector("metadata")?.textContent ?? "";
}

/** The picture by itself: with its colours, its letters and a ground. */
function standalone(chart, fontFace = "") {
  const { width, height } = chart.viewBox.baseVal;
  const copy = chart.cloneNode(true);
  const [from, to] = [chart.querySelectorAll("*"), copy.querySelectorAll("*")];
  const names = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "opacity",
  ];
  const words = ["font-size", "font-weight", "text-anchor"];
  for (const [i, part] of [...to].entries()) {
    const style = getComputedStyle(from[i]);
    if (part.closest(".points")) continue;
    for (const name of part.localName.startsWith("t") ? [...names, ...words] : names)
      part.setAttribute(name, style.getPropertyValue(name));
    part.removeAttribute("class");
  }
  for (const part of copy.querySelectorAll(".points")) part.remove();
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const pad = 16;
  for (const [name, value] of Object.entries({
    x: -pad,
    y: -pad,
    width: width + 2 * pad,
    height: height + 2 * pad,
  }))
    ground.setAttribute(name, value);
  ground.setAttribute("fill", getComputedStyle(chart.closest(".card")).backgroundColor);
  copy.prepend(ground);
  if (fontFace) {
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    style.textContent = fontFace;
    copy.prepend(style);
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `${-pad} ${-pad} ${width + 2 * pad} ${height + 2 * pad}`);
  copy.setAttribute("width", width + 2 * pad);
  copy.setAttribute("height", height + 2 * pad);
  copy.setAttribute("font-family", '"Inter Variable", Inter, system-ui, sans-serif');
  return new XMLSerializer().serializeToString(copy);
}

/** A picture cannot load fonts, so the page's own is put into it. */
async function pngOf(chart) {
  const address = document.querySelector('link[rel="preload"][as="font"]').href;
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const font = btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  const face = `@font-face{font-family:"Inter Variable";font-weight:100 900;src:url(data:font/woff2;base64,${font})}`;
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(chart, face))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * picture.width, 2 * picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[/\\:*?"<>|]+/g, " ");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
