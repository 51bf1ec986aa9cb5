import { Store } from "../../src/store/store";
import { datasetRow, modelRow } from "./rows";

/**
 * Another process that writes to the store it is given: a dataset and a model in one transaction, again and again,
 * telling its parent how many are committed, until it is told to stop.
 */
const store = Store.open(process.argv[2]!);
let stopped = false;
process.on("message", () => {
  stopped = true;
});
process.on("disconnect", () => process.exit());

for (let pairs = 1; !stopped; pairs++) {
  store.transaction(() => {
    store.datasets.insert("t", datasetRow(`d${pairs}`));
    store.models.insert("t", modelRow(`m${pairs}`));
  });
  process.send!(pairs);
  await new Promise((resolve) => setImmediate(resolve));
}
store.close();
process.disconnect!();
