import type { Route } from "../../src/api/route";
import { accountPages } from "./account";
import { audiencePages } from "./audience";
import { backtestPages } from "./backtests";
import { cohortPages } from "./cohorts";
import { customersPages } from "./customers/customers";
import { dataPages } from "./data";
import { destinationPages } from "./destinations";
import { experimentPages } from "./experiments/experiments";
import { findPages } from "./find";
import { glossaryPages } from "./glossary";
import { migrationPages } from "./migration";
import { modelPages } from "./models";
import { ordersPages } from "./orders";
import { overviewPages } from "./overview/overview";
import { predictionsPages } from "./predictions/predictions";
import { productPages } from "./products/products";
import { reportPages } from "./report/report";
import { rfmPages } from "./rfm";
import { segmentPages } from "./segments/segments";

/** Every page of the dashboards. */
export const pages: readonly Route[] = [
  ...accountPages,
  ...dataPages,
  ...modelPages,
  ...backtestPages,
  ...experimentPages,
  ...customersPages,
  ...predictionsPages,
  ...overviewPages,
  ...ordersPages,
  ...segmentPages,
  ...productPages,
  ...reportPages,
  ...rfmPages,
  ...audiencePages,
  ...destinationPages,
  ...cohortPages,
  ...migrationPages,
  ...glossaryPages,
  ...findPages,
];
