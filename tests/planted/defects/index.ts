import type { Defect } from "../defect";
import { ANSWERS } from "./answers";
import { API } from "./api";
import { AUTH } from "./auth";
import { JOBS } from "./jobs";
import { LEARNING } from "./learning";
import { NOTIFY } from "./notify";
import { READING } from "./reading";
import { STORE } from "./store";

/** The rooms of which every defect has been planted in a run in whole. The sample is drawn from these. */
export const PROVEN: readonly Defect[] = [...STORE, ...AUTH, ...API, ...JOBS, ...NOTIFY];

/** Every planted defect, by room. */
export const DEFECTS: readonly Defect[] = [...PROVEN, ...READING, ...LEARNING, ...ANSWERS];
