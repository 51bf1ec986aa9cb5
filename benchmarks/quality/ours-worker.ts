import { OurTests, ours } from "./ours";
import { ShopRows } from "./rows";
import type { Shop, Trial } from "./trial";

// Answers trials of the shops that it was sent: one message with the shops, then one a trial.
declare const self: Worker;

const shops = new Map<string, OurTests>();

self.onmessage = ({ data }: MessageEvent<{ shops: readonly Shop[] } | { trial: Trial }>) => {
  if ("shops" in data) {
    for (const shop of data.shops) shops.set(shop.name, new OurTests(new ShopRows(shop)));
    return;
  }
  const begun = performance.now();
  const answer = ours(shops.get(data.trial.shop)!, data.trial);
  self.postMessage({ ...answer, seconds: (performance.now() - begun) / 1000 });
};
