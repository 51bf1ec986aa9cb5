import { type ActionRule, isWorthACall } from "./actions";

/** Customers to contact together, for one reason. */
export interface MoveGroup {
  readonly kind: "key_accounts" | "call" | "overdue" | "segment";
  /** Of a move of kind `segment`. */
  readonly segment: number | null;
  /** Best first. */
  readonly rows: Int32Array;
}

/** The name of a move in an address: `overdue`, `segment_3`. */
export function moveKey({ kind, segment }: Pick<MoveGroup, "kind" | "segment">): string {
  return segment === null ? kind : `${kind}_${segment}`;
}

/** What such a name looks like. */
export const MOVE_KEY = "^(key_accounts|call|overdue|segment_\\d{1,9})$";

export function isMoveKey(text: string | undefined): text is string {
  return new RegExp(MOVE_KEY).test(text ?? "");
}

/** What decides which move a customer belongs to, one value a customer. */
export interface MoveColumns {
  readonly gain: Float64Array;
  readonly segment: ArrayLike<number>;
  readonly churn: Float64Array;
  /** Expected spend, net of returns. */
  readonly spend: Float64Array;
  readonly daysOverdue: Float64Array;
}

/**
 * Everyone whom a contact pays for, each in one move, so that gains add up and nobody is written to twice. `keyAccounts`
 * is the id of their segment, null if there is none.
 */
export function moveGroups(
  { gain, segment, churn, spend, daysOverdue }: MoveColumns,
  rule: ActionRule,
  keyAccounts: number | null,
): MoveGroup[] {
  const groups = new Map<string, Pick<MoveGroup, "kind" | "segment"> & { rows: number[] }>();
  for (let row = 0; row < gain.length; row++) {
    if (!(gain[row]! > 0)) continue;
    const kind =
      segment[row] === keyAccounts
        ? "key_accounts"
        : isWorthACall(rule, churn[row]!, spend[row]!)
          ? "call"
          : daysOverdue[row]! > 0
            ? "overdue"
            : "segment";
    const move = { kind, segment: kind === "segment" ? segment[row]! : null } as const;
    const known = groups.get(moveKey(move));
    if (known) known.rows.push(row);
    else groups.set(moveKey(move), { ...move, rows: [row] });
  }
  return Array.from(groups.values(), (group) => ({
    ...group,
    rows: Int32Array.from(group.rows.sort((a, b) => gain[b]! - gain[a]! || a - b)),
  }));
}

/** A move in words, for pages and the report. */
export interface MoveWords {
  readonly title: string;
  readonly reason: string;
}

/** `leaving` is the mean probability of no order, `value` the mean spend of those who come back; both already written. */
export function moveWords(
  kind: MoveGroup["kind"],
  segmentName: string,
  { leaving, value }: { readonly leaving: string; readonly value: string },
): MoveWords {
  switch (kind) {
    case "key_accounts":
      return {
        title: "Call key accounts",
        reason: "So few hold so much of the revenue that each one won back shows.",
      };
    case "call":
      return {
        title: "Call top customers who may leave",
        reason: `Top quarter by spend; ${leaving} likely to stay away.`,
      };
    case "overdue":
      return {
        title: "Remind late customers",
        reason: `Silent longer than usual; worth ${value} each if kept.`,
      };
    case "segment":
      return {
        title: `Offer: ${segmentName}`,
        reason: `${leaving} likely to stay away; worth ${value} each if kept.`,
      };
  }
}
