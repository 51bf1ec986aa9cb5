import type { ApiContext } from "../context";
import type { Route } from "../route";
import { audienceRoutes } from "./audience/route";
import { defaultModelRoutes } from "./default-model";
import { emailRoutes } from "./email";
import { healthRoutes } from "./health";
import { jobsRoutes } from "./jobs";
import { metricsRoutes } from "./metrics";
import { modelsRoutes } from "./models";
import { closePredictionLog } from "./predict/prediction-log";
import { predictRoutes } from "./predict/route";
import { predictionJobRoutes } from "./prediction-jobs";
import { predictionsRoutes } from "./predictions";
import { queueRoutes } from "./queue";
import { customersRoutes } from "./rights/customers";
import { tenantsRoutes } from "./rights/tenants";
import { segmentsRoutes } from "./segments";
import { trainingRoutes } from "./training";
import { uploadRoutes } from "./uploads/route";

/** Every route of the API, the table that the app, the OpenAPI document and the tests read. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...uploadRoutes,
  ...trainingRoutes,
  ...metricsRoutes,
  ...segmentsRoutes,
  ...defaultModelRoutes,
  ...modelsRoutes,
  ...predictRoutes,
  ...predictionJobRoutes,
  ...predictionsRoutes,
  ...audienceRoutes,
  ...queueRoutes,
  ...emailRoutes,
  ...jobsRoutes,
  ...customersRoutes,
  ...tenantsRoutes,
];

/**
 * Ends what the routes have begun and not finished, once no more requests come and before the store is closed: predictions that are
 * answered and not written yet, models that are open.
 */
export async function finishRoutes(context: Pick<ApiContext, "store" | "models">): Promise<void> {
  await closePredictionLog(context);
  await context.models.close();
}
