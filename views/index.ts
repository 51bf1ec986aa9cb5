import type { Dashboards } from "../src/api/app";
import type { Config } from "../src/config";
import { assetRoutes } from "./assets";
import { errorPage } from "./error-page";
import { pages } from "./pages";
import { rootRoute } from "./root";

/** The dashboards: what `createApp` serves beside the API. */
export function dashboards(config: Config): Dashboards {
  return {
    pages: [rootRoute, ...assetRoutes, ...pages],
    errorPage: (request, answered, state) => errorPage(config, request, answered, state),
  };
}
