import type { Route } from "../../../src/api/route";
import { comparePages } from "./compare";
import { downloadPages } from "./downloads";
import { managePages } from "./manage";
import { modelListPages } from "./model-list";
import { oneModelPages } from "./one-model";

/** The models: list, one, two side by side, files. */
export const modelPages: readonly Route[] = [
  ...modelListPages,
  ...comparePages,
  ...managePages,
  ...downloadPages,
  ...oneModelPages,
];
