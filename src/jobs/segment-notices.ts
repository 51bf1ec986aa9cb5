import { counted } from "../figures";
import type { NotificationEvent, NotificationRow } from "../store/notifications";
import type { ChangedSegment } from "./training-task";

/** The news about a saved segment after a training. */
export interface SegmentNotice extends Pick<NotificationRow, "kind" | "tone" | "title" | "text" | "link"> {
  readonly kind: "segment";
  readonly segment: ChangedSegment;
}

/** A notice for each saved segment that somebody came into or left, and for each that could not be evaluated. */
export function segmentNotices(changes: readonly ChangedSegment[]): SegmentNotice[] {
  return changes.flatMap((segment): SegmentNotice[] => {
    const { saved_segment_id: id, name, counts, problem } = segment;
    const link = `/app/segments/yours/${encodeURIComponent(id)}`;
    if (!counts) {
      const title = `“${name}” could not be evaluated`;
      return [{ kind: "segment", tone: "warn", title, text: problem ?? "", link, segment }];
    }
    const { customers_before: before, customers, entries, exits, gone } = counts;
    if (entries + exits + gone === 0) return [];
    const left = counted(exits, "customer");
    const lost =
      gone === 0
        ? ""
        : ` ${counted(gone, "more customer")} of it ${gone === 1 ? "is" : "are"} not in the data now.`;
    const text = `${counted(entries, "customer")} came in, ${left} left.${lost} It has ${counted(customers, "customer")} now and had ${counted(before, "customer")} before.`;
    return [{ kind: "segment", tone: "good", title: `“${name}” has changed`, text, link, segment }];
  });
}

/** The event for such a notice. Names no customers. */
export function segmentEvent(
  { saved_segment_id, name, earlier_model_id, counts }: ChangedSegment,
  told: Readonly<Record<string, unknown>>,
): NotificationEvent {
  return {
    type: "segment.changed",
    data: { ...told, saved_segment_id, name, earlier_model_id, ...counts },
  };
}
