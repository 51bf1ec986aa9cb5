/**
 * `bun run build:ahead`: puts the commands that train together, compiled to bytecode, so that they start sooner. Without
 * it, or once a source file has changed, they run from their source.
 */
import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BUILD_FOLDER, type BuildRecord, ENGINE, RECORD } from "./built";

const ROOT = resolve(import.meta.dir, "../../..");
/** What runs in threads of a training. */
const THREADS = [
  "src/pipeline/learning-thread.ts",
  "src/transactions/apart/apart-worker.ts",
  "src/learning/boosting/second-thread.ts",
];
/** Libraries with native code, or that a training does not need. */
const LEFT_OUT = ["onnxruntime-node", "@duckdb/node-api", "mysql2", "@clickhouse/client", "firebase-admin"];

/** Puts them together in a folder beside `folder`, then in its place. */
export async function buildAhead(folder = BUILD_FOLDER): Promise<void> {
  const beside = `${folder}.${process.pid}`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  const inputs = new Set(["package.json", "bun.lock"]);
  try {
    await Bun.build({
      entrypoints: ["src/commands/ahead/entry.ts", ...THREADS].map((path) => join(ROOT, path)),
      outdir: beside,
      naming: "[name].[ext]",
      target: "bun",
      format: "cjs",
      bytecode: true,
      external: LEFT_OUT,
      plugins: [{ name: "source", setup: (build) => void build.onLoad({ filter: /\.ts$/ }, load) }],
    });
    const record: BuildRecord = { engine: ENGINE, root: ROOT, inputs: [...inputs].sort().map(inputOf) };
    await Bun.write(join(beside, RECORD), JSON.stringify(record));
    rmSync(folder, { recursive: true, force: true });
    renameSync(beside, folder);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }

  /** Notes a source file, and lets it start the threads that are put together too. */
  async function load({ path }: { readonly path: string }) {
    const name = relative(ROOT, path);
    if (!name.startsWith("node_modules")) inputs.add(name);
    const text = await Bun.file(path).text();
    const contents = text.replace(/new URL\("\.\/([\w-]+)\.ts", import\.meta\.url\)/g, (found, script) =>
      THREADS.some((thread) => basename(thread) === `${script}.ts`)
        ? `new URL(${JSON.stringify(pathToFileURL(join(folder, `${script}.js`)).href)})`
        : found,
    );
    return { contents, loader: "ts" as const };
  }
}

function inputOf(path: string): BuildRecord["inputs"][number] {
  const { size, mtimeMs } = statSync(join(ROOT, path));
  return [path, size, mtimeMs];
}

if (import.meta.main) {
  await buildAhead();
  console.log(`The commands that train start from ${BUILD_FOLDER} now.`);
}
