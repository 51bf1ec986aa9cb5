import { posix } from "node:path";
import { InputError } from "../../errors";
import { readXml } from "./xml-events";
import type { ZipParts } from "./zip";

export interface Sheet {
  readonly name: string;
  /** The part that holds it. */
  readonly part: string;
  /** Whether its tab is not shown. */
  readonly isHidden: boolean;
}

/** What a workbook says about itself (ECMA-376 Part 1, 18.2). */
export interface Workbook {
  /** Its worksheets, in the order of their tabs. */
  readonly sheets: readonly Sheet[];
  /** Whether serial dates count from 1904-01-01 instead of 1899-12-30. */
  readonly date1904: boolean;
  readonly sharedStringsPart: string | null;
  readonly stylesPart: string | null;
}

/** Reads the workbook's part and its relations. Throws InputError if the archive is no workbook. */
export async function readWorkbook(zip: ZipParts): Promise<Workbook> {
  const main = await mainPart(zip);
  const sheets: { name: string; relation: string; isHidden: boolean }[] = [];
  let date1904 = false;
  await readXml(zip.chunks(main), {
    open(name, attributes) {
      if (name === "workbookPr") date1904 = ["1", "true"].includes(attributes.date1904 ?? "");
      else if (name === "sheet")
        sheets.push({
          name: attributes.name ?? "",
          relation: attributes["r:id"] ?? relationId(attributes),
          isHidden: /^(?:very)?hidden$/i.test(attributes.state ?? ""),
        });
    },
  });
  const relations = await readRelations(zip, main);
  const byId = new Map(relations.map((relation) => [relation.id, relation]));
  const ofType = (type: string) => relations.find((relation) => relation.type.endsWith(type))?.target ?? null;
  return {
    date1904,
    sheets: sheets.flatMap(({ name, relation, isHidden }) => {
      const found = byId.get(relation);
      return found?.type.endsWith("/worksheet") ? [{ name, part: found.target, isHidden }] : [];
    }),
    sharedStringsPart: ofType("/sharedStrings"),
    stylesPart: ofType("/styles"),
  };
}

async function mainPart(zip: ZipParts): Promise<string> {
  const root = zip.has("_rels/.rels") ? await readRelations(zip, "") : [];
  const main = root.find(({ type }) => type.endsWith("/officeDocument"))?.target ?? "xl/workbook.xml";
  if (!zip.has(main) || !main.endsWith(".xml") || main.startsWith("word/") || main.startsWith("ppt/"))
    throw new InputError(
      "The file is a zip archive but no Excel workbook (.xlsx). Unpack it and upload the table inside.",
    );
  return main;
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

async function readRelations(zip: ZipParts, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const file = part === "" ? "_rels/.rels" : posix.join(folder, "_rels", `${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  if (!zip.has(file)) return relations;
  await readXml(zip.chunks(file), {
    open(name, { Id = "", Type = "", Target = "" }) {
      if (name !== "Relationship") return;
      const target = Target.startsWith("/") ? Target.slice(1) : posix.join(part === "" ? "" : folder, Target);
      relations.push({ id: Id, type: Type, target });
    },
  });
  return relations;
}

/** The relation's id under any namespace prefix. */
function relationId(attributes: Record<string, string>): string {
  const key = Object.keys(attributes).find((name) => name.endsWith(":id"));
  return key === undefined ? "" : attributes[key]!;
}
