import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labelCustomers, newestOrder } from "../../src/customers/labels";
import { HEAD_FEATURES } from "../../src/models/heads";
import { headMatrix } from "../../src/models/snapshot";
import { DAY_MS } from "../../src/time";
import type { ShopRows } from "./rows";
import type { Contender } from "./rules";
import type { Trial } from "./trial";

const PEERS = join(import.meta.dir, "..", "peers");
const VENV = join(import.meta.dir, "..", "..", "artifacts_cache", "peers");

/**
 * The interpreter of the peers' own environment, which is made where it is missing and brought up to date where it was
 * made for other requirements; `PYTHON` names another.
 */
export async function peersPython(): Promise<string> {
  if (process.env.PYTHON) return process.env.PYTHON;
  const python = join(VENV, "bin", "python");
  const requirements = join(PEERS, "requirements.txt");
  const installed = Bun.file(join(VENV, "requirements.txt"));
  const asked = await Bun.file(requirements).text();
  if (existsSync(python) && (await installed.exists()) && (await installed.text()) === asked) return python;
  console.error(`making the peers' environment in ${VENV} …`);
  if (!existsSync(python)) await run(["python3", "-m", "venv", VENV]);
  await run([python, "-m", "pip", "install", "--quiet", "--requirement", requirements]);
  await Bun.write(installed, asked);
  return python;
}

/** The answers of scikit-learn and XGBoost, a list of contenders a trial. One process for all of them. */
export async function pythonPeers(
  python: string,
  shops: ReadonlyMap<string, ShopRows>,
  trials: readonly Trial[],
): Promise<Contender[][]> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-quality-"));
  try {
    await writeTrials(folder, shops, trials);
    const names = JSON.parse(await run([python, join(PEERS, "quality_peers.py"), folder])) as {
      churn: string[];
      spend: string[];
    };
    return await Promise.all(
      trials.map(async (_, number) => {
        const answers = new Float64Array(await Bun.file(join(folder, `${number}.answers`)).arrayBuffer());
        const rows = answers.length / (names.churn.length + names.spend.length);
        const line = (i: number) => answers.slice(i * rows, (i + 1) * rows);
        const all = [...new Set([...names.churn, ...names.spend])];
        return all.map((name) => {
          const churn = names.churn.indexOf(name);
          const spend = names.spend.indexOf(name);
          return {
            name,
            churn: churn < 0 ? null : line(churn),
            spend: spend < 0 ? null : line(names.churn.length + spend),
          };
        });
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeTrials(folder: string, shops: ReadonlyMap<string, ShopRows>, trials: readonly Trial[]) {
  const tables: Record<string, number> = {};
  const manifest = [];
  for (const [number, trial] of trials.entries()) {
    const rows = shops.get(trial.shop)!;
    const keyOf = async (cutoff: number) => {
      const key = `${trial.shop}-${trial.learnDays}-${cutoff}`;
      tables[key] ??= await writeTable(join(folder, key), rows, cutoff, trial.learnDays);
      return key;
    };
    const train = [];
    for (const cutoff of trial.trainCutoffs) train.push(await keyOf(cutoff));
    await Bun.write(join(folder, `${number}.tested`), rows.testedRows(trial));
    manifest.push({
      shop: trial.shop,
      train,
      test: await keyOf(trial.testCutoff),
      longer: trial.horizonDays / trial.learnDays,
      least_orders: trial.leastOrders,
      held_out: trial.heldOut !== null,
    });
  }
  const columns = HEAD_FEATURES.all.length;
  await Bun.write(join(folder, "manifest.json"), JSON.stringify({ columns, tables, trials: manifest }));
}

/** Writes one cutoff's features and labels (NaN where the window is not over) and returns the number of rows. */
async function writeTable(path: string, rows: ShopRows, cutoff: number, days: number): Promise<number> {
  const { table } = rows.snapshots(days).at(cutoff);
  const { purchases } = rows.shop;
  const isOver = cutoff + days * DAY_MS <= newestOrder(purchases);
  const missing = new Float64Array(table.rows).fill(NaN);
  const labels = isOver ? labelCustomers(purchases, table, days) : { churned: missing, spend: missing };
  await Bun.write(`${path}.x`, new Float32Array(headMatrix(table, "all").data));
  await Bun.write(`${path}.churned`, labels.churned);
  await Bun.write(`${path}.spend`, labels.spend);
  await Bun.write(`${path}.customer`, table.customer);
  return table.rows;
}

async function run(command: string[]): Promise<string> {
  const running = Bun.spawn(command, { stdout: "pipe", stderr: "pipe" });
  const [out, errors] = await Promise.all([
    new Response(running.stdout).text(),
    new Response(running.stderr).text(),
  ]);
  if ((await running.exited) !== 0) throw new Error(`${command.join(" ")} failed:\n${errors || out}`);
  return out;
}
