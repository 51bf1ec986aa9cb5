import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COUNTERPARTS } from "../integrations/counterparts";

const SCHEMATHESIS = join(COUNTERPARTS, "fuzz", "python", "bin", "schemathesis");
export const hasSchemathesis = existsSync(SCHEMATHESIS);

/** What an answer must be: no defect, and what the document says of it. */
const CHECKS =
  "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance";
const CHECKED_BODIES = `${CHECKS},response_schema_conformance`;
/** Of a stream of events, the document can only say that it is text, while Schemathesis would check each event. */
const STREAM = "/jobs/{job_id}/events";
/** Erasing the tenant ends all further writes, and Inngest signs its calls. */
const LEFT_OUT = ["/tenants/{tenant_id}", "/api/inngest"];

/**
 * An address of more than some thousand bytes is refused with 431 by the HTTP server itself, before any route is known, so
 * no route of the document names it.
 */
const HOOKS = `import urllib.parse
import schemathesis


@schemathesis.hook
def filter_query(context, query):
    return query is None or len(urllib.parse.quote(str(query))) < 4000
`;

/** What Schemathesis found at the server. */
export interface ApiResult {
  readonly requests: number;
  readonly isSound: boolean;
  readonly printed: string;
}

/** Sends what Schemathesis makes of the server's own document: its examples, its limits, and drawn values. */
export async function fuzzApi(url: string, seed: number, mostSeconds: number): Promise<ApiResult> {
  const stream = await schemathesis(url, seed, Math.ceil(mostSeconds / 4), {
    checks: CHECKS,
    paths: ["--include-path", STREAM],
  });
  const others = await schemathesis(url, seed, mostSeconds, {
    checks: CHECKED_BODIES,
    paths: [...LEFT_OUT, STREAM].flatMap((path) => ["--exclude-path", path]),
  });
  return {
    requests: stream.requests + others.requests,
    isSound: stream.isSound && others.isSound,
    printed: [stream, others].map(({ printed }) => printed).join("\n"),
  };
}

async function schemathesis(
  url: string,
  seed: number,
  mostSeconds: number,
  { checks, paths }: { readonly checks: string; readonly paths: readonly string[] },
): Promise<ApiResult> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-schemathesis-"));
  const options = {
    "--url": url,
    "--header": "X-Tenant-Id: shop",
    "--checks": checks,
    "--phases": "examples,coverage,fuzzing",
    "--max-examples": "20",
    "--max-time": String(mostSeconds),
    "--seed": String(seed),
    "--request-timeout": "20",
    "--generation-database": "none",
    "--warnings": "off",
  };
  const words = [
    ...Object.entries(options).flat(),
    ...paths,
    "--no-color",
    "--no-shrink",
    "--continue-on-failure",
  ];
  writeFileSync(join(folder, "hooks.py"), HOOKS);
  const run = Bun.spawn([SCHEMATHESIS, "run", `${url}/docs/json`, ...words], {
    cwd: folder,
    env: { ...process.env, SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: folder },
    stdout: "pipe",
    stderr: "pipe",
  });
  const printed = (await new Response(run.stdout).text()) + (await new Response(run.stderr).text());
  const code = await run.exited;
  rmSync(folder, { recursive: true, force: true });
  const requests = Number(/(\d+) generated/.exec(printed)?.[1] ?? 0);
  return { requests, isSound: code === 0 && requests > 0, printed };
}
