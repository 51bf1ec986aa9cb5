import { describe, expect, test } from "bun:test";
import type { Audience } from "../../../src/answers/select";
import {
  type FileOptions,
  type FormatName,
  fileOf,
  TOOL_NAMES,
  tableFor,
} from "../../../src/destinations/formats/formats";
import { googleEmail } from "../../../src/destinations/formats/google";
import { metaName } from "../../../src/destinations/formats/meta";

const column = (name: string, kind: "text" | "number", cells: readonly (string | number | null)[]) => ({
  name,
  kind,
  cells,
});
const LIST: Audience = {
  rows: 3,
  columns: [
    column("CustomerID", "text", ["C1", "=C2", "C3"]),
    column("segment_name", "text", ["Best customers", "New, and few", "At risk"]),
    column("churn_probability", "number", [0.12345, 0.5, null]),
    column("ltv_estimate", "number", [1234.567, -0.001, 20]),
    column("recommended_action", "text", ["Send an offer", "Wait", "Call"]),
    column("name", "text", ["Ann O'Neill", "van der Berg, =Zoë", null]),
    column("email", "text", ["Ann@Example.com", "+zoe@example.com", "j.o.hn@gmail.com"]),
    column("product_hint", "text", [null, "Tea; green", null]),
    column("country", "text", ["United Kingdom", "Atlantis", null]),
  ],
};

async function fileFor(format: FormatName, options: FileOptions = {}): Promise<string> {
  return Buffer.concat(await fileOf(format, tableFor(format, LIST, options), options)).toString();
}

/** Source: `printf %s TEXT | sha256sum` of coreutils. */
const HASHES: Readonly<Record<string, string>> = {
  "ann@example.com": "71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476",
  "+zoe@example.com": "5d2b9180de31f33e9fa8b3b0807dfb761c36e4364034c3de6ca134b5fb37f4f1",
  "john@gmail.com": "142d78e466cacab37c3751a6ba0d288ce40db609ce9c49617ea6b24665f1aa9c",
  "j.o.hn@gmail.com": "e5602e42ce72423858ec56e75922ecde4e91850e2794ae5418aaeefc812a807c",
  ann: "49915e0d7d4b402e3017d010bc1c0e83cac6c797d6c16e66340fe3268693a6a1",
  oneill: "fa0fd24b2d0175a5c48e1b82f4d707a8a95f5279c4abdc43fa2f19d8e30eb47d",
  gb: "0b407281768f0e833afef47ed464b6571d01ca4d53c12ce5c51d1462f4ad6677",
  zoë: "2752b88686847fa5c86f47b94ce652b7b3f22a91c37617d451a4db9afa431450",
  "van der berg": "a6fe68a719fbd8e4466cb6992d9a64dd1f6837e26dfc5a024f1393f51d3737c0",
};

describe("a file for a tool", () => {
  test("of e-mails has the columns of its guide, addresses and ids exact and other text harmless", async () => {
    expect(await fileFor("klaviyo")).toBe(
      [
        "Email,First Name,Last Name,Country,Customer ID,Perennial Segment,Perennial Churn probability,Perennial Expected spend,Perennial Recommended action,Perennial Product to mention",
        "Ann@Example.com,Ann,O'Neill,United Kingdom,C1,Best customers,0.123,1234.57,Send an offer,",
        `+zoe@example.com,'=Zoë,van der Berg,Atlantis,=C2,"New, and few",0.5,0,Wait,Tea; green`,
        "j.o.hn@gmail.com,,,,C3,At risk,,20,Call,",
        "",
      ].join("\n"),
    );
    expect((await fileFor("mailchimp")).split("\n")[0]).toBe(
      "Email Address,First Name,Last Name,Country,Customer ID,Segment,Churn probability,Expected spend,Recommended action,Product to mention",
    );
    expect((await fileFor("hubspot")).split("\n")[0]).toBe(
      "Email,First name,Last name,Country/Region,Customer ID,Segment,Churn probability,Expected spend,Recommended action,Product to mention",
    );
  });

  test("for Brevo is separated by semicolons, and quotes what holds one", async () => {
    const [header, , second] = (await fileFor("brevo")).split("\n");
    expect(header).toBe(
      "EMAIL;FIRSTNAME;LASTNAME;COUNTRY;EXT_ID;SEGMENT;CHURN_PROBABILITY;EXPECTED_SPEND;RECOMMENDED_ACTION;PRODUCT_TO_MENTION",
    );
    expect(second).toBe(
      `+zoe@example.com;'=Zoë;van der Berg;Atlantis;=C2;New, and few;0.5;0;Wait;"Tea; green"`,
    );
  });

  test("for Google holds nothing but hashes of addresses, without the dots of Gmail", async () => {
    expect((await fileFor("google_customer_match")).split("\n")).toEqual([
      "Email",
      HASHES["ann@example.com"]!,
      HASHES["+zoe@example.com"]!,
      HASHES["john@gmail.com"]!,
      "",
    ]);
  });

  test("for Meta holds hashes of address, name and country, and the value only where it is asked for", async () => {
    const ids = [
      [HASHES["ann@example.com"], HASHES.ann, HASHES.oneill, HASHES.gb],
      [HASHES["+zoe@example.com"], HASHES.zoë, HASHES["van der berg"], ""],
      [HASHES["j.o.hn@gmail.com"], "", "", ""],
    ];
    const lines = (rows: unknown[][]) => `${rows.map((cells) => cells.join(",")).join("\n")}\n`;
    expect(await fileFor("meta_custom_audience")).toBe(lines([["email", "fn", "ln", "country"], ...ids]));
    // Below nothing there is no value; rounding must not write -0.
    expect(await fileFor("meta_value_audience")).toBe(
      lines([
        ["email", "fn", "ln", "country", "value"],
        ...ids.map((cells, i) => [...cells, ["1234.57", "0", "20"][i]]),
      ]),
    );
  });

  test("has one row per contact and no empty header, whatever the tool", () => {
    for (const tool of TOOL_NAMES) {
      const { rows, columns } = tableFor(tool, LIST);
      expect(rows).toBe(3);
      for (const { name, cells } of columns) expect([name !== "", cells.length]).toEqual([true, 3]);
    }
  });

  test("is refused where the tool takes no such large one, with what to do", async () => {
    const cells = new Array<string>(1_000_000).fill("x".repeat(60));
    const table = { rows: cells.length, columns: [{ name: "Email", kind: "text" as const, cells }] };
    await expect(fileOf("klaviyo", table)).rejects.toThrow(
      "Klaviyo takes files of up to 50 MB, and this one has 62 MB. Narrow the audience down.",
    );
  });
});

describe("a file for people", () => {
  test("has the columns that were chosen, in that order, with the delimiter that was chosen", async () => {
    const options = { columns: ["email", "ltv_estimate", "country"], delimiter: "semicolon" } as const;
    expect(await fileFor("csv", options)).toBe(
      "email;ltv_estimate;country\nAnn@Example.com;1234.567;United Kingdom\n'+zoe@example.com;-0.001;Atlantis\nj.o.hn@gmail.com;20;\n",
    );
    expect((await fileFor("csv", { delimiter: "tab", columns: ["CustomerID", "name"] })).split("\n")[2]).toBe(
      "'=C2\tvan der Berg, =Zoë",
    );
  });

  test("refuses a column that there is not, and says which there are", () => {
    expect(() => tableFor("csv", LIST, { columns: ["email", "phone"] })).toThrow(
      /^There is no column phone\. Choose from CustomerID, segment_name, .*country/,
    );
  });
});

describe("normalising", () => {
  // Source: Google's and Meta's guides, cited in the formats.
  test.each([
    [" Ann.B.Smith@GMail.com ", "annbsmith@gmail.com"],
    ["a.b+news@googlemail.com", "ab+news@googlemail.com"],
    ["ann.smith@example.com", "ann.smith@example.com"],
    ["ann.smith@gmail.com.example", "ann.smith@gmail.com.example"],
  ])("Google reads %j as %j", (email, expected) => expect(googleEmail(email)).toBe(expected));

  test.each([
    ["Mary-Jane", "maryjane"],
    ["O’Neill", "oneill"],
    ["Zoë ", "zoë"],
    ["J.", "j"],
    ["van  der Berg", "van der berg"],
    ["...", ""],
  ])("Meta reads %j as %j", (name, expected) => expect(metaName(name)).toBe(expected));
});
