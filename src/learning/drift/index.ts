/** Every comparison takes the reference first and the newer sample second. */
export { countInBins, equalFrequencyBins } from "./bins";
export { atomsOf, movedAtomsBack } from "./moved-atom";
export { populationStability } from "./population-stability";
export { midQuantiles, normedWasserstein, quantileDeviation } from "./wasserstein";
