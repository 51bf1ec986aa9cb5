import type { Route } from "../../../src/api/route";
import { destinationForms } from "./edit";
import { destinationsPage } from "./list";
import { destinationPages as onePages } from "./one";

/** Where lists of customers go, when, and what became of it. */
export const destinationPages: readonly Route[] = [destinationsPage, ...destinationForms, ...onePages];
