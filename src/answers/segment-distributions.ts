import { amountEdges, type Distribution, distribution } from "./distribution";
import { onceAModel } from "./once-a-model";
import type { OpenModel } from "./open-model";

const RECENCY_EDGES = [0, 15, 31, 61, 91, 181, 366];
const FREQUENCY_EDGES = [1, 2, 3, 4, 6, 11, 21];

/** When, how often and for how much a segment's customers buy, compared with everyone. */
export interface SegmentDistributions {
  readonly recency: Distribution;
  readonly frequency: Distribution;
  readonly spend: Distribution;
}

const known = onceAModel(() => new Map<number, SegmentDistributions>());

/** For the segment `id`, counted once. */
export function segmentDistributions(model: OpenModel, id: number): SegmentDistributions {
  const made = known(model).get(id);
  if (made) return made;
  const { customers } = model;
  const group = customers.numbers("segment");
  const spent = customers.numbers("monetary");
  const all = {
    recency: distribution(customers.numbers("recency_days"), group, id, RECENCY_EDGES),
    frequency: distribution(customers.numbers("frequency"), group, id, FREQUENCY_EDGES),
    spend: distribution(spent, group, id, amountEdges(spent)),
  };
  known(model).set(id, all);
  return all;
}
