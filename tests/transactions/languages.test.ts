import { describe, expect, test } from "bun:test";
import { proposeMapping } from "../../src/transactions/columns/resolve";
import { mainRoles } from "../../src/transactions/columns/roles";
import { read, refusal, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const cells = ["17", "A-1", "2025-01-31", "X9", "2", "12.50"];
const headers: readonly [string, readonly string[]][] = [
  ["Polish", ["Kupujący", "Numer zamówienia", "Data zamówienia", "Symbol", "Ilość", "Cena jednostkowa"]],
  ["Swedish", ["Kundnr", "Ordernr", "Orderdatum", "Varunummer", "Antal", "Styckpris"]],
  ["Danish", ["Kunde", "Ordrenr", "Ordredato", "Varenummer", "Antal", "Enhedspris"]],
  ["Finnish", ["Asiakas", "Tilausnumero", "Tilauspäivä", "Tuotekoodi", "Määrä", "Yksikköhinta"]],
  ["Czech", ["Zákazník", "Číslo objednávky", "Datum objednávky", "Kód zboží", "Množství", "Jednotková cena"]],
  ["Turkish", ["Müşteri no", "Sipariş no", "Sipariş tarihi", "Ürün kodu", "Adet", "Birim fiyat"]],
  [
    "Portuguese",
    ["Cliente", "Número do pedido", "Data do pedido", "Produto", "Quantidade", "Preço unitário"],
  ],
  ["Brazilian", ["CPF do Cliente", "Nº Venda", "Data da Venda", "Produto", "Qtde", "Preço Unitário"]],
  ["Hungarian", ["Vásárló", "Rendelésszám", "Rendelés dátum", "Cikkszám", "Mennyiség", "Egységár"]],
  ["Russian", ["Покупатель", "Номер заказа", "Дата заказа", "Артикул", "Количество", "Цена"]],
];

describe("columns are known by their names in", () => {
  test.each(headers)("%s", (_, names) => {
    const { proposals } = proposeMapping(names, (column) => [cells[column]!]);
    const found = mainRoles.flatMap((role) =>
      proposals[role] ? [[role, names[proposals[role].column]]] : [],
    );
    expect(Object.fromEntries(found)).toEqual({
      customer_id: names[0],
      order_id: names[1],
      order_datetime: names[2],
      product_id: names[3],
      quantity: names[4],
      unit_price: names[5],
    });
  });
});

test("the last day of a month whose name is another month elsewhere is a day", async () => {
  // "lip" is June in Croatian and July in Polish, "lis" October and November.
  const polish = ["31 lip 2025", "30 lis 2025", "12 sty 2025", "3 gru 2025"];
  const { report } = await read(
    ["customer,order,date,total", ...polish.map((date, i) => `c${i % 2},${i},${date},10`)].join("\n"),
  );
  expect(report).toMatchObject({ rows_kept: 4, dropped: {}, last_order: "2025-12-03T00:00:00.000Z" });
});

test("dates with dots are day first where nothing else tells, and others are asked about", async () => {
  const rows = (date: string) => `customer,order,date,total\na,1,${date},10\n`;
  const { report } = await read(rows("03.04.2025"));
  expect(report.last_order).toBe("2025-04-03T00:00:00.000Z");
  expect(report.date_format).toContain("dates with dots are written day first");
  expect(await refusal(rows("03/04/2025"))).toContain("Say which it is with date_order");
});
