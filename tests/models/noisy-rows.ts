import { matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { HEAD_INPUTS } from "../../src/models/heads";
import type { LabelledRows } from "../../src/models/judging/labelled-rows";
import { withBaseRates } from "../../src/models/spend/base-rates";

/** `leavers` ones, then `stayers` zeros. */
export function labels(leavers: number, stayers: number): Float64Array {
  return new Float64Array(leavers + stayers).fill(1, 0, leavers);
}

/**
 * Rows of the base head in which leavers have waited longer and stayers spend what they have spent, about; everything
 * else is noise. `cutoffs` rows a customer, one after another.
 */
export function rowsOf(churned: Float64Array, random = new Random(8), cutoffs = 1): LabelledRows {
  const features = HEAD_INPUTS.base.length;
  const monetary = HEAD_INPUTS.base.indexOf("monetary");
  const x = matrix(churned.length, features);
  for (let i = 0; i < x.data.length; i++) x.data[i] = Math.fround(random.exponential(0.1));
  for (let i = 0; i < churned.length; i++) x.data[i * features]! += 20 * churned[i]!;
  return {
    x: withBaseRates(x),
    churned,
    spend: churned.map((label, i) =>
      label === 1 ? 0 : (1 + x.data[i * features + monetary]!) * Math.exp(0.4 * random.normal()),
    ),
    customer: Int32Array.from(churned, (_, i) => Math.floor(i / cutoffs)),
    cutoff: Float64Array.from(churned, (_, i) => i % cutoffs),
  };
}
