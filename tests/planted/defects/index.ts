import type { Defect } from "../defect";
import { ANSWERS } from "./answers";
import { API } from "./api";
import { AUTH } from "./auth";
import { JOBS } from "./jobs";
import { LEARNING } from "./learning";
import { NOTIFY } from "./notify";
import { READING } from "./reading";
import { STORE } from "./store";

/** Every planted defect, by room. */
export const DEFECTS: readonly Defect[] = [
  ...STORE,
  ...AUTH,
  ...API,
  ...JOBS,
  ...NOTIFY,
  ...READING,
  ...LEARNING,
  ...ANSWERS,
];
