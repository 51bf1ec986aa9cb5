import type { Contestant, Place, Row } from "./row";
import type { Measured, Ran } from "./run";

/** The medians of a row. */
export interface Result {
  readonly key: string;
  readonly pairs: number;
  /** ISO day of the measurement. */
  readonly date: string;
  readonly commit: string;
  readonly ours: Measured;
  readonly peers: Readonly<Record<string, Measured>>;
}

/** Runs everybody once and checks the answers, then everybody in turn, and takes the medians. */
export async function measure(row: Row, place: Place, pairs: number): Promise<Result> {
  console.log(`\n${row.key}: ${row.work}`);
  const { ours, peers, check } = await row.prepare(place);
  const everybody = [ours, ...peers];
  const taken = new Map<string, Ran[]>(everybody.map(({ name }) => [name, []]));
  const round = async () => {
    for (const contestant of everybody) taken.get(contestant.name)!.push(await contestant.run());
  };
  await round();
  check(Object.fromEntries(everybody.map(({ name }) => [name, taken.get(name)![0]!.answer])));
  if (!row.isLong) for (const runs of taken.values()) runs.length = 0;
  while (taken.get(ours.name)!.length < pairs) await round();
  const medians = ({ name }: Contestant) => mediansOf(taken.get(name)!);
  for (const contestant of everybody) console.log(`  ${lineOf(contestant.name, medians(contestant))}`);
  const commit = Bun.spawnSync(["git", "rev-parse", "--short", "HEAD"], { cwd: import.meta.dir });
  return {
    key: row.key,
    pairs,
    date: new Date().toISOString().slice(0, 10),
    commit: commit.stdout.toString().trim(),
    ours: medians(ours),
    peers: Object.fromEntries(peers.map((peer) => [peer.name, medians(peer)])),
  };
}

function mediansOf(runs: readonly Ran[]): Measured {
  const median = (figure: keyof Measured) =>
    runs.map((run) => run[figure]).sort((a, b) => a - b)[runs.length >> 1]!;
  return { seconds: median("seconds"), cpuSeconds: median("cpuSeconds"), peakMb: median("peakMb") };
}

function lineOf(name: string, { seconds, cpuSeconds, peakMb }: Measured): string {
  return `${name.padEnd(20)} ${seconds.toFixed(3).padStart(9)} s ${cpuSeconds.toFixed(2).padStart(8)} CPU s ${peakMb.toFixed(0).padStart(7)} MB`;
}
