import type { DestinationAudience } from "../../src/destinations/settings";
import type { ModelCard } from "../../src/models/model-card";
import { filterWords } from "../components/filter-note";
import type { Format } from "../format";
import type { Narrowed } from "../narrowed";

/** Whom an audience holds, in plain words: `Segment “Loyal”, risk of leaving from 50%, the best 500 whom a contact pays for`. */
export function audienceWords(
  audience: DestinationAudience,
  narrowed: Narrowed,
  { segmentation }: Pick<ModelCard, "segmentation">,
  format: Format,
): string {
  const { segment, saved, rfm_group, most, everyone, ...asked } = audience;
  const other = filterWords(asked, format, narrowed);
  const bounds = [
    saved !== undefined && `“${narrowed.saved?.name ?? "a saved segment that was deleted"}”`,
    segment !== undefined &&
      `the segment ${segmentation.segments.find(({ id }) => id === segment)?.name ?? segment}`,
    rfm_group !== undefined && `the RFM group ${rfm_group}`,
    range("risk of leaving", asked.min_churn, asked.max_churn, format.percent),
    range("expected spend", asked.min_ltv, asked.max_ltv, format.money),
    asked.overdue !== undefined && (asked.overdue ? "overdue for an order" : "not overdue"),
    asked.move !== undefined && "one of the moves of the week",
    asked.pays === false && "whom a contact does not pay for",
    other.length > 0 && `with ${other.join("; ")}`,
  ].filter((words) => typeof words === "string");
  const who =
    bounds.length === 0 ? "Everybody" : `${bounds[0]!.charAt(0).toUpperCase()}${bounds[0]!.slice(1)}`;
  const reach = everyone ? "" : " whom a contact pays for";
  const best = most === undefined ? "" : `the best ${format.count(most)}`;
  const ending = best || reach ? `${best || "those"}${reach}` : "";
  return [who, ...bounds.slice(1), ending].filter(Boolean).join(", ");
}

function range(
  what: string,
  from: number | undefined,
  to: number | undefined,
  write: (value: number) => string,
): string | false {
  if (from !== undefined && to !== undefined) return `${what} from ${write(from)} to ${write(to)}`;
  if (from !== undefined) return `${what} from ${write(from)}`;
  return to !== undefined && `${what} up to ${write(to)}`;
}
