import { Queue } from "../../src/jobs/queue";
import { Store } from "../../src/store/store";
import { STAGED_WORKER, stagedHandler } from "./stage";

/** A server that runs the jobs of the store at the first argument, by workers who ask at the door of the second. */
const [path, door] = process.argv.slice(2) as [string, string];
const store = Store.open(path);
const handler = stagedHandler(store, door);
const silent = { info() {}, warn() {}, error() {} };
const queue = new Queue({
  store,
  handlers: { training: handler, prediction: handler, backtest: handler, erasure: handler },
  log: silent,
  workers: 2,
  workerFile: STAGED_WORKER,
});
process.on("SIGTERM", async () => {
  await queue.stop({ graceMs: 0 });
  store.close();
  process.exit();
});
queue.start();
