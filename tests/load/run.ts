/**
 * `bun run test:load`: a started server under load. Mixed calls for `--minutes` (2 by default, 60 by hand) of six clients
 * that pause for `--pause` milliseconds, 150 clients without a pause, a crowd of uploads and trainings (500 and 200 with
 * `--minutes` of 10 or more), then the hostile corpus against a server in a memory limit of 512 MB. Prints a line with its
 * figures for each bar. At last, plants three defects in copies of the project and checks that the bars are missed with
 * them. `--only fire` and `--only self-test` run these parts alone.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ifLeftBehind } from "../left-behind";
import { Copy } from "../planted/copies";
import { type LimitedServer, startLimited } from "./limited-server";
import type { Check } from "./measure";
import { crowd, furnish, overload, steady, underFire } from "./phases";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    pause: { type: "string", default: "20" },
    only: { type: "string" },
  },
});
const minutes = Number(values.minutes);
const pauseMs = Number(values.pause);
const isLong = minutes >= 10;
const folder = mkdtempSync(join(tmpdir(), "perennial-load-files-"));
const removeFolder = () => rmSync(folder, { recursive: true, force: true });
ifLeftBehind(removeFolder);
const checks: Check[] = [];

/** What must not go unnoticed: the file, the text, what stands there instead, and the phase that must notice. */
const PLANTED: readonly {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly phase: (server: LimitedServer) => Promise<Check[]>;
}[] = [
  {
    what: "no shedding",
    file: "src/api/turns.ts",
    from: "  wait(address: string, signal: AbortSignal): Promise<void> {\n",
    to: "  wait(address: string, signal: AbortSignal): Promise<void> {\n    if (address !== signal.reason) return Promise.resolve();\n",
    phase: (server) => overload(server, 5),
  },
  {
    what: "a defect in a reader",
    file: "src/pipeline/reading/reading-process.ts",
    from: 'if ("refused" in reply) throw new InputError(reply.refused);',
    to: 'if ("refused" in reply) throw new Error(reply.refused);',
    phase: (server) => underFire(server, 1),
  },
  {
    what: "a descriptor that stays open",
    file: "src/api/resources/health.ts",
    from: "    const { waiting, workers, running, idleProcesses } = queue.status();\n",
    to: '    const { waiting, workers, running, idleProcesses } = queue.status();\n    require("node:fs").openSync("/dev/null", "r");\n',
    phase: async (server) => {
      const looking = setInterval(() => fetch(`${server.url}/health`), 100);
      const found = await steady(server, 0.25, pauseMs);
      clearInterval(looking);
      return found;
    },
  },
];

try {
  if (values.only === undefined)
    await against({}, async (server) => {
      await furnish(server, folder);
      tell(await steady(server, minutes, pauseMs));
      tell(await overload(server, isLong ? 60 : 12));
      tell(await crowd(server, folder, isLong ? 500 : 60, isLong ? 200 : 6));
    });
  if (values.only !== "self-test")
    await against({ limitMb: 512 }, async (server) => tell(await underFire(server, isLong ? 10 : 1)));
  if (values.only !== "fire") await selfTest();
} finally {
  removeFolder();
}
const missed = checks.filter(({ isMet }) => !isMet);
console.log(`${checks.length - missed.length} pass\n${missed.length} fail`);
process.exit(missed.length === 0 ? 0 : 1);

async function against(
  options: Parameters<typeof startLimited>[0],
  use: (server: LimitedServer) => Promise<void>,
): Promise<void> {
  const server = await startLimited({ limitMb: 1536, ...options });
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

function tell(found: readonly Check[]): void {
  checks.push(...found);
  for (const { name, figure, isMet } of found) console.log(`${isMet ? "met " : "MISS"} ${name}: ${figure}`);
}

async function selfTest(): Promise<void> {
  const copy = new Copy();
  try {
    for (const { what, file, from, to, phase } of PLANTED) {
      const path = join(copy.root, file);
      const text = readFileSync(path, "utf8");
      if (text.split(from).length !== 2)
        throw new RangeError(`${file}: the text of "${what}" is not there once`);
      writeFileSync(
        path,
        text.replace(from, () => to),
      );
      let noticed: readonly Check[] = [];
      await against({ root: copy.root }, async (server) => {
        await furnish(server, folder);
        noticed = (await phase(server)).filter(({ isMet }) => !isMet);
      });
      writeFileSync(path, text);
      const figure =
        noticed.map(({ name, figure }) => `${name} (${figure})`).join("; ") || "nothing is missed";
      tell([{ name: `self-test, ${what}: noticed`, figure, isMet: noticed.length > 0 }]);
    }
  } finally {
    copy.remove();
  }
}
