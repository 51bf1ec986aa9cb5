import type { VNode } from "preact";
import type { CleaningReport, RoleEvidence } from "../../../../src/transactions/cleaning-report";
import { type Role, roles } from "../../../../src/transactions/columns/roles";
import { Badge } from "../../../components/card";
import { Table } from "../../../components/table";
import { FIELD_WORDS } from "../../../forms/mapping-form";
import { confidenceWords } from "../../../words/reading-words";

/** How sure it is which column plays a role. */
export function Confidence({ value }: { readonly value: number }): VNode {
  const { text, tone } = confidenceWords(value);
  return <Badge {...(tone && { tone })}>{text}</Badge>;
}

/** Which column plays which role, and why it is believed to. */
export function RoleTable({ report }: { readonly report: CleaningReport }): VNode | null {
  const found = roles.flatMap((role): (RoleEvidence & { role: Role })[] => {
    const evidence = report.roles[role];
    return evidence ? [{ role, ...evidence }] : [];
  });
  if (found.length === 0) return null;
  return (
    <Table
      caption="Which column is what, and why"
      showsCaption
      rows={found}
      columns={[
        { title: "What it is", cell: ({ role }) => FIELD_WORDS[role].label },
        { title: "Column", cell: ({ column }) => <span class="cell">{column}</span> },
        { title: "How sure", cell: ({ confidence }) => <Confidence value={confidence} /> },
        { title: "Why", cell: ({ evidence }) => <span class="meaning">{evidence}</span> },
      ]}
    />
  );
}
