// Draws the OpenAPI document of this server: every route with what it takes and answers, and a form to try it.

const theme = /(?:^|; *)perennial_theme=(light|dark)/.exec(document.cookie)?.[1];
if (theme) document.documentElement.dataset.theme = theme;

/** An element with attributes and children; texts stay texts. */
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Words with `code` in backticks, a paragraph for each blank line. */
function prose(text) {
  return text
    .split(/\n\n+/)
    .map((part) =>
      el(
        "p",
        {},
        ...part
          .split(/(`[^`]+`)/)
          .map((piece) => (/^`.+`$/.test(piece) ? el("code", {}, piece.slice(1, -1)) : piece)),
      ),
    );
}

/** `string`, `number or null`, `one of: a, b`. */
function typeOf(schema = {}) {
  if (schema.enum) return `one of ${schema.enum.join(", ")}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return [...new Set(several.map(typeOf))].join(" or ");
  const types = [schema.type ?? "any"].flat();
  if (types.includes("array")) return `list of ${typeOf(schema.items)}`;
  return types.join(" or ");
}

const remembered = (name) => sessionStorage.getItem(`explorer-${name}`) ?? "";

function field(label, hint, input) {
  return el("label", {}, el("span", {}, label), input, hint && el("small", {}, hint));
}

function access() {
  const kept = (name, label, hint, attributes) =>
    field(
      label,
      hint,
      el("input", {
        id: name,
        autocomplete: "off",
        value: remembered(name),
        oninput: ({ target }) => sessionStorage.setItem(`explorer-${name}`, target.value),
        ...attributes,
      }),
    );
  return el(
    "section",
    { class: "access", "aria-label": "Who asks" },
    kept("tenant", "Shop", "Sent as X-Tenant-Id.", { placeholder: "demo" }),
    kept("key", "API key", "Only where this server asks for one. Kept in this tab.", {
      type: "password",
      placeholder: "pk_…",
    }),
  );
}

function headers() {
  const [tenant, key] = [document.getElementById("tenant").value, document.getElementById("key").value];
  return { ...(tenant && { "X-Tenant-Id": tenant }), ...(key && { Authorization: `Bearer ${key}` }) };
}

/** The schema itself where another place only names it. */
const named = (schema) => (schema.$ref ? components.schemas[schema.$ref.split("/").at(-1)] : schema);

/** The fields of an object, one row each; those within others follow with their path. */
function fieldRows(schema, before = "") {
  const parts = Object.entries(schema?.properties ?? {}).map(([name, part]) => [name, named(part)]);
  return parts.flatMap(([name, part]) => [
    el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        el("code", {}, before + name),
        schema.required?.includes(name) && el("small", {}, " required"),
      ),
      el("td", {}, typeOf(part)),
      el("td", {}, part.description ?? ""),
    ),
    ...fieldRows(part, `${before}${name}.`),
  ]);
}

function table(caption, head, rows) {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          head.map((words) => el("th", { scope: "col" }, words)),
        ),
      ),
      el("tbody", {}, rows),
    ),
  );
}

const inputsOf = (parameters) => parameters.filter(({ name }) => name !== "X-Tenant-Id");

function operationView(method, path, operation) {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const [contentType, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const details = el(
    "details",
    { id: operationId, class: "operation" },
    el(
      "summary",
      {},
      el("span", { class: `method ${method}` }, method.toUpperCase()),
      el("code", {}, path),
      el("span", { class: "what" }, summary),
    ),
  );
  // Filled when it is first opened: there are many.
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    details.append(
      el(
        "div",
        { class: "inside" },
        ...prose(description ?? ""),
        fieldRows(body?.schema).length > 0 &&
          table(`Body, ${contentType}`, ["Field", "Type", "Meaning"], fieldRows(body.schema)),
        tryForm(method, path, inputsOf(parameters), contentType, body),
        table(
          "Answers",
          ["Status", "Meaning", "Type"],
          Object.entries(responses).map(([status, { description, content }]) =>
            el(
              "tr",
              {},
              el("th", { scope: "row" }, status),
              el("td", {}, ...prose(description)),
              el("td", {}, Object.keys(content ?? {}).join(", ")),
            ),
          ),
        ),
        ...examples(responses),
      ),
    );
  });
  return details;
}

function examples(responses) {
  const good = Object.entries(responses).find(([status]) => status.startsWith("2"));
  const example = Object.values(good?.[1].content ?? {})[0]?.example;
  if (example === undefined) return [];
  const text = typeof example === "string" ? example : JSON.stringify(example, null, 2);
  return [el("p", {}, `An answer of ${good[0]}`), code(text, `Example of an answer of ${good[0]}`)];
}

function code(text, label) {
  return el("pre", { tabindex: "0", role: "region", "aria-label": label }, el("code", {}, text));
}

function tryForm(method, path, parameters, contentType, body) {
  const isForm = contentType === "multipart/form-data";
  const answer = el("div", { "aria-live": "polite" });
  const inputs = parameters.map(({ name, required, description, schema, in: place }) =>
    field(
      `${name}${required ? " (required)" : ""}`,
      description,
      schema?.enum
        ? el(
            "select",
            { name, "data-in": place, required },
            !required && el("option", { value: "" }, ""),
            schema.enum.map((one) => el("option", {}, one)),
          )
        : el("input", { name, "data-in": place, required, autocomplete: "off" }),
    ),
  );
  const parts = isForm
    ? Object.entries(body.schema.properties).map(([name, part]) =>
        field(
          name,
          part.description,
          el("input", { name, "data-in": "form", type: part.format === "binary" ? "file" : "text" }),
        ),
      )
    : [];
  const text =
    contentType && !isForm
      ? field(
          `Body (${contentType})`,
          null,
          el(
            "textarea",
            { name: "body", rows: "8", spellcheck: "false" },
            typeof body.example === "string" ? body.example : JSON.stringify(body.example ?? {}, null, 2),
          ),
        )
      : null;
  return el(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        void send(event.target, method, path, contentType, answer);
      },
    },
    el("h4", {}, "Try it"),
    ...inputs,
    ...parts,
    text,
    el("button", { type: "submit" }, "Send"),
    answer,
  );
}

async function send(form, method, path, contentType, answer) {
  const values = (place) =>
    [...form.elements].filter((input) => input.dataset.in === place && (input.value || input.files?.length));
  let address = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(form.elements[name]?.value ?? ""));
  const query = new URLSearchParams(values("query").map(({ name, value }) => [name, value]));
  if (query.size > 0) address += `?${query}`;
  const sent = { method: method.toUpperCase(), headers: headers() };
  for (const { name, value } of values("header")) sent.headers[name] = value;
  if (contentType === "multipart/form-data") {
    sent.body = new FormData();
    for (const input of values("form")) sent.body.set(input.name, input.files?.[0] ?? input.value);
  } else if (contentType) {
    sent.headers["Content-Type"] = contentType;
    sent.body = form.elements.body.value;
  }
  answer.replaceChildren(el("p", {}, "Waiting for the answer."));
  const started = performance.now();
  try {
    const response = await fetch(address, sent);
    const type = response.headers.get("content-type") ?? "";
    const text = /json|text|csv|markdown/.test(type) ? await response.text() : `(${type || "no body"})`;
    const shown = type.includes("json") ? JSON.stringify(JSON.parse(text), null, 2) : text;
    answer.replaceChildren(
      el(
        "p",
        { class: response.ok ? "good" : "bad" },
        `${response.status} after ${Math.round(performance.now() - started)} ms`,
      ),
      code(shown.slice(0, 50_000), "The answer"),
    );
  } catch (error) {
    answer.replaceChildren(el("p", { class: "bad" }, `No answer: ${error.message}`));
  }
}

function filter(groups) {
  return field(
    "Find a route",
    null,
    el("input", {
      type: "search",
      id: "find",
      placeholder: "train, customers, webhook …",
      oninput: ({ target }) => {
        const words = target.value.toLowerCase();
        for (const group of groups) {
          const operations = [...group.querySelectorAll(".operation")];
          for (const one of operations)
            one.hidden = !one.firstChild.textContent.toLowerCase().includes(words);
          group.hidden = operations.every((one) => one.hidden);
        }
      },
    }),
  );
}

function openAsked() {
  const asked = document.getElementById(location.hash.slice(1));
  if (asked?.localName !== "details") return;
  asked.open = true;
  asked.scrollIntoView();
}

const { info, paths, tags, components } = await (await fetch("/docs/json")).json();
const all = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const groups = tags.map(({ name, description }) =>
  el(
    "section",
    { "aria-labelledby": `tag-${name}` },
    el("h2", { id: `tag-${name}` }, name),
    el("p", { class: "soft" }, description ?? ""),
    all
      .filter(({ operation }) => operation.tags[0] === name)
      .map(({ path, method, operation }) => operationView(method, path, operation)),
  ),
);
document
  .querySelector("main")
  .replaceChildren(
    el("div", { class: "intro" }, ...prose(info.description)),
    access(),
    filter(groups),
    ...groups,
  );
addEventListener("hashchange", openAsked);
openAsked();
