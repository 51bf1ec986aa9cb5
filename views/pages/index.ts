import type { Route } from "../../src/api/route";
import { signInPages } from "./account/sign-in";
import { audiencePages } from "./audience";
import { cohortPages } from "./cohorts/cohorts";
import { customersPages } from "./customers/customers";
import { dataPages } from "./data";
import { experimentPages } from "./experiments/experiments";
import { migrationPages } from "./migration/migration";
import { modelPages } from "./models";
import { overviewPages } from "./overview/overview";
import { predictionsPages } from "./predictions/predictions";
import { reportPages } from "./report/report";
import { rfmPages } from "./rfm/rfm";
import { segmentPages } from "./segments/segments";

/** Every page of the dashboards. */
export const pages: readonly Route[] = [
  ...signInPages,
  ...dataPages,
  ...modelPages,
  ...experimentPages,
  ...customersPages,
  ...predictionsPages,
  ...overviewPages,
  ...segmentPages,
  ...reportPages,
  ...rfmPages,
  ...audiencePages,
  ...cohortPages,
  ...migrationPages,
];
