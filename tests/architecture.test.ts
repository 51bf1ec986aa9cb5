import { describe, expect, test } from "bun:test";
import { dirname, join, relative, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "..");

/** Which rooms of `src/`, and `views/`, each room may import from, besides itself and `FOR_ALL`. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  integration: [],
  time: [],
  figures: [],
  loop: [],
  retry: [],
  disk: [],
  config: [],
  transactions: [],
  learning: [],
  customers: ["transactions"],
  // Reads what the local reader reads, by the same definitions, where the rows are.
  warehouse: ["transactions", "config"],
  models: ["learning", "customers", "transactions", "disk"],
  pipeline: ["models", "learning", "customers", "transactions", "warehouse"],
  answers: ["pipeline", "models", "learning", "customers", "transactions"],
  // Storage and identity are handed to `jobs` and `api` as objects; they know nothing of what is stored.
  store: ["disk"],
  mirror: ["store", "config"],
  tracking: ["models", "store", "config"],
  auth: ["store", "config"],
  notify: ["jobs", "store", "config"],
  jobs: ["disk", "store", "answers", "pipeline", "models", "warehouse", "config"],
  destinations: ["jobs", "notify", "auth", "store", "answers", "pipeline", "models", "config"],
  api: [
    "disk",
    "jobs",
    "auth",
    "notify",
    "destinations",
    "store",
    "answers",
    "pipeline",
    "models",
    "warehouse",
    "customers",
    "transactions",
    "config",
  ],
  views: [
    "api",
    "auth",
    "jobs",
    "notify",
    "destinations",
    "store",
    "answers",
    "pipeline",
    "models",
    "customers",
    "transactions",
    "config",
  ],
  // What agents ask: beside the pages, by the same answers.
  mcp: ["api", "store", "answers", "models", "transactions", "config"],
  // Makes order lines up: no part of the river from files to answers.
  "commands/generate": ["learning"],
  commands: [
    "commands/generate",
    "views",
    "mcp",
    "api",
    "auth",
    "mirror",
    "tracking",
    "jobs",
    "notify",
    "destinations",
    "store",
    "answers",
    "pipeline",
    "models",
    "warehouse",
    "transactions",
    "warehouse",
    "config",
  ],
  cli: ["commands"],
  main: ["api", "commands", "jobs", "auth", "store", "pipeline", "config"],
};

/** A file that is longer is usually two ideas. (A function's lines are held by the linter.) */
const MOST_LINES = 400;

/** Words, units and shapes that any room may use. */
const FOR_ALL = ["errors", "integration", "time", "figures", "loop", "retry"];

const imports = await importsOf(ROOT);

describe("the architecture", () => {
  test("every room of src has its arrows written down", () => {
    const rooms = new Set([...imports.keys()].map(roomOf));
    expect([...rooms].filter((room) => !(room in ARROWS))).toEqual([]);
  });

  test("imports follow the arrows of the design", () => {
    const wrong: string[] = [];
    for (const [file, targets] of imports) {
      const room = roomOf(file);
      for (const target of targets) {
        const to = roomOf(target);
        if (to !== room && !FOR_ALL.includes(to) && !ARROWS[room]!.includes(to))
          wrong.push(`${file} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("pages and routes ask answers: none reads a model's tables, cards or ONNX files itself", async () => {
    const asking = [...imports.keys()].filter((file) => ["api", "views"].includes(roomOf(file)));
    const readers = /^src\/(pipeline\/(arrow-file|older-model)|models\/(onnx\/.*|explainer))\.ts$/;
    const wrong = asking.flatMap((file) =>
      imports.get(file)!.flatMap((target) => (readers.test(target) ? [`${file} imports ${target}`] : [])),
    );
    for (const file of asking) {
      const code = await Bun.file(join(ROOT, file)).text();
      const [found] = code.match(/parseModelCard|from "(arquero|onnxruntime-node|@uwdata\/flechette)"/) ?? [];
      if (found) wrong.push(`${file} uses ${found}`);
    }
    expect(wrong).toEqual([]);
  });

  test("no file imports itself by way of others", () => {
    expect(circles(imports)).toEqual([]);
  });

  test("nothing below the pipeline reads a clock, the environment or a global random generator", async () => {
    const forbidden = /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|process\.env|Bun\.env)\b/;
    const found: string[] = [];
    for (const file of imports.keys()) {
      if (!["transactions", "learning", "customers", "models", "commands/generate"].includes(roomOf(file)))
        continue;
      const code = await Bun.file(join(ROOT, file)).text();
      for (const [index, line] of code.split("\n").entries()) {
        if (forbidden.test(line)) found.push(`${file}:${index + 1}: ${line.trim()}`);
      }
    }
    expect(found).toEqual([]);
  });

  test("no file of src and views has more than 400 lines", async () => {
    const found: string[] = [];
    for (const file of imports.keys()) {
      const lines = (await Bun.file(join(ROOT, file)).text()).split("\n").length - 1;
      if (lines > MOST_LINES) found.push(`${file}: ${lines} lines`);
    }
    expect(found).toEqual([]);
  });

  test("no room is called utils, helpers, common, misc or manager", () => {
    const vague = /(^|[/-])(utils?|helpers?|common|misc|managers?)([/.-]|$)/;
    expect([...imports.keys()].filter((file) => vague.test(file))).toEqual([]);
  });
});

describe("the test for circles", () => {
  test("finds a circle of two and of three, and nothing in a chain", () => {
    const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));
    expect(circles(graph({ a: ["b"], b: ["a"] }))).toEqual(["a -> b -> a"]);
    expect(circles(graph({ a: ["b"], b: ["c"], c: ["a"] }))).toEqual(["a -> b -> c -> a"]);
    expect(circles(graph({ a: ["b", "c"], b: ["c"], c: [] }))).toEqual([]);
  });
});

/** File of `src/` or `views/` → those of them that it imports, types included. */
async function importsOf(root: string): Promise<Map<string, string[]>> {
  const files = [...new Bun.Glob("{src,views}/**/*.{ts,tsx}").scanSync(root)].sort();
  const known = new Set(files);
  const found = new Map<string, string[]>();
  for (const file of files) {
    const code = await Bun.file(join(root, file)).text();
    const targets: string[] = [];
    for (const [, specifier] of code.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
      const base = relative(root, join(root, dirname(file), specifier!));
      const target = [`${base}.ts`, `${base}.tsx`, join(base, "index.ts")].find((path) => known.has(path));
      if (!target) throw new Error(`${file} imports ${specifier}, which is no file of src or views`);
      targets.push(target);
    }
    found.set(file, targets);
  }
  return found;
}

/**
 * `src/models/churn/churn.ts` → `models`; `src/cli.ts` → `cli`; `views/pages/…` → `views`; a room within a room where
 * it has arrows of its own.
 */
function roomOf(file: string): string {
  const [top, room, inner] = file.split("/") as [string, string, string?];
  if (`${room}/${inner}` in ARROWS) return `${room}/${inner}`;
  return top === "src" ? room.replace(/\.tsx?$/, "") : top;
}

/** The circles that a search in depth meets, each once. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const found: string[] = [];
  const visit = (file: string) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].join(" -> "));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of graph.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
