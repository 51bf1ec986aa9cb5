import { DAY_MS } from "../../time";

/** Rows of one number that are further apart may be of two orders. */
export const usualOrderMs = 2 * DAY_MS;
/** Partial deliveries date the lines of one order apart, but not by more than this. */
export const longestOrderMs = 31 * DAY_MS;
