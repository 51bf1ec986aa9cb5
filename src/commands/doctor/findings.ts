/** Something that is wrong with a data folder. Wire format. */
export interface Finding {
  readonly code:
    | "store_damaged"
    | "file_missing"
    | "file_changed"
    | "model_damaged"
    | "default_model_missing"
    | "left_over"
    | "warehouse_silent";
  /** Null for what belongs to no tenant. */
  readonly tenant: string | null;
  /** What is wrong, where, and what to do. */
  readonly message: string;
  readonly is_repaired: boolean;
}

/** What was looked at. Wire format. */
export interface Looked {
  tenants: number;
  uploads: number;
  models: number;
  lists: number;
  /** Asked something small. */
  warehouses: number;
  /** Read from beginning to end. */
  bytes: number;
}

/** The result of an examination. Wire format. */
export interface Examination {
  readonly looked_at: Looked;
  readonly findings: readonly Finding[];
  /** What was not looked at, and why. */
  readonly notes: readonly string[];
}

/** How many of the findings nobody has repaired. */
export function openFindings({ findings }: Examination): number {
  return findings.filter(({ is_repaired }) => !is_repaired).length;
}

/** The examination for people: counts first, then a line for each finding. */
export function examinationText(examination: Examination): string {
  const { looked_at: looked, findings, notes } = examination;
  const repaired = findings.length - openFindings(examination);
  const count = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  const lines = [
    `Looked at ${count(looked.tenants, "tenant", "tenants")}, ${count(looked.uploads, "upload", "uploads")}, ${count(looked.models, "model", "models")} and ${count(looked.lists, "list", "lists")}; read ${count(looked.bytes, "byte", "bytes")}.`,
    ...(looked.warehouses > 0
      ? [`Asked ${count(looked.warehouses, "warehouse", "warehouses")} for an answer.`]
      : []),
    ...findings.map(
      ({ tenant, message, is_repaired }) =>
        `${is_repaired ? "repaired" : "found"}: ${tenant === null ? "" : `tenant ${tenant}: `}${message}`,
    ),
    ...notes.map((note) => `note: ${note}`),
    findings.length === 0
      ? "Nothing is wrong."
      : `${count(findings.length, "finding", "findings")}, ${repaired} repaired, ${openFindings(examination)} left.`,
  ];
  return lines.join("\n");
}
