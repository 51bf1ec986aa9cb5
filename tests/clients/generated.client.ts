import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ServedApi, startServedApi } from "./served-api";
import { hasPackages, hasPython, PACKAGES, PYTHON, run, runTool } from "./tools";

if (!hasPackages)
  console.log("left out: clients in TypeScript, as install-clients.sh has not been run (--install)");
if (!hasPython)
  console.log("left out: the client in Python, as install-clients.sh has not been run or found no Python");

const OWN = resolve(import.meta.dir, "../../clients/typescript");
const hasOwn = existsSync(join(OWN, "node_modules", "openapi-typescript"));
if (!hasOwn) console.log("left out: our own client, as its generator is not installed (--install)");

const testOwn = hasOwn && hasPackages ? test : () => {};
const testTypeScript = hasPackages ? test : () => {};
const testPython = hasPython ? test : () => {};
const describeHere = hasPackages || hasPython ? describe : () => {};

/** What each program prints of what it got. */
interface Done {
  readonly model_id: string;
  readonly segments: number;
  readonly churn_probability: number;
  readonly customers: number;
  readonly rows: number;
  readonly link: string;
}

const TSCONFIG = {
  compilerOptions: {
    target: "ESNext",
    module: "ESNext",
    moduleResolution: "bundler",
    lib: ["ESNext", "DOM", "DOM.Iterable"],
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  },
  files: ["program.ts"],
};

testOwn(
  "the types of our own client are what its generator makes of the document, byte for byte",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "perennial-types-"));
    const made = join(folder, "schema.ts");
    await run([process.execPath, "--bun", join(OWN, "generate.ts"), made], folder);
    const committed = await Bun.file(join(OWN, "src/schema.ts")).text();
    expect((await Bun.file(made).text()) === committed).toBe(true);
    rmSync(folder, { recursive: true });
  },
);

describeHere("a generated client uploads, trains, predicts and exports", () => {
  let api: ServedApi;
  beforeAll(async () => {
    api = await startServedApi();
  });
  afterAll(() => api.stop());

  const program = (name: string, folder: string, as: string) =>
    copyFileSync(join(import.meta.dir, "programs", name), join(folder, as));

  /** Runs a client's program and looks at what it did. */
  async function doesAll(tenant: string, command: readonly string[], folder: string): Promise<void> {
    const printed = await run([...command, api.url, tenant, api.orders, folder], folder);
    const done = JSON.parse(printed.trim().split("\n").at(-1)!) as Done;
    expect(done.segments).toBeGreaterThan(1);
    expect(done.churn_probability).toBeGreaterThan(0);
    expect(done.customers).toBeGreaterThan(100);
    expect(done.rows).toBeGreaterThan(done.customers);
    const headers = { "X-Tenant-Id": tenant };
    expect(await (await fetch(`${api.url}/models/default`, { headers })).json()).toEqual({
      model_id: done.model_id,
    });
    const csv = await (await fetch(`${api.url}/audience.csv`, { headers })).text();
    expect(await Bun.file(join(folder, "audience.csv")).text()).toBe(csv);
    expect(csv.trimEnd().split("\n")).toHaveLength(done.customers + 1);
    const begins = async (name: string) => (await Bun.file(join(folder, name)).text()).slice(0, 4);
    expect(await begins("audience.xlsx")).toStartWith("PK");
    expect(await begins("audience.parquet")).toBe("PAR1");
    const parquet = await (await fetch(`${api.url}/audience.parquet`, { headers })).bytes();
    expect(Buffer.from(await Bun.file(join(folder, "audience.parquet")).bytes()).equals(parquet)).toBe(true);
    expect((await fetch(done.link)).headers.get("content-type")).toBe("text/csv; charset=utf-8");
  }

  async function inTypeScript(name: string, generate: (folder: string) => Promise<unknown>): Promise<void> {
    const folder = api.clientFolder(name);
    await generate(folder);
    program(`${name}.ts`, folder, "program.ts");
    await Bun.write(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    await runTool("tsc", ["--project", "."], folder);
    await doesAll(name, [process.execPath, join(folder, "program.ts")], folder);
  }

  testOwn("by our own package, compiled to JavaScript", async () => {
    const folder = api.clientFolder("perennial");
    rmSync(join(folder, "node_modules"));
    // As a registry would hand it out: what it compiles to, and its own dependencies beside it.
    const place = join(folder, "node_modules", "perennial-client");
    cpSync(join(OWN, "package.json"), join(place, "package.json"));
    for (const name of ["openapi-fetch", "openapi-typescript-helpers", "eventsource-parser"])
      cpSync(join(OWN, "node_modules", name), join(folder, "node_modules", name), { recursive: true });
    const compiler = [process.execPath, "--bun", join(OWN, "node_modules/typescript/bin/tsc")];
    await run([...compiler, "--project", OWN, "--outDir", join(place, "dist")], folder);
    program("perennial.ts", folder, "program.ts");
    await Bun.write(join(folder, "package.json"), '{"type":"module"}');
    const compilerOptions = {
      ...TSCONFIG.compilerOptions,
      module: "NodeNext",
      moduleResolution: "NodeNext",
      typeRoots: [join(PACKAGES, "@types")],
      noEmit: false,
    };
    await Bun.write(join(folder, "tsconfig.json"), JSON.stringify({ ...TSCONFIG, compilerOptions }));
    await run([...compiler, "--project", folder], folder);
    await doesAll("perennial", [Bun.which("node") ?? process.execPath, join(folder, "program.js")], folder);
  });

  testTypeScript("by @hey-api/openapi-ts", () =>
    inTypeScript("hey-api", (folder) => runTool("openapi-ts", ["-i", api.document, "-o", "client"], folder)),
  );

  testPython("by openapi-python-client, which makes it without a warning", async () => {
    const folder = api.clientFolder("python");
    // Files, as its manual has it: it knows no types of files but one.
    const files = ["vnd.openxmlformats-officedocument.spreadsheetml.sheet", "vnd.apache.parquet", "zip"];
    const overrides = Object.fromEntries(
      files.map((type) => [`application/${type}`, "application/octet-stream"]),
    );
    const config = join(folder, "config.json");
    await Bun.write(config, JSON.stringify({ content_type_overrides: overrides, post_hooks: [] }));
    const named = ["--meta", "none", "--output-path", join(folder, "shop_api"), "--config", config];
    const generate = ["-m", "openapi_python_client", "generate", "--path", api.document, "--fail-on-warning"];
    await run([PYTHON, ...generate, ...named], folder);
    program("python.py", folder, "program.py");
    await doesAll("python", [PYTHON, join(folder, "program.py")], folder);
  });
});
