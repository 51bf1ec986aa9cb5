import type { Defect } from "../defect";
import { ANSWERS } from "./answers";
import { API } from "./api";
import { AUTH } from "./auth";
import { JOBS } from "./jobs";
import { LEARNING } from "./learning";
import { NOTIFY } from "./notify";
import { READING } from "./reading";
import { STORE } from "./store";

/** Planted defects by room. */
export const ROOMS: Readonly<Record<string, readonly Defect[]>> = {
  store: STORE,
  auth: AUTH,
  api: API,
  jobs: JOBS,
  notify: NOTIFY,
  reading: READING,
  learning: LEARNING,
  answers: ANSWERS,
};

export const DEFECTS: readonly Defect[] = Object.values(ROOMS).flat();
