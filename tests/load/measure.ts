import { connect } from "node:net";

/** What is found out, for the report: `isMet` says whether its bar was. */
export interface Check {
  readonly name: string;
  readonly figure: string;
  readonly isMet: boolean;
}

export function check(name: string, isMet: boolean, figure: string): Check {
  return { name, isMet, figure };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const ms = (value: number) => `${Math.round(value)} ms`;

/** A server in a process of its own that does nothing else: how long it takes is the delay of the machine itself. */
const BARE =
  'console.log(Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("ok") }).url.href);';

/** Asks for /health several times a second until `stop`, over connections of its own, and a bare server beside it. */
export async function watchHealth(url: string) {
  const bare = Bun.spawn([process.execPath, "-e", BARE], { stdout: "pipe" });
  const { value } = await bare.stdout.getReader().read();
  const [own, beside] = [url, new TextDecoder().decode(value).trim()].map(asking);
  return {
    stop: async () => {
      const [{ tookMs, failed }, machine] = await Promise.all([own!.stop(), beside!.stop()]);
      bare.kill();
      const [p99Ms, machineMs] = [quantile(tookMs, 0.99), quantile(machine.tookMs, 0.99)];
      const told = failed.length > 0 ? ` (${failed.join(", ")})` : "";
      const figure = `${tookMs.length} answers, ${failed.length} failed${told}, 99th percentile ${ms(p99Ms)}, median ${ms(quantile(tookMs, 0.5))}; a bare server beside it ${ms(machineMs)}`;
      return { failed: failed.length, p99Ms, machineMs, figure };
    },
  };
}

function asking(url: string) {
  const tookMs: number[] = [];
  /** The status of each answer that was none, 0 where there was no answer at all. */
  const failed: number[] = [];
  let isOver = false;
  const request = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  const watching = (async () => {
    while (!isOver) {
      const from = performance.now();
      const status = await statusOf(url, request);
      if (status === 200) tookMs.push(performance.now() - from);
      else failed.push(status);
      await Bun.sleep(40);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return { tookMs, failed };
    },
  };
}

/** Sends bytes over a connection of its own and returns the status of the answer; 0 if there is none within `mostMs`. */
export function statusOf(url: string, bytes: string | Uint8Array, mostMs = 20_000): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let text = "";
    const over = () => {
      socket.destroy();
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0));
    };
    socket.setTimeout(mostMs, over);
    socket.on("error", over);
    socket.on("close", over);
    socket.on("data", (data) => {
      text += data.toString("latin1").slice(0, 100);
      if (text.length > 12) over();
    });
    socket.write(bytes);
  });
}
