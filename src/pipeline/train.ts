import { Random } from "../learning/random";
import { checkContactTerms } from "../models/contact/action-value";
import { countPairs } from "../models/products/next-products";
import type { EarlierSegment } from "../models/segments/segmentation";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../models/settings";
import { onePart } from "../transactions/parts";
import type { SourceFile } from "../transactions/read";
import type { Transactions } from "../transactions/transactions";
import { groundOf } from "./ground";
import { type LearningThread, learn, openLearningThread } from "./learn";
import { ShopProducts } from "./learn-products";
import { haveContacts, PeopleCollected } from "./people-collected";
import { type ProgressListener, reporter } from "./progress";
import { ShopParts } from "./shop-parts";
import type { Training } from "./training";

export interface TrainOptions {
  readonly settings?: Partial<TrainingSettings>;
  /** The previous model's segments; the new ones keep their ids and names. */
  readonly earlierSegments?: readonly EarlierSegment[];
  readonly onProgress?: ProgressListener;
  /** What the shop knows about its customers, one row each; the newest file last. */
  readonly customerFiles?: readonly SourceFile[];
}

/**
 * Learns segments, churn and lifetime value from cleaned order lines and scores every customer at the newest snapshot
 * with the exported ONNX files only. The same transactions and settings give the same result, bit for bit.
 */
export async function train(transactions: Transactions, options: TrainOptions = {}): Promise<Training> {
  using thread = openLearningThread();
  return await trainShop(thread, new ShopParts(onePart(transactions)), options);
}

/** `train` of a shop in parts, with a thread that is already open. */
export async function trainShop(
  thread: LearningThread,
  shop: ShopParts,
  { customerFiles = [], earlierSegments, ...options }: TrainOptions,
): Promise<Training> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  checkContactTerms(settings.contact);
  const report = reporter(options.onProgress);
  report("features");
  const people = customerFiles.length > 0 ? new PeopleCollected() : null;
  let hasContacts = false;
  const { products: all } = shop.shared;
  let pairs = shop.length > 1 ? 0 : null;
  const ground = await groundOf(shop, settings, new Random(settings.seed), (part) => {
    people?.add(part.transactions, part.first);
    hasContacts ||= haveContacts(part.transactions);
    if (pairs !== null && all.length > 0) pairs += countPairs(part.baskets);
  });
  const products = all.length > 0 ? new ShopProducts(ground, all.length, pairs) : null;
  const learning = learn(
    ...([shop, ground, earlierSegments, thread, report] as const),
    (part) => products?.add(part),
    () => products?.learn(thread),
  );
  // A failure is thrown where it is awaited.
  learning.catch(() => {});
  // What comes after learning is loaded while the thread learns: it takes longer than this one.
  const { finishTraining } = await import("./finish-training");
  const { readAttributes } = await import("../transactions/attributes/read-attributes");
  const told = people && {
    ...(await readAttributes(customerFiles, people)),
    customers: people.customers,
  };
  const { learned, columns } = await learning;
  return await finishTraining(
    shop,
    ground,
    { learned, columns, products, told, hasContacts },
    thread,
    report,
  );
}
