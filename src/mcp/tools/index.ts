import type { Tool } from "../tool";
import { campaignResults } from "./campaign-results";
import { findCustomers } from "./find-customers";
import { forecast } from "./forecast";
import { getCustomer } from "./get-customer";
import { listModels } from "./list-models";
import { listSegments } from "./list-segments";
import { modelQuality } from "./model-quality";
import { previewAudience } from "./preview-audience";
import { thisWeek } from "./this-week";

/** Every tool, in the order of a conversation. */
export const tools: readonly Tool[] = [
  thisWeek,
  listSegments,
  findCustomers,
  getCustomer,
  previewAudience,
  forecast,
  campaignResults,
  modelQuality,
  listModels,
];
