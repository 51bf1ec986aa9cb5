import type { Route } from "../route";
import { audienceRoutes } from "./audience/route";
import { backtestRoutes } from "./backtests";
import { datasetRoutes } from "./datasets/route";
import { defaultModelRoutes } from "./default-model";
import { destinationRoutes } from "./destinations/route";
import { emailRoutes } from "./email";
import { healthRoutes } from "./health";
import { inngestRoutes } from "./inngest";
import { jobsRoutes } from "./jobs";
import { metricsRoutes } from "./metrics";
import { modelCohortsRoute } from "./model-cohorts";
import { modelCustomersRoute } from "./model-customers";
import { modelDatasetRoute } from "./model-dataset";
import { modelProductsRoutes } from "./model-products";
import { modelsRoutes } from "./models";
import { notificationRoutes } from "./notifications";
import { predictRoutes } from "./predict/route";
import { predictionJobRoutes } from "./prediction-jobs";
import { predictionsRoutes } from "./predictions";
import { queueRoutes } from "./queue";
import { customersRoutes } from "./rights/customers";
import { tenantsRoutes } from "./rights/tenants";
import { runsRoutes } from "./runs";
import { segmentChangeRoutes } from "./saved-segments/changes";
import { checkRuleRoute } from "./saved-segments/check";
import { savedSegmentRoutes } from "./saved-segments/saved-segments";
import { segmentsRoutes } from "./segments";
import { trainingRoutes } from "./training";
import { uploadRoutes } from "./uploads/route";
import { warehouseRoutes } from "./warehouses";
import { webhookRoutes } from "./webhooks";

/** Every route of the API. The app, the OpenAPI document and the tests read this table. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...uploadRoutes,
  ...datasetRoutes,
  ...warehouseRoutes,
  ...trainingRoutes,
  ...backtestRoutes,
  ...runsRoutes,
  ...metricsRoutes,
  ...segmentsRoutes,
  ...defaultModelRoutes,
  ...modelsRoutes,
  modelDatasetRoute,
  modelCustomersRoute,
  ...modelProductsRoutes,
  modelCohortsRoute,
  ...predictRoutes,
  ...predictionJobRoutes,
  ...predictionsRoutes,
  ...audienceRoutes,
  checkRuleRoute,
  ...savedSegmentRoutes,
  ...segmentChangeRoutes,
  ...destinationRoutes,
  ...queueRoutes,
  ...emailRoutes,
  ...inngestRoutes,
  ...jobsRoutes,
  ...notificationRoutes,
  ...webhookRoutes,
  ...customersRoutes,
  ...tenantsRoutes,
];
