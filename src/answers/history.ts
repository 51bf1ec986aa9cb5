import { type Bought, boughtOfModel } from "./bought";
import type { Files } from "./model-files";
import type { OpenModel } from "./open-model";
import { type Orders, ordersOfModel } from "./orders";

/** What is asked of customers beyond their table. */
export interface Needs {
  readonly orders: boolean;
  readonly bought: boolean;
}

export const NO_NEEDS: Needs = { orders: false, bought: false };

/** What the files beside the customer table tell. Null: not asked for, or the model does not know it. */
export interface History {
  /** The newest order of the data, milliseconds since 1970. */
  readonly asOf: number;
  readonly orders: Orders | null;
  readonly bought: Bought | null;
}

/** Reads what is needed, once for each open model. */
export async function historyOfModel(
  files: Files,
  artifactPrefix: string,
  model: OpenModel,
  needs: Needs,
): Promise<History> {
  const [orders, bought] = await Promise.all([
    needs.orders ? ordersOfModel(files, artifactPrefix, model) : null,
    needs.bought ? boughtOfModel(files, artifactPrefix, model) : null,
  ]);
  return { asOf: Date.parse(model.card.as_of), orders, bought };
}
