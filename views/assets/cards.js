// On a phone the rows of a table are cards: more than twelve are turned over in tens.

const narrow = matchMedia("(max-width: 40rem)");
const MOST_CARDS = 12;
const CARDS = 10;

function turnOver() {
  if (!narrow.matches) return;
  for (const table of document.querySelectorAll("table.stacks:not(.paged)")) {
    const rows = [...table.tBodies[0].rows];
    table.classList.add("paged");
    if (rows.length <= MOST_CARDS) continue;
    const pages = document.createElement("div");
    pages.className = "card-pages";
    const [back, words, on] = ["button", "span", "button"].map((name) => document.createElement(name));
    for (const [button, text] of [
      [back, "Back"],
      [on, "Next"],
    ])
      Object.assign(button, { type: "button", className: "secondary", textContent: text });
    words.setAttribute("aria-live", "polite");
    let first = 0;
    const show = (from) => {
      first = Math.max(0, Math.min(from, rows.length - 1));
      for (const [i, row] of rows.entries()) row.hidden = i < first || i >= first + CARDS;
      words.textContent = `${first + 1} to ${Math.min(first + CARDS, rows.length)} of ${rows.length} here`;
      [back.disabled, on.disabled] = [first === 0, first + CARDS >= rows.length];
    };
    const turn = (by) => () => {
      show(first + by);
      table.scrollIntoView({ block: "start" });
    };
    back.addEventListener("click", turn(-CARDS));
    on.addEventListener("click", turn(CARDS));
    pages.append(back, words, on);
    table.closest(".scroll").after(pages);
    show(0);
  }
}
turnOver();
document.addEventListener("htmx:after:swap", turnOver);

/** A wide screen shows all rows. */
narrow.addEventListener("change", () => {
  for (const row of document.querySelectorAll("table.stacks > tbody > tr[hidden]")) row.hidden = false;
  for (const pages of document.querySelectorAll(".card-pages")) pages.remove();
  for (const table of document.querySelectorAll("table.paged")) table.classList.remove("paged");
  turnOver();
});

/** A sheet closes when its form is sent. */
document.addEventListener("submit", (event) => {
  if (event.target.matches(".sheet:popover-open")) event.target.hidePopover();
});
