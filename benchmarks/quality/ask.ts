import type { Contender } from "./rules";
import type { Answer, Shop, Trial } from "./trial";
import type { Truth } from "./truth";

export type OurAnswer = Answer & {
  readonly note: string;
  /** The parts of ours alone. */
  readonly members: readonly Contender[];
  readonly seconds: number;
};

/**
 * The product's answers to all trials, in their order, from as many threads as `threads`; the longest are begun first.
 */
export async function askOurs(
  shops: readonly Shop[],
  trials: readonly Trial[],
  threads: number,
): Promise<OurAnswer[]> {
  const customers = new Map(shops.map(({ name, purchases }) => [name, purchases.customers]));
  const rows = ({ shop, trainCutoffs }: Trial) => customers.get(shop)! * trainCutoffs.length;
  const waiting = [...trials.keys()].sort((a, b) => rows(trials[b]!) - rows(trials[a]!));
  const answers = new Array<OurAnswer>(trials.length);
  await Promise.all(
    Array.from({ length: Math.min(threads, trials.length) }, async () => {
      const worker = new Worker(new URL("./ours-worker.ts", import.meta.url));
      worker.postMessage({ shops });
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
        const answer = reply<OurAnswer>(worker);
        worker.postMessage({ trial: trials[number] });
        answers[number] = await answer;
        console.error(`${answers.filter(Boolean).length} of ${trials.length} trainings`);
      }
      worker.terminate();
    }),
  );
  return answers;
}

/** What the truth of generated customers says, from a thread of its own. */
export async function askTruth(): Promise<Truth> {
  const worker = new Worker(new URL("./truth-worker.ts", import.meta.url));
  const truth = reply<Truth>(worker);
  worker.postMessage(null);
  const found = await truth;
  worker.terminate();
  return found;
}

function reply<Answered>(worker: Worker): Promise<Answered> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answered>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
}
