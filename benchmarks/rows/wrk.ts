import { writeFileSync } from "node:fs";
import { TENANT_HEADERS } from "./serving";

/** What wrk measured. */
export type Load = Readonly<Record<"per_second" | "p50_ms" | "p99_ms" | "max_ms" | "failed", number>>;

/** Writes a script that sends the bodies to `/predict` in turn and prints what was measured as JSON. */
export function wrkScript(path: string, bodies: readonly unknown[]): string {
  const texts = bodies.map((body) => `[==[${JSON.stringify(body)}]==]`).join(",\n");
  const headers = Object.entries(TENANT_HEADERS).map(([name, value]) => `["${name}"] = "${value}"`);
  writeFileSync(
    path,
    `local bodies = {${texts}}
local headers = {${headers.join(", ")}}
local n = 0
request = function()
  n = n % #bodies + 1
  return wrk.format("POST", "/predict", headers, bodies[n])
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"failed":%d}\\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
`,
  );
  return path;
}

/** So many connections, each of which asks again as soon as it is answered. */
export async function load(url: string, script: string, connections: number, seconds: number): Promise<Load> {
  const run = Bun.spawn(["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, `${url}/predict`], {
    stdout: "pipe",
  });
  const text = await new Response(run.stdout).text();
  if ((await run.exited) !== 0) throw new Error(`wrk failed: ${text}`);
  return JSON.parse(text.trim().split("\n").at(-1)!);
}
