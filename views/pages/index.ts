import type { Route } from "../../src/api/route";
import { signInPages } from "./account/sign-in";
import { rfmPages } from "./rfm/rfm";

/** Every page of the dashboards. */
export const pages: readonly Route[] = [...signInPages, ...rfmPages];
