// The builder of rules. Everything works without it: it keeps what is typed while an answer is on its way, and lets
// the arrow keys walk through a list.

/** What stands in the fields of a form as it is sent, by their ids. */
const sent = new WeakMap();

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = ctx.request.form;
  if (!form?.matches("[data-keeps-typed]")) return;
  sent.set(ctx, new Map(Array.from(form.elements, ({ id, value }) => [id, value])));
});

/** Fields that have changed since then are drawn again as they are now, not as they were. */
document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const before = sent.get(ctx);
  if (!before) return;
  for (const { fragment } of tasks)
    for (const drawn of fragment.querySelectorAll("input[id], textarea[id]")) {
      const shown = document.getElementById(drawn.id);
      if (!shown || shown.type !== drawn.type || before.get(drawn.id) === shown.value) continue;
      if (drawn.matches("textarea")) drawn.textContent = shown.value;
      else if (!drawn.matches("[type=checkbox]")) drawn.setAttribute("value", shown.value);
    }
});

/** Up and down go through what can be pressed within [data-arrows]. */
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = step && event.target.closest?.("[data-arrows]");
  if (!list) return;
  const stops = [...list.querySelectorAll("input, .finds-among button")];
  const next = stops[stops.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

/** Escape closes the list, as its button does. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.target.closest?.("[data-arrows]")?.querySelector("[value=close]")?.click();
});
