// The palette: Ctrl K or ⌘K, or the link "Find", opens a list of customers, segments, pages and campaigns over the page. Without
// this script the link leads to a page with the same list.

const opener = document.querySelector("a.find");
if (opener) {
  const dialog = document.createElement("dialog");
  dialog.id = "finder";
  dialog.setAttribute("aria-label", "Find customers, segments, pages and campaigns");
  const field = document.createElement("input");
  field.type = "search";
  field.autocomplete = "off";
  field.placeholder = "Find a customer, segment, page or campaign";
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-label": "Find",
    "aria-autocomplete": "list",
    "aria-controls": "found",
    "aria-expanded": "false",
  }))
    field.setAttribute(name, value);
  const list = document.createElement("ul");
  list.id = "found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  dialog.append(field, list, status);
  document.body.append(dialog);

  let chosen = -1;
  let asked = 0;
  const options = () => [...list.children];

  function choose(index) {
    const all = options();
    chosen = all.length === 0 ? -1 : (index + all.length) % all.length;
    for (const [i, option] of all.entries()) option.setAttribute("aria-selected", String(i === chosen));
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    }
  }

  async function find() {
    const turn = ++asked;
    const answer = await fetch(`/app/find?q=${encodeURIComponent(field.value.trim())}`, {
      headers: { "HX-Request": "true", "HX-Request-Type": "partial" },
    });
    if (turn !== asked || !answer.ok) return;
    const links = new DOMParser()
      .parseFromString(await answer.text(), "text/html")
      .querySelectorAll(".finds a");
    list.replaceChildren(
      ...Array.from(links, (link, i) => {
        const option = document.createElement("li");
        option.id = `found-${i}`;
        option.setAttribute("role", "option");
        option.dataset.to = link.getAttribute("href");
        option.append(...link.childNodes);
        return option;
      }),
    );
    field.setAttribute("aria-expanded", String(links.length > 0));
    status.textContent = links.length === 0 ? "Nothing found" : `${links.length} found`;
    choose(0);
  }

  function open(event) {
    event.preventDefault();
    if (dialog.open) return;
    field.value = "";
    dialog.showModal();
    find();
  }

  opener.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (
      event.key.toLowerCase() === "k" &&
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      !event.shiftKey
    )
      open(event);
  });
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    // A search field would only empty itself.
    else if (event.key === "Escape") dialog.close();
    else if (event.key === "Enter") {
      if (chosen >= 0) location.assign(options()[chosen].dataset.to);
    } else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.to);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
