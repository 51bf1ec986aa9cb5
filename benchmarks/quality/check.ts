/**
 * `bun run check:quality`: how good the predictions are on public files, beside what the field would do, and on
 * generated customers whose truth is known. Prints Markdown. It judges; it does not fail: the exit code is 0 unless
 * something broke.
 *
 * bun run check:quality [--json FILE] [--page FILE: the summary, as in docs/quality.md] [--only KEY,…] [--seeds N] [--reference-seeds N] [--replicates N] [--customers N: of each invented shop] [--cdnow-every N: each n-th customer of CDNOW; 1 takes long] [--threads N] [--no-peers]
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Random } from "../../src/learning/random";
import { askOurs, askTruth } from "./ask";
import { barsOf, barText } from "./bars";
import { type Fold, judge, OURS, withOrders } from "./judge";
import { type Level, levelBarsText, levelsOf, levelsText } from "./levels";
import type { Target } from "./metrics";
import { qualityPage, type Result } from "./page";
import { judgementText } from "./print";
import { truthText } from "./print-truth";
import { peersPython, pythonPeers } from "./python-peers";
import { ShopRows } from "./rows";
import { type Contender, equalBlend, rules } from "./rules";
import { type Section, sectionsOf } from "./sections";
import { inventedShops, REAL_SHOPS, readShop, shopFile } from "./shops";
import type { Shop, Trial } from "./trial";

const { values: options } = parseArgs({
  options: {
    json: { type: "string" },
    page: { type: "string" },
    only: { type: "string" },
    seeds: { type: "string", default: "2" },
    "reference-seeds": { type: "string", default: "10" },
    replicates: { type: "string", default: "100" },
    "cdnow-every": { type: "string", default: "4" },
    customers: { type: "string", default: "2500" },
    threads: { type: "string", default: String(Math.min(4, availableParallelism())) },
    "no-peers": { type: "boolean", default: false },
  },
});
const only = options.only?.split(",");
const wanted = (key: string) => only === undefined || only.some((part) => key.startsWith(part));

const shops: Shop[] = [];
for (const name of REAL_SHOPS) {
  const path = shopFile(name);
  if (path === null) console.log(`left out: ${name}, whose file is not on this machine`);
  else shops.push(await readShop(name, path, Number(options["cdnow-every"])));
}
if (only === undefined || only.some((part) => part.startsWith("invented")))
  shops.push(...inventedShops(Number(options.customers), 1));
const sections = shops
  .flatMap((shop) =>
    sectionsOf(shop, { seeds: Number(options.seeds), referenceSeeds: Number(options["reference-seeds"]) }),
  )
  .filter(({ key }) => wanted(key));
const trials = sections.flatMap((section) => section.trials);
const rows = new Map(shops.map((shop) => [shop.name as string, new ShopRows(shop)]));
const [answers, peers, truth] = await Promise.all([
  askOurs(shops, trials, Number(options.threads)),
  options["no-peers"]
    ? trials.map((): Contender[] => [])
    : peersPython().then((python) => pythonPeers(python, rows, trials)),
  wanted("truth") ? askTruth() : null,
]);

const results: Result[] = [];
const allLevels: (Level & { readonly section: string })[] = [];
for (const section of sections) {
  console.log(`\n## ${section.title}\n${section.note}\n`);
  const numbers = section.trials.map((trial) => trials.indexOf(trial));
  const folds = foldsOf(numbers);
  judgeAndPrint(section, "all customers", "churn", folds);
  judgeAndPrint(section, "all customers", "spend", folds);
  if (section.trials[0]!.leastOrders < 2) {
    const repeaters = folds.map((fold) => withOrders(fold, 2));
    judgeAndPrint(section, "two orders or more", "spend", repeaters);
  }
  const levels = levelsOf(shopRows(section.trials[0]!).shop, section.trials, folds);
  allLevels.push(...levels.map((level) => ({ section: section.key, ...level })));
  console.log(levelsText(levels));
  const notes = new Set(numbers.map((number) => answers[number]!.note));
  const time = numbers.reduce((sum, number) => sum + answers[number]!.seconds, 0) / numbers.length;
  console.log(`\nOurs, ${time.toFixed(1)} s a training:`);
  for (const note of notes) console.log(`- ${note}`);
}
if (truth) console.log(truthText(truth));
printSummary();
if (options.page) await Bun.write(options.page, qualityPage(sections, results, allLevels));
if (options.json)
  await Bun.write(options.json, JSON.stringify({ results, levels: allLevels, truth }, plain, 2));

function judgeAndPrint(section: Section, customers: string, target: Target, folds: readonly Fold[]): void {
  const random = new Random(1).fork(`${section.key} ${customers} ${target}`);
  const judgement = judge(folds, target, Number(options.replicates), random);
  const bars = barsOf(section, target, judgement);
  results.push({ section: section.key, customers, target, judgement, bars });
  console.log(`### ${target === "churn" ? "Churn" : "Spend"}, ${customers}`);
  console.log(judgementText(judgement, target));
  for (const bar of bars) console.log(`- ${barText(bar)}`);
  console.log();
}

function foldsOf(numbers: readonly number[]): Fold[] {
  const byFold = Map.groupBy(numbers, (number) => trials[number]!.fold);
  return [...byFold.values()].map((parts) => {
    const outcomes = parts.map((number) => shopRows(trials[number]!).outcome(trials[number]!));
    const contenders = parts.map((number) => contendersOf(number));
    const joined = (columns: readonly (Float64Array | null)[]) =>
      columns.every((column) => column !== null)
        ? Float64Array.from(columns.flatMap((column) => Array.from(column)))
        : null;
    const answersOf = (target: Target) =>
      new Map(
        contenders[0]!.flatMap(({ name }) => {
          const column = joined(
            contenders.map((list) => list.find((other) => other.name === name)?.[target] ?? null),
          );
          return column ? [[name, column] as const] : [];
        }),
      );
    const bound = (which: "low" | "high") => joined(parts.map((number) => answers[number]![which]))!;
    return {
      customer: Int32Array.from(outcomes.flatMap(({ customer }) => Array.from(customer))),
      orders: joined(outcomes.map(({ orders }) => orders))!,
      churned: joined(outcomes.map(({ churned }) => churned))!,
      spend: joined(outcomes.map(({ spend }) => spend))!,
      churn: answersOf("churn"),
      spendBy: answersOf("spend"),
      low: bound("low"),
      high: bound("high"),
    };
  });
}

function contendersOf(number: number): Contender[] {
  const { churn, spend, members } = answers[number]!;
  const own = { name: OURS, churn, spend };
  const others = [...rules(shopRows(trials[number]!), trials[number]!), ...peers[number]!];
  return [own, ...members, ...others, ...equalBlend(others)];
}

function shopRows(trial: Trial): ShopRows {
  return rows.get(trial.shop)!;
}

function printSummary(): void {
  const verdicts = results.flatMap((result) => result.judgement.verdicts);
  const count = (kind: string) => verdicts.filter(({ verdict }) => verdict === kind).length;
  const bars = [...results.flatMap((result) => result.bars), ...(truth?.bars ?? [])];
  console.log(
    `\n## In all\n${count("best")} best, ${count("within spread of best")} within spread of best, ${count("behind")} behind, of ` +
      `${verdicts.length} figures; ${bars.filter(({ met }) => met).length} of ${bars.length} bars met.\n`,
  );
  for (const { section, customers, target, judgement, bars: own } of results) {
    const behind = judgement.verdicts.filter(({ verdict }) => verdict === "behind");
    for (const { metric, best } of behind)
      console.log(`- ${section}, ${target}, ${customers}: ${metric} behind ${best}`);
    for (const bar of own.filter(({ met }) => !met))
      console.log(`- ${section}, ${target}, ${customers}: ${barText(bar)}`);
  }
  console.log(levelBarsText(allLevels));
  for (const bar of truth?.bars ?? []) if (!bar.met) console.log(`- truth: ${barText(bar)}`);
}

/** Maps as objects, numbers that are none as null. */
function plain(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
