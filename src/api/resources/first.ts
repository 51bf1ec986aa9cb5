import type { ApiContext } from "../context";
import type { Route } from "../route";
import { healthRoutes } from "./health";
import { closePredictionLog } from "./predict/prediction-log";
import { predictRoutes } from "./predict/route";

/**
 * The routes that a server answers before it has loaded the others: whether it is up, and predictions. Keep their
 * imports few: each one makes every start longer.
 */
export const firstRoutes: readonly Route[] = [...healthRoutes, ...predictRoutes];

/**
 * Finishes what the routes started: writes the predictions already answered and closes open models. Call it after the
 * last request and before closing the store.
 */
export async function finishRoutes(context: Pick<ApiContext, "store" | "models">): Promise<void> {
  await closePredictionLog(context);
  await context.models.close();
}
