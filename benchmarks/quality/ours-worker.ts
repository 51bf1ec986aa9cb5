import type { Effort } from "../../src/models/settings";
import { ours } from "./ours";
import { ShopRows } from "./rows";
import type { Shop, Trial } from "./trial";

// Answers trials of the shops that it was sent: one message with the shops and the effort, then one a trial.
declare const self: Worker;

const shops = new Map<string, ShopRows>();
let effort: Effort = "full";

self.onmessage = ({ data }: MessageEvent<{ shops: readonly Shop[]; effort: Effort } | { trial: Trial }>) => {
  if ("shops" in data) {
    effort = data.effort;
    for (const shop of data.shops) shops.set(shop.name, new ShopRows(shop));
    return;
  }
  const begun = performance.now();
  const answer = ours(shops.get(data.trial.shop)!, data.trial, effort);
  self.postMessage({ ...answer, seconds: (performance.now() - begun) / 1000 });
};
