import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Config, VERSION } from "../config";
import { UserError } from "../errors";
import { LocalHands } from "../jobs/hands";
import { isInngestOn } from "../jobs/inngest/client";
import { Pool } from "../jobs/pool";
import { WORKER_FILE } from "../jobs/queue";
import { connectWorker, serveWorker } from "../jobs/steps/join-inngest";
import { Membership } from "../jobs/steps/membership";
import { PresenceSigns } from "../jobs/steps/presence";
import { type OtherReleaseError, StepDoer } from "../jobs/steps/step-doer";
import type { BlobPlace } from "../store/blobs";
import { InUse } from "../store/bucket/in-use";
import { requireWritable } from "../store/data-folder";
import { exchangeOf } from "../store/exchange";
import { NO_TENANT, stepsPrefix } from "../store/object-keys";
import { openBlobs } from "../store/open-blobs";
import { storePath } from "../store/store";
import { bucketOf } from "./bucket-of";
import { openLog } from "./log";

/** After the signal, steps under way have this long before they are given to others. */
const GRACE_MS = 5000;
/** After so long without an answer, the log says so. */
const HINT_MS = 5000;
/** No step has this name. */
const NOTHING = stepsPrefix(NO_TENANT, "-");

interface WorkOptions {
  readonly connect?: string | true;
  readonly serve?: boolean;
  readonly name?: string;
}

/** Takes steps from a server until SIGTERM or SIGINT, or until a server of another release asks. */
export async function work(given: Config, { connect, serve, name = hostname() }: WorkOptions): Promise<void> {
  if (connect && serve) throw new UserError("Give either --connect or --serve: a worker joins in one way.");
  const config = typeof connect === "string" ? { ...given, inngestBaseUrl: urlOf(connect) } : given;
  const place = placeOf(config);
  const log = openLog(config.logLevel);
  requireWritable(config.dataDir);
  const stopped = Promise.withResolvers<OtherReleaseError | null>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stopped.resolve(null));
  const pool = new Pool(WORKER_FILE);
  const exchange = exchangeOf(openBlobs(place));
  const doer = new StepDoer({
    ...{ exchange, place, name, log },
    work: new InUse(join(config.dataDir, "steps")),
    hands: new LocalHands(pool, config.workers),
    silenceMs: config.workerSilenceSeconds * 1000,
    onCutOff: () => membership.pause(),
    onChange: () => signs.changed(),
  });
  const signs = new PresenceSigns({ exchange, name, doing: () => doer.doing, now: Date.now });
  const options = { config, doer, name, most: config.workers, log, onOtherRelease: stopped.resolve };
  const membership = new Membership({
    join: async () =>
      serve ? serveWorker(options, { hostname: config.host, port: config.port }) : connectWorker(options),
    isBack: () =>
      exchange.has(NOTHING).then(
        () => true,
        () => false,
      ),
    log,
  });
  const hint = setTimeout(() => {
    log.warn(
      {},
      "Inngest does not answer yet. Check INNGEST_BASE_URL, INNGEST_SIGNING_KEY and the network; this worker tries on",
    );
  }, HINT_MS);
  const begin = async () => {
    try {
      const url = await membership.join();
      signs.start();
      console.log(`ready: ${[name, `Perennial ${VERSION}`, ...(url ? [url] : [])].join(", ")}`);
    } finally {
      clearTimeout(hint);
    }
  };
  // Whoever tries on without an end can still be stopped.
  await Promise.race([begin(), stopped.promise]);
  const refused = await stopped.promise;
  log.info({}, "going down");
  const left = membership.leave();
  await Promise.race([left, Bun.sleep(GRACE_MS)]);
  doer.leave();
  await Promise.race([left, Bun.sleep(GRACE_MS)]);
  await signs.end(GRACE_MS, { stays: refused !== null });
  await pool.end();
  if (refused) throw refused;
}

function urlOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UserError(`--connect ${text} is no address. Give one such as https://inngest.example.com.`);
  return text;
}

/** Where the worker finds what the server keeps. Throws a UserError if that cannot be. */
function placeOf(config: Config): BlobPlace {
  if (!isInngestOn(config))
    throw new UserError(
      "Workers get their work from Inngest, which is off. Set the INNGEST_… variables as on the server.",
    );
  const bucket = bucketOf(config);
  if (bucket) return { dataDir: join(config.dataDir, "worker"), bucket };
  if (existsSync(storePath(config.dataDir))) return { dataDir: config.dataDir };
  throw new UserError(
    `${config.dataDir} is not the data folder of a server, and no bucket is set. A worker on another machine needs the server's bucket: set B2_BUCKET, B2_ENDPOINT, B2_REGION, B2_KEY_ID and B2_APP_KEY as on the server. On the server's own machine, set DATA_DIR to the server's folder.`,
  );
}
