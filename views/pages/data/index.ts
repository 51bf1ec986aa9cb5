import type { Route } from "../../../src/api/route";
import { customerFilePages } from "./datasets/customer-upload";
import { datasetPages } from "./datasets/datasets";
import { notificationPages } from "./notifications";
import { queuePages } from "./queue/queue";
import { settingsPages } from "./settings/settings";
import { uploadPages } from "./upload/upload";
import { warehousePages } from "./warehouse/warehouse";
import { welcomePages } from "./welcome";

/** Files in, jobs, and what the shop has set. */
export const dataPages: readonly Route[] = [
  ...welcomePages,
  ...uploadPages,
  ...warehousePages,
  ...datasetPages,
  ...customerFilePages,
  ...queuePages,
  ...notificationPages,
  ...settingsPages,
];
