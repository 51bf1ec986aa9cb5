export { concordance } from "./concordance";
export { DiscreteHazard, type DiscreteHazardState } from "./discrete-hazard";
export type { SurvivalTimes } from "./survival-times";
