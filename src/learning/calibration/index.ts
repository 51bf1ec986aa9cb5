export { IsotonicCalibration, type IsotonicState } from "./isotonic";
export { PlattCalibration, type PlattParameters, type PlattState } from "./platt";
