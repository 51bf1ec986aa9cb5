import { zipSync } from "fflate";
import { Random } from "../../src/learning/random";
import { faultyFile, formats } from "../fuzz/seeds";
import { statusOf } from "./measure";

const TENANT = { "X-Tenant-Id": "hostile" };
const text = (value: string) => new TextEncoder().encode(value);

/** Something that is sent to do harm. Resolves with the status of the answer; 0 if there is none. */
export interface Hostile {
  readonly name: string;
  send(url: string): Promise<number>;
}

function upload(name: string, fileName: string, make: () => Uint8Array): Hostile {
  let bytes: Uint8Array | null = null;
  return {
    name,
    send: async (url) => {
      bytes ??= make();
      const form = new FormData();
      form.set("tenant_id", "hostile");
      form.set("file", new File([bytes as Uint8Array<ArrayBuffer>], fileName));
      return (await fetch(`${url}/upload`, { method: "POST", headers: TENANT, body: form })).status;
    },
  };
}

function raw(name: string, head: string, body: Uint8Array | string = ""): Hostile {
  const bytes = Buffer.concat([text(`${head}\r\n\r\n`), typeof body === "string" ? text(body) : body]);
  return { name, send: (url) => statusOf(url, bytes, 5000) };
}

const post = (path: string, type: string, length: number | string) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Id: hostile\r\nContent-Type: ${type}\r\n${
    typeof length === "number" ? `Content-Length: ${length}` : length
  }\r\nConnection: close`;

/** Many sheets, each looked up among many relations. */
function relatedWorkbook(): Uint8Array {
  const each = (n: number, make: (i: number) => string) =>
    Array.from({ length: n }, (_, i) => make(i)).join("");
  const sheet =
    '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row></sheetData></worksheet>';
  const relation = (i: number) =>
    `<Relationship Id="r${i}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>`;
  return zipSync({
    "[Content_Types].xml": text("<Types/>"),
    "xl/workbook.xml": text(
      `<workbook xmlns:r="r"><sheets>${each(20_000, (i) => `<sheet name="s${i}" sheetId="${i}" r:id="r${i}"/>`)}</sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": text(`<Relationships>${each(20_000, relation)}</Relationships>`),
    "xl/worksheets/sheet1.xml": text(sheet),
  });
}

/** A schema of as many elements as bytes. */
function parquetSchema(): Uint8Array {
  const elements = 800_000;
  const head = [0x15, 2, 0x19, 0xfc, (elements & 127) | 128, ((elements >> 7) & 127) | 128, elements >> 14];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length + elements);
  return Buffer.concat([text("PAR1"), Uint8Array.from(head), new Uint8Array(elements), length, text("PAR1")]);
}

const gzipped = (value: string) => Bun.gzipSync(text(value) as Uint8Array<ArrayBuffer>);
const HEADER = "CustomerID,InvoiceNo,InvoiceDate,Quantity,UnitPrice\n";

/** The corpus; the same seed gives the same files. */
export function hostileCorpus(seed: number): readonly Hostile[] {
  const random = new Random(seed);
  const mutated = formats.flatMap((format) =>
    Array.from({ length: 8 }, (_, i) =>
      upload(`mutated ${format} ${i}`, `orders.${format === "gz" ? "csv.gz" : format}`, () =>
        faultyFile(format, random.fork(`${format} ${i}`)),
      ),
    ),
  );
  return [
    upload("sheets × relations", "a.xlsx", relatedWorkbook),
    upload("Parquet schema", "a.parquet", parquetSchema),
    upload("gzip bomb", "a.csv.gz", () => gzipped(HEADER + "1,A,2011-01-05,1,2\n".repeat(4_000_000))),
    upload("wide preview", "b.csv.gz", () =>
      gzipped(`${HEADER}${`${"x".repeat(20_000)},`.repeat(40)}\n`.repeat(20)),
    ),
    upload("zip bomb", "a.zip", () => zipSync({ "a.csv": new Uint8Array(150_000_000) })),
    upload("nested JSON", "a.json", () => text("[".repeat(2_000_000))),
    upload("nested JSON line", "a.jsonl", () => text(`{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}\n`)),
    upload("open quote", "c.csv", () => text(`${HEADER}"${"x".repeat(8_000_000)}`)),
    upload("wide header", "d.csv", () => text(`${"a,".repeat(500_000)}\n1`)),
    upload("noise", "e.csv", () => Uint8Array.from({ length: 500_000 }, () => random.integer(256))),
    upload("NUL", "f.csv", () => new Uint8Array(2_000_000)),
    raw(
      "long body before the sign-in",
      post("/app/sign-in", "application/x-www-form-urlencoded", 60_000_000),
      new Uint8Array(60_000_000),
    ),
    raw(
      "endless body before the sign-in",
      post("/app/sign-in", "application/x-www-form-urlencoded", "Transfer-Encoding: chunked"),
      `${"10000\r\n"}${"k".repeat(65_536)}\r\n`.repeat(100),
    ),
    raw("long JSON", post("/queue", "application/json", 30_000_000), new Uint8Array(30_000_000)),
    raw("nested JSON body", post("/queue", "application/json", 200_000), "[".repeat(200_000)),
    raw("form without an end", post("/upload", "multipart/form-data; boundary=X", 6), "--X--X"),
    raw("many headers", `GET /models HTTP/1.1\r\nHost: localhost\r\n${"X-A: b\r\n".repeat(5000)}X-B: c`),
    raw("long address", `GET /${"a/".repeat(30_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close`),
    raw(
      "climbing address",
      "GET /models/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Id: hostile\r\nConnection: close",
    ),
    raw("no HTTP", "\u0000\u0001\u0002"),
    ...mutated,
  ];
}
